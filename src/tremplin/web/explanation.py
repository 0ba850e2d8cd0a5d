from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

__all__ = ["Cause", "Segment", "causes", "percent", "segments"]

_LEVELS = ((0.6, 3), (0.25, 2), (0.05, 1))
_EFFECTS = {
    ("pour", 3): "compte beaucoup pour",
    ("pour", 2): "compte pour",
    ("pour", 1): "compte un peu pour",
    ("contre", 3): "compte beaucoup contre",
    ("contre", 2): "compte contre",
    ("contre", 1): "compte un peu contre",
}
_LONGEST_QUIET = 320
_MOST_PIECES = 150


@dataclass(frozen=True)
class Segment:
    """A piece of a shown text.

    ``side`` is "pour", "contre", or "" where it did not count; ``level`` goes from 0 to 3.
    """

    text: str
    side: str = ""
    level: int = 0


@dataclass(frozen=True)
class Cause:
    """A word or a named cause, and what it did in plain French."""

    text: str
    side: str
    level: int
    effect: str


def percent(score: float) -> str:
    """Writes a probability as French readers expect it."""
    if score < 0.01:
        return "moins de 1\u202f%"
    if score > 0.99:
        return "plus de 99\u202f%"
    return f"{round(score * 100)}\u202f%"


def _strength(contribution: float, strongest: float) -> tuple[str, int]:
    share = abs(contribution) / strongest if strongest > 0 else 0.0
    level = next((level for least, level in _LEVELS if share >= least), 0)
    return ("pour" if contribution > 0 else "contre") if level else "", level


def _strongest(reasons: Sequence[Mapping[str, Any]]) -> float:
    return max((abs(reason["contribution"]) for reason in reasons), default=0.0)


def causes(reasons: Sequence[Mapping[str, Any]], *, limit: int = 8) -> list[Cause]:
    """Lists what counted most, the strongest first; what hardly counted is left out.

    Args:
        reasons: Reasons of one candidate, as records.
        limit: The most causes.
    """
    strongest = _strongest(reasons)
    listed = []
    for reason in sorted(reasons, key=lambda reason: -abs(reason["contribution"])):
        side, level = _strength(reason["contribution"], strongest)
        if level:
            listed.append(Cause(reason["text"], side, level, _EFFECTS[side, level]))
    return listed[:limit]


def segments(text: str, field: str, reasons: Sequence[Mapping[str, Any]]) -> list[Segment]:
    """Cuts a text where its weight changes; long stretches that did not count, and a long end, are shortened.

    Where spans overlap, as a word and a pair of words do, their contributions add up.

    Args:
        text: The field's text, as it was analysed.
        field: Name of the field in the reasons.
        reasons: Reasons of one candidate, as records.
    """
    here = [r for r in reasons if r["field"] == field and r["start"] is not None and r["end"] is not None]
    spans = [(max(0, r["start"]), min(len(text), r["end"]), r["contribution"]) for r in here]
    change: dict[int, float] = {0: 0.0, len(text): 0.0}
    for start, end, weight in spans:
        if start < end:
            change[start] = change.get(start, 0.0) + weight
            change[end] = change.get(end, 0.0) - weight
    strongest = _strongest(reasons)
    cuts = sorted(change)
    pieces: list[Segment] = []
    weight = 0.0
    for start, end in pairwise(cuts):
        weight += change[start]
        side, level = _strength(weight, strongest)
        _append(pieces, Segment(text[start:end], side, level))
    if len(pieces) > _MOST_PIECES:
        pieces = [*pieces[:_MOST_PIECES], Segment(" […]")]
    return [_shorten(piece, place, len(pieces)) for place, piece in enumerate(pieces)]


def _append(pieces: list[Segment], piece: Segment) -> None:
    if pieces and (pieces[-1].side, pieces[-1].level) == (piece.side, piece.level):
        piece = Segment(pieces.pop().text + piece.text, piece.side, piece.level)
    pieces.append(piece)


def _shorten(piece: Segment, place: int, count: int) -> Segment:
    if piece.side or len(piece.text) <= _LONGEST_QUIET:
        return piece
    half = _LONGEST_QUIET // 2
    head = piece.text[:half] if place > 0 or count == 1 else ""
    tail = piece.text[-half:] if place < count - 1 else ""
    return Segment(f"{head} […] {tail}".strip(" ") if head or tail else piece.text[:half])
