from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from tremplin.evaluation.calibration import ReliabilityBin
from tremplin.evaluation.coverage import CoverageAtPrecision, RiskCoverage
from tremplin.evaluation.intervals import wilson
from tremplin.evaluation.slices import SliceScore

__all__ = [
    "ReliabilityChart",
    "RiskChart",
    "SliceTable",
    "reliability_chart",
    "risk_chart",
    "slice_tables",
]

LEFT, TOP, SIDE, STRIP = 56, 16, 300, 56
"""Margins, side of the plot and height of the strip of counts, in SVG units."""

_LEAST_SHARE = 0.02


def _x(share: float) -> float:
    return round(LEFT + SIDE * share, 1)


def _y(share: float) -> float:
    return round(TOP + SIDE * (1 - share), 1)


@dataclass(frozen=True)
class ReliabilityMark:
    """One bin as drawn: its dot, its interval, and the bar that counts its rows."""

    x: float
    y: float
    y_low: float
    y_high: float
    bar_x: float
    bar_width: float
    bar_height: float
    bin: ReliabilityBin


@dataclass(frozen=True)
class ReliabilityChart:
    """Announced score (across) against share of right answers (up)."""

    marks: tuple[ReliabilityMark, ...]
    left: int = LEFT
    top: int = TOP
    side: int = SIDE
    strip: int = STRIP


@dataclass(frozen=True)
class RiskMark:
    """Where a target precision meets the curve."""

    x: float
    y: float
    target: CoverageAtPrecision


@dataclass(frozen=True)
class RiskChart:
    """Share of rows kept (across) against share of errors among them (up, as far as ``highest``)."""

    path: str
    marks: tuple[RiskMark, ...]
    highest: float
    left: int = LEFT
    top: int = TOP
    side: int = SIDE


def reliability_chart(table: Sequence[ReliabilityBin]) -> ReliabilityChart:
    """Places the bins of a reliability table; the intervals of the shares are Wilson's."""
    most = max(part.n for part in table)
    marks = []
    for part in table:
        interval = wilson(round(part.accuracy * part.n), part.n)
        marks.append(
            ReliabilityMark(
                x=_x(part.mean_score),
                y=_y(part.accuracy),
                y_low=_y(interval.low),
                y_high=_y(interval.high),
                bar_x=_x(part.low) + 1,
                bar_width=round(max(SIDE * (part.high - part.low) - 2, 1), 1),
                bar_height=round((STRIP - 8) * part.n / most, 1),
                bin=part,
            )
        )
    return ReliabilityChart(tuple(marks))


def risk_chart(curve: RiskCoverage, targets: Sequence[CoverageAtPrecision]) -> RiskChart:
    """Draws a risk-coverage curve, from 2 % of the rows on: before, a single row makes it jump."""
    pairs = [
        (share, risk)
        for share, risk in zip(curve.coverage, curve.risk, strict=True)
        if share >= _LEAST_SHARE or share == curve.coverage[-1]
    ]
    steps = int(max(risk for _, risk in pairs) * 10 - 1e-9) + 1
    highest = min(steps, 10) / 10
    drawn = [f"{_x(share)} {_y(risk / highest)}" for share, risk in pairs]
    marks = tuple(
        RiskMark(_x(target.coverage), _y((1 - target.precision) / highest), target)
        for target in targets
        if target.precision is not None and target.coverage >= _LEAST_SHARE
    )
    return RiskChart(path="M" + "L".join(drawn), marks=marks, highest=highest)


@dataclass(frozen=True)
class Scale:
    """The range of a metric over the slices of one table, in steps of 10 %."""

    metric: str
    low: float
    high: float

    def place(self, value: float) -> float:
        """Places a value on a line from 0 to 100."""
        return round(100 * (value - self.low) / (self.high - self.low), 1)


@dataclass(frozen=True)
class SliceTable:
    """The slices that share a name, and the scales of their metrics."""

    name: str
    parts: tuple[SliceScore, ...]
    scales: tuple[Scale, ...]


def slice_tables(slices: Sequence[SliceScore]) -> tuple[SliceTable, ...]:
    """Makes one table per name; its intervals share a scale, so that they can be compared by eye."""

    def table(name: str, parts: tuple[SliceScore, ...]) -> SliceTable:
        measured = [part.metrics for part in parts if not part.too_few]
        scales = []
        for metric in measured[0] if measured else ():
            low = math.floor(10 * min(metrics[metric].low for metrics in measured) + 1e-9) / 10
            high = math.ceil(10 * max(metrics[metric].high for metrics in measured) - 1e-9) / 10
            scales.append(Scale(metric, low, max(high, low + 0.1)))
        return SliceTable(name, parts, tuple(scales))

    grouped = itertools.groupby(slices, key=lambda part: part.name)
    return tuple(table(name, tuple(parts)) for name, parts in grouped)
