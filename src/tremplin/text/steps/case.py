from __future__ import annotations

import re
import unicodedata

from tremplin.text.action import Action, each, of_characters
from tremplin.text.steps.step import Step

__all__ = ["TO_LOWER", "TO_LOWER_EXCEPT_SINGLELETTERS"]

# capitals of Latin-1, and whatever lies beyond, that may be a word of one letter: the class comes first, so that the
# search skips to it
_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-Þ\u0100-\U0010ffff](?<!\S.)(?=\s|\Z|[^\x00-\xff])", re.DOTALL)
_CHUNK = re.compile(r"\S+")


def _to_lower() -> Action:
    # the capital sigma is lowered after its neighbours: ς at the end of a word, σ elsewhere
    return of_characters(str.lower, apply=str.lower, awkward="Σ")


def _lower_chunk(match: re.Match[str]) -> str:
    chunk = match.group()
    if chunk[0].isalpha() and all(map(unicodedata.combining, chunk[1:])):
        return chunk
    return chunk.lower()


def _lower_but_single_letters(text: str) -> str:
    lowered = text.lower()
    capitals = [m.start() for m in _CAPITAL.finditer(text)]
    if not capitals:
        return lowered
    if len(lowered) != len(text):
        return _CHUNK.sub(_lower_chunk, text)
    pieces: list[str] = []
    done = 0
    for start in capitals:
        chunk = _CHUNK.match(text, start)
        if chunk:
            pieces += lowered[done:start], _lower_chunk(chunk)
            done = chunk.end()
    return "".join((*pieces, lowered[done:]))


def _to_lower_except_singleletters() -> Action:
    return each(_lower_but_single_letters, local=True)


TO_LOWER = Step("to_lower", _to_lower, (("ÉLÈVE Ingénieur", "élève ingénieur"), ("ΟΔΟΣ", "οδος")))
"""Capitals become small letters."""

TO_LOWER_EXCEPT_SINGLELETTERS = Step(
    "to_lower_except_singleletters",
    _to_lower_except_singleletters,
    (("Langage C et R, Permis B", "langage C et r, permis B"), ("Vitamine\n C", "vitamine\n C")),
)
"""Capitals become small letters, but for words of one letter between white space: « C », « R », « B »."""
