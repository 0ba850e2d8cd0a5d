from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tremplin.base.errors import InvalidInputError
from tremplin.evaluation.calibration import check_scores

__all__ = [
    "CoverageAtPrecision",
    "RiskCoverage",
    "coverage_at_precision",
    "risk_coverage",
    "weighted_coverage",
]

Floats = NDArray[np.float64]

_ROUNDING = 1e-12


@dataclass(frozen=True)
class CoverageAtPrecision:
    """The largest share of rows that a score threshold keeps while the target precision holds among them.

    Where no threshold reaches the target, ``threshold`` and ``precision`` are None and ``coverage`` is 0.
    ``low`` and ``high`` bound the coverage where an interval was computed.
    """

    target: float
    threshold: float | None
    coverage: float
    precision: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class RiskCoverage:
    """Share of wrong answers among the rows kept, for each share of rows kept, most certain first.

    Args:
        coverage: Share of rows kept, rising (m,).
        risk: Share of wrong answers among them (m,).
        thresholds: Lowest score kept (m,).
        area: Mean risk over the coverages at which rows are kept one score at a time.
    """

    coverage: tuple[float, ...]
    risk: tuple[float, ...]
    thresholds: tuple[float, ...]
    area: float


def _order(scores: Floats) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Sorts by falling score and marks the last row of each score: equal scores are kept together."""
    order = np.argsort(-scores, kind="stable")
    ordered = scores[order]
    return order, np.append(ordered[1:] != ordered[:-1], True)


def _check_target(precision: float) -> None:
    if not 0 < precision <= 1:
        raise InvalidInputError(f"precision is {precision}; give a target above 0, at most 1, such as 0.9")


def weighted_coverage(weights: Floats, scores: Floats, correct: Floats, *, precision: float) -> Floats:
    """Computes the coverage at a target precision for any weights of the rows, each with its own threshold.

    Args:
        weights: Row weights (n, b).
        scores: Scores in [0, 1] (n,).
        correct: Outcomes, 0 or 1 (n,).
        precision: Target share of right answers among the rows kept.

    Returns:
        One coverage per column of the weights (b,).
    """
    order, last = _order(scores)
    ordered = weights[order]
    kept = np.cumsum(ordered, axis=0)[last]
    right = np.cumsum(ordered * correct[order, None], axis=0)[last]
    enough = right >= (precision - _ROUNDING) * kept
    return np.asarray(np.where(enough, kept, 0.0).max(axis=0) / weights.sum(axis=0))


def coverage_at_precision(
    scores: ArrayLike, correct: ArrayLike, *, precision: float = 0.9
) -> CoverageAtPrecision:
    """Finds how many rows can be kept by a score threshold with a target precision among them.

    The threshold is chosen on these very rows, so the coverage is a little optimistic: confirm the threshold
    on other rows.

    Args:
        scores: Probability that the answer is right (n,).
        correct: Whether it is (n,).
        precision: Target share of right answers among the rows kept.

    Raises:
        InvalidInputError: Scores or outcomes of the wrong form, or a target outside (0, 1].
    """
    _check_target(precision)
    given, right = check_scores(scores, correct)
    order, last = _order(given)
    ends = np.flatnonzero(last)
    kept, hits = ends + 1, np.cumsum(right[order])[ends]
    enough = np.flatnonzero(hits >= (precision - _ROUNDING) * kept)
    if not len(enough):
        return CoverageAtPrecision(precision, None, 0.0, None)
    best = enough[-1]
    return CoverageAtPrecision(
        target=precision,
        threshold=float(given[order][ends[best]]),
        coverage=float(kept[best] / len(given)),
        precision=float(hits[best] / kept[best]),
    )


def risk_coverage(scores: ArrayLike, correct: ArrayLike, *, points: int | None = None) -> RiskCoverage:
    """Traces the risk-coverage curve (El-Yaniv and Wiener, 2010).

    Args:
        scores: Probability that the answer is right (n,).
        correct: Whether it is (n,).
        points: The most points to return, evenly spread, the last one included; None returns one per score.

    Raises:
        InvalidInputError: Scores or outcomes of the wrong form, or fewer than 2 points.
    """
    if points is not None and points < 2:
        raise InvalidInputError(f"points is {points}; give at least 2")
    given, right = check_scores(scores, correct)
    order, last = _order(given)
    ends = np.flatnonzero(last)
    risk = 1 - np.cumsum(right[order])[ends] / (ends + 1)
    share = np.diff(ends, prepend=-1) / len(given)
    shown = np.arange(len(ends))
    if points is not None and len(ends) > points:
        shown = np.unique(np.linspace(0, len(ends) - 1, points).round().astype(int))
    return RiskCoverage(
        coverage=tuple(((ends + 1) / len(given))[shown].tolist()),
        risk=tuple(risk[shown].tolist()),
        thresholds=tuple(given[order][ends][shown].tolist()),
        area=float(risk @ share),
    )
