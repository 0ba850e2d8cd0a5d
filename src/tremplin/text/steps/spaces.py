from __future__ import annotations

from tremplin.text.action import Action, each, of_characters
from tremplin.text.steps.step import Step

__all__ = [
    "ADD_POINT",
    "ADD_SPACE_AROUND_SPECIAL",
    "GET_TRUE_SPACES",
    "REMOVE_LEADING_AND_ENDING_SPACES",
    "TRIM_STRING",
]

_SPECIAL = frozenset(",;:.?!…'’()[]/\"«»“”")
_SENTENCE_ENDS = frozenset(".!?…:;,")
_CLOSERS = "\"'’”»)]}\u00a0\u202f "


def _get_true_spaces() -> Action:
    return of_characters(lambda character: " " if character.isspace() else character)


def _trim_string() -> Action:
    return of_characters(lambda character: character, collapses=True, apply=str)


def _remove_leading_and_ending_spaces() -> Action:
    return each(str.strip, local=True)


def _with_point(text: str) -> str:
    body = text.rstrip()
    said = body.rstrip(_CLOSERS) or body
    if not body or said[-1] in _SENTENCE_ENDS:
        return text
    return f"{body}.{text[len(body) :]}"


def _add_point() -> Action:
    return each(_with_point)


def _add_space_around_special() -> Action:
    return of_characters(lambda character: f" {character} " if character in _SPECIAL else character)


GET_TRUE_SPACES = Step(
    "get_true_spaces",
    _get_true_spaces,
    (("35\u00a0h\tpar\nsemaine", "35 h par semaine"), ("a  b", "a  b"), ("", "")),
)
"""Every white space of Unicode becomes a plain space; none is taken away."""

TRIM_STRING = Step(
    "trim_string",
    _trim_string,
    (("  Bonjour \n\n à tous\u00a0! ", "Bonjour à tous !"), (" \t ", "")),
    keeps_spaces=False,
)
"""White space becomes single spaces, with none at the ends."""

REMOVE_LEADING_AND_ENDING_SPACES = Step(
    "remove_leading_and_ending_spaces",
    _remove_leading_and_ending_spaces,
    (("\n à  bientôt \u00a0", "à  bientôt"), ("   ", "")),
)
"""White space goes from both ends, and stays within."""

ADD_POINT = Step(
    "add_point",
    _add_point,
    (
        ("Poste à pourvoir", "Poste à pourvoir."),
        ("Poste à pourvoir ! ", "Poste à pourvoir ! "),
        ("Il a dit « bientôt. »", "Il a dit « bientôt. »"),
        ("CDI (35 h)\n", "CDI (35 h).\n"),
        ("Vos missions :", "Vos missions :"),
        ("", ""),
        ("  ", "  "),
    ),
)
"""A full stop is put after the last word, unless a punctuation mark stands there."""

ADD_SPACE_AROUND_SPECIAL = Step(
    "add_space_around_special",
    _add_space_around_special,
    (
        ("Bac+2,débutant(e)", "Bac+2 , débutant ( e ) "),
        ("l’école", "l ’ école"),
        ("porte-clés", "porte-clés"),
    ),
    idempotent=False,
)
"""Punctuation marks stand apart from the words, for what cuts texts at spaces."""
