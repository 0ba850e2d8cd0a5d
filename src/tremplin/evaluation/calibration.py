from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tremplin.base.errors import InvalidInputError, UnknownNameError

__all__ = [
    "BINNINGS",
    "ReliabilityBin",
    "bin_numbers",
    "brier_score",
    "calibration_error",
    "check_scores",
    "reliability_table",
    "weighted_calibration_error",
]

Floats = NDArray[np.float64]

BINNINGS = ("equal_width", "equal_mass")
"""How scores are put into bins; the first is the default."""


@dataclass(frozen=True)
class ReliabilityBin:
    """The rows whose score lies from ``low`` to ``high``: what was announced and what came."""

    low: float
    high: float
    n: int
    mean_score: float
    accuracy: float


def check_scores(scores: ArrayLike, correct: ArrayLike) -> tuple[Floats, Floats]:
    """Checks one score and one outcome per row.

    Args:
        scores: Probability that the answer is right (n,), in [0, 1].
        correct: Whether it is (n,).

    Returns:
        Both as numbers.

    Raises:
        InvalidInputError: No row, different lengths, a score outside [0, 1] or an outcome other than 0 or 1.
    """
    given = np.asarray(scores, dtype=np.float64)
    right = np.asarray(correct, dtype=np.float64)
    if given.ndim != 1 or given.shape != right.shape or not len(given):
        raise InvalidInputError(
            f"scores has shape {given.shape} and correct {right.shape}; give one of each per row"
        )
    if not ((given >= 0) & (given <= 1)).all():
        raise InvalidInputError("scores must be probabilities from 0 to 1, without NaN")
    if not np.isin(right, (0, 1)).all():
        raise InvalidInputError("correct must hold booleans, or 0 and 1")
    return given, right


def bin_numbers(scores: Floats, *, bins: int = 10, binning: str = "equal_width") -> NDArray[np.intp]:
    """Puts each score into a bin.

    Args:
        scores: Scores in [0, 1] (n,).
        bins: How many bins there are.
        binning: ``equal_width``: bin i holds scores from i/bins, included, to (i+1)/bins, and the last one
            holds 1. ``equal_mass``: bins hold equally many rows as far as equal scores, which stay together,
            allow.

    Returns:
        A number below ``bins`` per row (n,).

    Raises:
        InvalidInputError: ``bins`` is below 1.
        UnknownNameError: There is no such binning.
    """
    if bins < 1:
        raise InvalidInputError(f"bins is {bins}; give at least 1")
    if binning == "equal_width":
        return np.minimum((scores * bins).astype(np.intp), bins - 1)
    if binning == "equal_mass":
        lower = np.searchsorted(np.sort(scores), scores, side="left")
        return np.asarray(lower * bins // len(scores), dtype=np.intp)
    raise UnknownNameError("binning", binning, BINNINGS)


def weighted_calibration_error(
    weights: Floats, scores: Floats, correct: Floats, numbers: NDArray[np.intp]
) -> Floats:
    """Computes the expected calibration error for any weights of the rows.

    Args:
        weights: Row weights (n, b).
        scores: Scores in [0, 1] (n,).
        correct: Outcomes, 0 or 1 (n,).
        numbers: The bin of each row (n,).

    Returns:
        One error per column of the weights (b,).
    """
    gaps = np.zeros((int(numbers.max()) + 1, len(scores)))
    gaps[numbers, np.arange(len(scores))] = correct - scores
    return np.asarray(np.abs(gaps @ weights).sum(axis=0) / weights.sum(axis=0))


def calibration_error(
    scores: ArrayLike, correct: ArrayLike, *, bins: int = 10, binning: str = "equal_width"
) -> float:
    """Computes the expected calibration error of the first candidate's score (Naeini et al., 2015).

    It is the mean over bins, weighted by their rows, of the distance between mean score and share of right
    answers: 0 is perfect, and it never exceeds 1.

    Args:
        scores: Probability that the answer is right (n,).
        correct: Whether it is (n,).
        bins: How many bins.
        binning: ``equal_width`` or ``equal_mass``; see `bin_numbers`.

    Raises:
        InvalidInputError: Scores or outcomes of the wrong form, or no bin.
        UnknownNameError: There is no such binning.
    """
    given, right = check_scores(scores, correct)
    numbers = bin_numbers(given, bins=bins, binning=binning)
    return float(weighted_calibration_error(np.ones((len(given), 1)), given, right, numbers)[0])


def reliability_table(
    scores: ArrayLike, correct: ArrayLike, *, bins: int = 10, binning: str = "equal_width"
) -> tuple[ReliabilityBin, ...]:
    """Compares announced scores with the share of right answers, bin by bin; empty bins are left out.

    Args:
        scores: Probability that the answer is right (n,).
        correct: Whether it is (n,).
        bins: How many bins.
        binning: ``equal_width`` or ``equal_mass``; see `bin_numbers`.

    Raises:
        InvalidInputError: Scores or outcomes of the wrong form, or no bin.
        UnknownNameError: There is no such binning.
    """
    given, right = check_scores(scores, correct)
    numbers = bin_numbers(given, bins=bins, binning=binning)
    return tuple(
        _bin(given[numbers == number], right[numbers == number], _edges(number, bins, binning))
        for number in np.unique(numbers).tolist()
    )


def _edges(number: int, bins: int, binning: str) -> tuple[float, float] | None:
    return (number / bins, (number + 1) / bins) if binning == "equal_width" else None


def _bin(scores: Floats, correct: Floats, edges: Sequence[float] | None) -> ReliabilityBin:
    low, high = edges or (float(scores.min()), float(scores.max()))
    return ReliabilityBin(low, high, len(scores), float(scores.mean()), float(correct.mean()))


def brier_score(scores: ArrayLike, correct: ArrayLike) -> float:
    """Computes the mean squared distance between score and outcome (Brier, 1950), of the first candidate.

    Args:
        scores: Probability that the answer is right (n,).
        correct: Whether it is (n,).

    Raises:
        InvalidInputError: Scores or outcomes of the wrong form.
    """
    given, right = check_scores(scores, correct)
    return float(np.mean((given - right) ** 2))
