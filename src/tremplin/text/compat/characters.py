from __future__ import annotations

import re
import unicodedata
from functools import partial
from typing import Any

from tremplin.base.errors import InvalidInputError
from tremplin.text.action import Action, each, of_characters
from tremplin.text.compat.promises import Promise

__all__ = [
    "fix_text",
    "remove_accents",
    "remove_numeric",
    "remove_punct",
    "remove_punct_except_parenthesis",
    "to_lower",
    "to_lower_except_singleletters",
]

# a character between spaces that may be a capital: what comes before « A » and before « À » is none
_SINGLE = re.compile(r" [^\x00-@\[-¿](?= )")
_DIGITS = re.compile("[0-9]+")
# marks that stay and that Unicode puts in order among themselves: not one character at a time
_ORDERED = (
    "\u1715\u1734\u1b44\u1baa\u1bf2\u1bf3\u302e\u302f\ua953\ua9c0\U000111c0\U00011235\U0001134d\U000113cf"
    "\U000116b6\U0001193d\U00011f41\U00016ff0\U00016ff1\U0001d15e\U0001d15f\U0001d160\U0001d161\U0001d162"
    "\U0001d163\U0001d164\U0001d165\U0001d166\U0001d16d\U0001d16e\U0001d16f\U0001d170\U0001d171\U0001d172"
    "\U0001d1bb\U0001d1bc\U0001d1bd\U0001d1be\U0001d1bf\U0001d1c0"
)


def _checked(by: str) -> str:
    if not isinstance(by, str) or any(c.isspace() and c != " " for c in by):
        raise InvalidInputError(f"by is {by!r}; give a text without other white space than plain spaces")
    return by


def to_lower(promise: Promise) -> Action:
    """Capitals become small letters."""
    return of_characters(str.lower, apply=str.lower, awkward="Σ")


def _lowered(text: str, threshold: int) -> str:
    return " ".join([word if len(word) < threshold else word.lower() for word in text.split(" ")])


def _lowered_but_singles(text: str) -> str:
    """Lowers the whole text, then puts the single capitals back: there are few."""
    small = text.lower()
    if len(small) != len(text):
        return _lowered(text, 2)
    parts: list[str] = []
    done = 0
    for match in _SINGLE.finditer(f" {text} "):
        at = match.start()
        parts += small[done:at], match.group()[1]
        done = at + 1
    return "".join([*parts, small[done:]])


def to_lower_except_singleletters(promise: Promise, *, threshold: int = 2) -> Action:
    """Capitals become small letters in words, cut at plain spaces, of at least ``threshold`` characters."""
    if threshold < 2:
        raise InvalidInputError(f"threshold is {threshold}; give at least 2, or use the step 'to_lower'")
    if threshold == 2:
        return each(_lowered_but_singles, local=promise.local)
    return each(partial(_lowered, threshold=threshold), local=promise.local)


def remove_punct(promise: Promise, *, by: str = " ", keep: str = "") -> Action:
    """Each character that is neither letter, digit nor white space becomes ``by``."""
    by, kept = _checked(by), frozenset(keep)
    return of_characters(lambda c: c if c.isalnum() or c.isspace() or c in kept else by)


remove_punct_except_parenthesis = partial(remove_punct, keep="()/")


def remove_numeric(promise: Promise, *, by: str = " ") -> Action:
    """Each run of digits 0 to 9 becomes ``by``."""
    by = _checked(by)

    def blanked(text: str) -> str:
        return _DIGITS.sub(lambda match: by, text)

    if by == "" or (promise.tidied and by == " "):
        return of_characters(lambda c: by if "0" <= c <= "9" else c, apply=blanked)
    return each(blanked, local=True)


def _bare(text: str) -> str:
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")


def remove_accents(promise: Promise) -> Action:
    """Letters come apart from their accents, which go; nothing is composed again."""
    return of_characters(_bare, apply=_bare, awkward=_ORDERED)


def fix_text(promise: Promise, **options: Any) -> Action:
    """What ftfy does by default, or with its own options."""
    import ftfy

    try:
        config = ftfy.TextFixerConfig(**options)
    except TypeError as error:
        raise InvalidInputError(f"fix_text takes the options of ftfy.TextFixerConfig: {error}") from error
    return each(lambda text: ftfy.fix_text(text, config))
