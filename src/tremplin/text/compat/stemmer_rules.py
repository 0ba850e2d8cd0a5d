from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

__all__ = ["ADVERBS", "STANDARD", "VOWELS", "Regions", "Rule", "by_last_letter"]

VOWELS = "aeiouyâàëéêèïîôûù"

T = TypeVar("T")


class Regions(NamedTuple):
    """Where the regions RV, R1 and R2 of a word start, in characters."""

    rv: int
    r1: int
    r2: int


Rule = Callable[[str, int, Regions], str | None]
"""Takes a word, where its ending starts and its regions; returns the word it becomes, or None."""


def by_last_letter(endings: Iterable[tuple[str, T]]) -> dict[str, tuple[tuple[str, T], ...]]:
    """Groups endings by their last letter, the longest first."""
    groups: dict[str, list[tuple[str, T]]] = {}
    for ending, value in sorted(endings, key=lambda item: -len(item[0])):
        groups.setdefault(ending[-1], []).append((ending, value))
    return {letter: tuple(group) for letter, group in groups.items()}


def _simple(word: str, at: int, r: Regions) -> str | None:
    return word[:at] if at >= r.r2 else None


def _ic(word: str, at: int, r: Regions) -> str | None:
    if at < r.r2:
        return None
    if not word.endswith("ic", 0, at):
        return word[:at]
    # nltk: the « ic » of « atrice » counts as one in R2
    return word[: at - 2] if at - 2 >= r.r2 or word.startswith("atri", at) else word[: at - 2] + "iqU"


def _replaced(by: str, region: int) -> Rule:
    return lambda word, at, r: word[:at] + by if at >= r[region] else None


def _after_ement(word: str, r: Regions) -> str:
    at = len(word)
    if word.endswith("iv"):
        if at - 2 < r.r2:
            return word
        return word[:-4] if word.endswith("ativ") and at - 4 >= r.r2 else word[:-2]
    if word.endswith("eus"):
        return word[:-3] if at - 3 >= r.r2 else word[:-1] + "x" if at - 3 >= r.r1 else word
    if word.endswith(("abl", "iqU")):
        return word[:-3] if at - 3 >= r.r2 else word
    if word.endswith(("ièr", "Ièr")):
        return word[:-3] + "i" if at - 3 >= r.rv else word
    return word


def _ement(word: str, at: int, r: Regions) -> str | None:
    return _after_ement(word[:at], r) if at >= r.rv else None


def _ite(word: str, at: int, r: Regions) -> str | None:
    if at < r.r2:
        return None
    word = word[:at]
    if word.endswith("abil"):
        return word[:-4] if at - 4 >= r.r2 else word[:-2] + "l"
    if word.endswith("ic"):
        return word[:-2] if at - 2 >= r.r2 else word[:-1] + "qU"
    return word[:-2] if word.endswith("iv") and at - 2 >= r.r2 else word


def _if(word: str, at: int, r: Regions) -> str | None:
    if at < r.r2:
        return None
    word = word[:at]
    if not word.endswith("at") or at - 2 < r.r2:
        return word
    word = word[:-2]
    if not word.endswith("ic"):
        return word
    return word[:-2] if at - 4 >= r.r2 else word[:-1] + "qU"


def _euse(word: str, at: int, r: Regions) -> str | None:
    return word[:at] if at >= r.r2 else word[:at] + "eux" if at >= r.r1 else None


def _issement(word: str, at: int, r: Regions) -> str | None:
    return word[:at] if at >= r.r1 and word[at - 1] not in VOWELS else None


def _ment(word: str, at: int, r: Regions) -> str | None:
    if at <= r.rv or word[at - 1] not in VOWELS:
        return None
    # nltk: « momentanément », where RV starts with the ending too, stays
    return None if word.startswith(word[at:], r.rv) else word[:at]


_RULES: dict[str, Rule] = {
    "ance iqUe isme able iste eux ances iqUes ismes ables istes": _simple,
    "atrice ateur ation atrices ateurs ations": _ic,
    "logie logies": _replaced("log", 2),
    "usion ution usions utions": _replaced("u", 2),
    "ence ences": _replaced("ent", 2),
    "ement ements": _ement,
    "ité ités": _ite,
    "if ive ifs ives": _if,
    "eaux": lambda word, at, r: word[:-1],
    "aux": _replaced("al", 1),
    "euse euses": _euse,
    "issement issements": _issement,
    "amment": _replaced("ant", 0),
    "emment": _replaced("ent", 0),
    "ment ments": _ment,
}
STANDARD = by_last_letter((ending, rule) for endings, rule in _RULES.items() for ending in endings.split())
"""Step 1: endings and their rules, by last letter."""

# nltk: « emment » is not among them
ADVERBS = frozenset(("amment", "ment", "ments"))
"""Endings after which those of verbs are tried too."""
