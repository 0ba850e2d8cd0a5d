from __future__ import annotations

import unicodedata

from tremplin.text.action import Action, of_characters
from tremplin.text.steps.step import Step

__all__ = ["REMOVE_ACCENTS"]

_LIGATURES = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ẞ": "SS", "ø": "o", "Ø": "O"}
_LIGATURES |= {"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i"}


def _bare(character: str) -> str:
    if character.isascii():
        return character
    parts = unicodedata.normalize("NFD", _LIGATURES.get(character, character))
    kept = "".join(part for part in parts if not unicodedata.combining(part))
    # composed again, for scripts such as Korean whose letters come apart without being accented
    return unicodedata.normalize("NFC", "".join(_LIGATURES.get(part, part) for part in kept))


def _remove_accents() -> Action:
    return of_characters(_bare)


REMOVE_ACCENTS = Step(
    "remove_accents",
    _remove_accents,
    (
        ("Élève Œuvre çà", "Eleve OEuvre ca"),
        ("e\u0301le\u0300ve", "eleve"),
        ("10 € … ½ m²", "10 € … ½ m²"),
        ("한국", "한국"),
    ),
)
"""Letters lose their accents and ligatures come apart; case and other signs stay."""
