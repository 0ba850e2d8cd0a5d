from __future__ import annotations

import re

from tremplin.text.action import Action, each, of_characters
from tremplin.text.compat.promises import Promise

__all__ = [
    "add_point",
    "add_space_around_special",
    "get_true_spaces",
    "nothing",
    "remove_leading_and_ending_spaces",
    "trim_string",
]

_SPECIAL = frozenset("',.;:")
_AROUND_SPECIAL = re.compile(r"\s?([',.;:])\s?")
_BLANKS = re.compile(r"[ \t\v\f]{2,}")


def _same(character: str) -> str:
    return character


def nothing(promise: Promise) -> Action:
    """What notnull and remove_non_string do to texts."""
    return of_characters(_same, apply=str)


def get_true_spaces(promise: Promise) -> Action:
    """Each white space becomes a plain space, one for one."""
    return of_characters(lambda character: " " if character.isspace() else character)


def _trimmed(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()


def trim_string(promise: Promise) -> Action:
    """Runs of blanks become one; line ends and other white space stay, but at the ends."""
    if promise.tidied:
        return of_characters(_same, apply=str, collapses=True)
    return each(_trimmed, local=True)


def remove_leading_and_ending_spaces(promise: Promise) -> Action:
    """White space goes from both ends."""
    if promise.tidied:
        return of_characters(_same, apply=str.strip)
    return each(str.strip, local=True)


def add_point(promise: Promise) -> Action:
    """A full stop follows what does not end with one, even an empty text."""
    return each(lambda text: text if text.endswith(".") else text + ".")


def _spaced(text: str) -> str:
    return _AROUND_SPECIAL.sub(r" \1 ", text)


def add_space_around_special(promise: Promise) -> Action:
    """Five signs stand apart from words; they take one white space on each side and give a plain one."""
    if promise.tidied:
        return of_characters(lambda c: f" {c} " if c in _SPECIAL else c, apply=_spaced)
    return each(_spaced, local=True)
