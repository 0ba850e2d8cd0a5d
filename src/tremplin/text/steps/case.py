from __future__ import annotations

import re
import unicodedata

from tremplin.text.action import Action, each, of_characters
from tremplin.text.steps.step import Step

__all__ = ["TO_LOWER", "TO_LOWER_EXCEPT_SINGLELETTERS"]

_CHUNK = re.compile(r"\S+")


def _to_lower() -> Action:
    # the capital sigma is lowered after its neighbours: ς at the end of a word, σ elsewhere
    return of_characters(str.lower, apply=str.lower, awkward="Σ")


def _lower_chunk(match: re.Match[str]) -> str:
    chunk = match.group()
    if chunk[0].isalpha() and all(map(unicodedata.combining, chunk[1:])):
        return chunk
    return chunk.lower()


def _to_lower_except_singleletters() -> Action:
    return each(lambda text: _CHUNK.sub(_lower_chunk, text), local=True)


TO_LOWER = Step("to_lower", _to_lower, (("ÉLÈVE Ingénieur", "élève ingénieur"), ("ΟΔΟΣ", "οδος")))
"""Capitals become small letters."""

TO_LOWER_EXCEPT_SINGLELETTERS = Step(
    "to_lower_except_singleletters",
    _to_lower_except_singleletters,
    (("Langage C et R, Permis B", "langage C et r, permis B"), ("Vitamine\n C", "vitamine\n C")),
)
"""Capitals become small letters, but for words of one letter between white space: « C », « R », « B »."""
