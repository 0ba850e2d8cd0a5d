from __future__ import annotations

import re

from tremplin.text.action import Action, each
from tremplin.text.steps.step import Step

__all__ = ["PE_MATCHING"]

# « permis de », « permis a », « permis c'est »: other letters count only as capitals, and DE never
_LICENCE = re.compile(r"\b((?i:permis))\s+((?i:b|be|b1|b96)|(?-i:A1|A2|AM|C|C1|C1E|CE|D|D1|D1E))(?![\w'’])")


def _join(text: str) -> str:
    # most texts name no licence; a search for the word alone is far quicker than the rule
    return _LICENCE.sub(r"\1\2", text) if "permi" in text.lower() else text


def _pe_matching() -> Action:
    return each(_join)


PE_MATCHING = Step(
    "pe_matching",
    _pe_matching,
    (
        ("Permis B exigé", "PermisB exigé"),
        ("permis\u00a0b, permis  CE", "permisb, permisCE"),
        ("permis de conduire, permis bateau", "permis de conduire, permis bateau"),
        ("le permis c'est utile, permis C’est", "le permis c'est utile, permis C’est"),
    ),
)
"""« permis B » becomes one word, so that no later step takes its letter for an empty word."""
