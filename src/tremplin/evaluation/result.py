from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tremplin.evaluation.calibration import ReliabilityBin
from tremplin.evaluation.coverage import CoverageAtPrecision, RiskCoverage
from tremplin.evaluation.intervals import Estimate
from tremplin.evaluation.metrics import ClassScore
from tremplin.evaluation.slices import SliceScore

__all__ = ["Calibration", "ConfusionCell", "Coverage", "Evaluation"]


@dataclass(frozen=True)
class Calibration:
    """How far the first candidate's score can be believed.

    ``error`` uses 10 bins of equal width, ``error_equal_mass`` 10 bins of equally many rows; ``table`` holds
    the former's bins.
    """

    error: Estimate
    error_equal_mass: float
    brier: Estimate
    table: tuple[ReliabilityBin, ...]


@dataclass(frozen=True)
class Coverage:
    """What a threshold on the first candidate's score keeps: at target precisions, and along the curve."""

    targets: tuple[CoverageAtPrecision, ...]
    curve: RiskCoverage


@dataclass(frozen=True)
class ConfusionCell:
    """How many rows of class ``truth`` got ``predicted`` as first candidate; "" means none."""

    truth: str
    predicted: str
    count: int


@dataclass(frozen=True)
class Evaluation:
    """What a model is worth on some rows.

    Args:
        n: Number of rows.
        n_classes: Number of classes among the truths.
        n_groups: Number of independent groups of rows; None where none were given.
        min_support: The fewest rows of a class that macro and micro metrics take into account.
        supported_classes: The classes that they take into account.
        resamples: Bootstrap samples behind the intervals.
        level: Level of the intervals.
        seed: Seed of the draws.
        metrics: ``top_K`` per k; ``macro_f1``, ``macro_recall`` and ``micro_f1`` where a class has enough
            rows; ``answered``, the share without abstention, and ``top_1_answered``, the share of right
            first candidates among these, where abstentions were given.
        calibration: None without scores.
        coverage: None without scores.
        per_class: Every class that is true or predicted first, in order of label.
        slices: One per value of each slice.
        confusion: The counts that are not 0, largest first.
    """

    n: int
    n_classes: int
    n_groups: int | None
    min_support: int
    supported_classes: tuple[str, ...]
    resamples: int
    level: float
    seed: int
    metrics: Mapping[str, Estimate]
    calibration: Calibration | None
    coverage: Coverage | None
    per_class: tuple[ClassScore, ...]
    slices: tuple[SliceScore, ...]
    confusion: tuple[ConfusionCell, ...]

    def to_dict(self) -> dict[str, Any]:
        """Returns everything as dictionaries, lists, text and finite numbers, ready for JSON."""
        return {name: _plain(value) for name, value in asdict(self).items()}

    def summary(self) -> str:
        """Returns a short table in plain text."""
        drawn = f" of {self.n_groups} groups" if self.n_groups is not None else ""
        head = (
            f"{self.n} rows, {self.n_classes} classes, {len(self.supported_classes)} of them with at least "
            f"{self.min_support} rows\n{self.level:.0%} intervals from {self.resamples} resamples{drawn}\n"
        )
        rows = [("", "value", "low", "high"), *self._lines()]
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        lines = [
            row[0].ljust(widths[0]) + "".join("  " + row[c].rjust(widths[c]) for c in (1, 2, 3))
            for row in rows
        ]
        return head + "\n".join(line.rstrip() for line in lines)

    def _lines(self) -> Iterator[tuple[str, ...]]:
        for name, estimate in self.metrics.items():
            yield _line(name, estimate)
        if self.calibration:
            yield _line("calibration_error", self.calibration.error)
            yield _line("brier", self.calibration.brier)
        for target in self.coverage.targets if self.coverage else ():
            name = f"coverage at precision {target.target:g}"
            if target.threshold is not None:
                name += f" (score ≥ {target.threshold:.3f})"
            yield _line(name, Estimate(target.coverage, target.low or 0.0, target.high or 0.0))
        for part in self.slices:
            name = f"{part.name}={part.value or '(missing)'} ({part.n} rows)"
            if part.too_few:
                yield (f"{name}: too few rows", "", "", "")
            for metric, estimate in part.metrics.items():
                yield _line(f"{name} {metric}", estimate)


def _line(name: str, estimate: Estimate) -> tuple[str, ...]:
    return (name, *(f"{value:.3f}" for value in (estimate.value, estimate.low, estimate.high)))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(part) for part in value]
    return value
