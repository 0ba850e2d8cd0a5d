from __future__ import annotations

import re

from tremplin.text.action import Action, each
from tremplin.text.compat.boundaries import AFTER, BEFORE
from tremplin.text.compat.promises import Promise

__all__ = ["pe_matching"]

# « ı » and « ſ » are i and s to the reference, which ignores case as regular expressions do
_LICENCE = re.compile(rf"([pP][eE][rR][mM][iIıİ][sSſ])(?<={BEFORE}.{{6}})\s+([bB]){AFTER}")


def _matched(text: str) -> str:
    # bytes are lowered and searched several times faster than text
    if b"permis" in text.encode("utf-8", "surrogatepass").lower() or any(sign in text for sign in "ıİſ"):
        return _LICENCE.sub(r"\1\2", text)
    return text


def pe_matching(promise: Promise) -> Action:
    """The words « permis B » are put together."""
    return each(_matched)
