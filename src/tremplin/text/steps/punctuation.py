from __future__ import annotations

import unicodedata

from tremplin.base.errors import InvalidInputError
from tremplin.text.action import Action, of_characters
from tremplin.text.steps.step import Step

__all__ = ["REMOVE_NUMERIC", "REMOVE_PUNCT", "REMOVE_PUNCT_EXCEPT_PARENTHESIS"]

_MARKS = frozenset({"Mn", "Mc"})
_APOSTROPHE_LETTER = "ʼ"


def _is_word_part(character: str) -> bool:
    if character.isalnum():
        return character != _APOSTROPHE_LETTER
    # combining marks are accents, but for the selectors that follow emoji
    return unicodedata.category(character) in _MARKS and not (
        "\ufe00" <= character <= "\ufe0f" or character >= "\U000e0100"
    )


def _remove_punct(*, keep: str = "") -> Action:
    if not isinstance(keep, str):
        raise InvalidInputError(
            f"keep is the characters to keep, as one text such as '()+#'; got {type(keep).__name__}"
        )
    kept = frozenset(keep)
    return of_characters(
        lambda character: character if character in kept or _is_word_part(character) else " ", collapses=True
    )


def _remove_punct_except_parenthesis() -> Action:
    return _remove_punct(keep="()")


def _remove_numeric(*, by: str = " ") -> Action:
    if not isinstance(by, str):
        raise InvalidInputError(f"by is the text put for a digit, such as ' '; got {type(by).__name__}")
    return of_characters(lambda character: by if character.isdecimal() else character, collapses=True)


REMOVE_PUNCT = Step(
    "remove_punct",
    _remove_punct,
    (
        ("Soudeur, à l'arc !", "Soudeur à l arc"),
        ("C++ / C# (H/F)", "C C H F"),
        ("mot_clé n°3 – 10 €", "mot clé n 3 10"),
        ("e\u0301le\u0300ve", "e\u0301le\u0300ve"),
        ("☎️ 35 m²", "35 m²"),
        ("lʼécole", "l école"),
    ),
    keeps_spaces=False,
)
"""What is neither letter, digit, accent nor white space becomes a space; decomposed accents stay."""

REMOVE_PUNCT_EXCEPT_PARENTHESIS = Step(
    "remove_punct_except_parenthesis",
    _remove_punct_except_parenthesis,
    (("Chargé(e), d'accueil", "Chargé(e) d accueil"), ("[a] (b)", "a (b)")),
    keeps_spaces=False,
)
"""As remove_punct, but round brackets stay."""

REMOVE_NUMERIC = Step(
    "remove_numeric",
    _remove_numeric,
    (("12 postes, 35h", "postes, h"), ("R482 m² ٣", "R m²")),
    keeps_spaces=False,
)
"""Decimal digits, of any script, become spaces."""
