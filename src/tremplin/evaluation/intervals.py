from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from tremplin.base.errors import InvalidInputError

__all__ = [
    "Estimate",
    "Statistic",
    "bootstrap",
    "bootstrap_interval",
    "clopper_pearson",
    "group_numbers",
    "resample_weights",
    "wilson",
]

Floats = NDArray[np.float64]
Statistic = Callable[[Floats], Mapping[str, Floats]]
"""Takes row weights of shape (n, b) and returns, per name, b values."""

_BLOCK_CELLS = 2_000_000


@dataclass(frozen=True)
class Estimate:
    """A measured value and the interval that says how sure it is."""

    value: float
    low: float
    high: float


def _check_level(level: float) -> None:
    if not 0 < level < 1:
        raise InvalidInputError(f"level is {level}; give a number between 0 and 1, such as 0.95")


def group_numbers(groups: Sequence[object] | NDArray[np.generic] | None, n: int) -> NDArray[np.intp]:
    """Numbers the groups of rows from 0 in order of appearance.

    Args:
        groups: One value per row (n,); None means that every row is its own group.
        n: Number of rows.

    Returns:
        The number of each row's group (n,).

    Raises:
        InvalidInputError: There are not n values, or one is missing.
    """
    if groups is None:
        return np.arange(n, dtype=np.intp)
    values = groups.tolist() if isinstance(groups, np.ndarray) else list(groups)
    if len(values) != n:
        raise InvalidInputError(f"groups has {len(values)} values for {n} rows; give one per row")
    numbers: dict[object, int] = {}
    for row, value in enumerate(values):
        if value is None or value != value:
            raise InvalidInputError(
                f"groups has no value in row {row}; give each lone row a group of its own"
            )
        numbers.setdefault(value, len(numbers))
    return np.fromiter((numbers[value] for value in values), dtype=np.intp, count=n)


def resample_weights(numbers: NDArray[np.intp], *, resamples: int, seed: int) -> Iterator[Floats]:
    """Draws bootstrap samples as counts: how many times each row is in each sample.

    Groups are drawn with replacement and whole, as many as there are (cluster bootstrap; Davison and
    Hinkley, 1997, section 3.8); with one row per group this is the ordinary bootstrap.

    Args:
        numbers: The number of each row's group (n,), from `group_numbers`.
        resamples: How many samples to draw.
        seed: Seed of the draw.

    Yields:
        Blocks of shape (n, b), small enough for the memory of an ordinary machine.
    """
    rng = np.random.default_rng(seed)
    units = int(numbers.max()) + 1
    alone = units == len(numbers)
    block = max(1, _BLOCK_CELLS // len(numbers))
    for start in range(0, resamples, block):
        size = min(block, resamples - start)
        drawn = rng.integers(0, units, size=(size, units)) + np.arange(size)[:, None] * units
        counts = np.bincount(drawn.ravel(), minlength=size * units).reshape(size, units).T.astype(np.float64)
        yield counts if alone else counts[numbers]


def _interval(value: float, drawn: Floats, *, level: float, units: int, centred: bool) -> Estimate:
    drawn = drawn[~np.isnan(drawn)]
    if not len(drawn):
        return Estimate(value, value, value)
    if value in {0.0, 1.0} and np.all(drawn == value):
        return clopper_pearson(round(value * units), units, level=level)
    tail = (1 - level) / 2
    low, high = (float(q) for q in np.quantile(drawn, [tail, 1 - tail]))
    if centred:
        shift = value - float(drawn.mean())
        low, high = max(low + shift, 0.0), min(high + shift, 1.0)
    return Estimate(value, min(low, value), max(high, value))


def bootstrap(
    statistic: Statistic,
    n: int,
    *,
    groups: Sequence[object] | NDArray[np.generic] | None = None,
    resamples: int = 2_000,
    level: float = 0.95,
    seed: int = 0,
    centred: Collection[str] = (),
) -> dict[str, Estimate]:
    """Estimates several statistics of the same rows, with bootstrap percentile intervals.

    Percentile intervals are those of Efron and Tibshirani (1993), chapter 13; one that misses its own
    estimate is widened to it. Drawing with replacement adds noise of its own, which raises a mean of absolute
    differences such as a calibration error and lifts its interval off the truth. Named in ``centred``, such
    an interval keeps its width, is moved so that the mean of the draws falls on the estimate, and stays
    within [0, 1]. Where every draw gives 0 or every draw gives 1 the bootstrap sees no spread, and the
    Clopper-Pearson interval of 0 or of all units stands in.

    Args:
        statistic: Takes weights (n, b), returns b values per name. Its values for weights of 1 are the
            estimates; NaN means that a sample has none.
        n: Number of rows.
        groups: Rows that are not independent, such as near duplicates, share a value (n,).
        resamples: How many samples to draw.
        level: Share of the draws that the interval holds.
        seed: Seed of the draw.
        centred: Names of statistics in [0, 1] whose interval is centred.

    Returns:
        One estimate per name.

    Raises:
        InvalidInputError: No row, no resample, a level outside (0, 1) or groups of another length.
    """
    _check_level(level)
    if n < 1 or resamples < 1:
        raise InvalidInputError(
            f"{n} rows and {resamples} resamples were given; at least one of each is needed"
        )
    numbers = group_numbers(groups, n)
    values = {name: float(drawn[0]) for name, drawn in statistic(np.ones((n, 1))).items()}
    drawn: dict[str, list[Floats]] = {name: [] for name in values}
    for weights in resample_weights(numbers, resamples=resamples, seed=seed):
        for name, block in statistic(weights).items():
            drawn[name].append(block)
    units = int(numbers.max()) + 1
    return {
        name: _interval(value, np.concatenate(drawn[name]), level=level, units=units, centred=name in centred)
        for name, value in values.items()
    }


def bootstrap_interval(
    values: ArrayLike,
    *,
    groups: Sequence[object] | NDArray[np.generic] | None = None,
    resamples: int = 2_000,
    level: float = 0.95,
    seed: int = 0,
) -> Estimate:
    """Estimates the mean of one value per row, with a bootstrap percentile interval.

    Args:
        values: One number or boolean per row (n,), for instance whether the first candidate is right.
        groups: Rows that are not independent share a value (n,); whole groups are then drawn.
        resamples: How many samples to draw.
        level: Share of the draws that the interval holds.
        seed: Seed of the draw.

    Raises:
        InvalidInputError: Values are not one finite number per row, or an option is wrong (see `bootstrap`).
    """
    rows = np.asarray(values, dtype=np.float64)
    if rows.ndim != 1 or not np.isfinite(rows).all():
        raise InvalidInputError(f"values must be one finite number per row; their shape is {rows.shape}")

    def mean(weights: Floats) -> dict[str, Floats]:
        return {"mean": rows @ weights / weights.sum(axis=0)}

    return bootstrap(mean, len(rows), groups=groups, resamples=resamples, level=level, seed=seed)["mean"]


def _check_counts(successes: int, n: int, level: float) -> None:
    _check_level(level)
    if n < 1 or not 0 <= successes <= n:
        raise InvalidInputError(f"{successes} successes of {n} were given; expected 0 ≤ successes ≤ n, n ≥ 1")


def clopper_pearson(successes: int, n: int, *, level: float = 0.95) -> Estimate:
    """Computes the exact interval of a proportion, which is never too short (Clopper and Pearson, 1934).

    Args:
        successes: How many of the trials succeeded.
        n: How many independent trials there were.
        level: Least coverage of the interval.

    Raises:
        InvalidInputError: Counts that no trial can give, or a level outside (0, 1).
    """
    _check_counts(successes, n, level)
    tail = (1 - level) / 2
    low = float(special.betaincinv(successes, n - successes + 1, tail)) if successes else 0.0
    high = float(special.betainccinv(successes + 1, n - successes, tail)) if successes < n else 1.0
    return Estimate(successes / n, low, high)


def wilson(successes: int, n: int, *, level: float = 0.95) -> Estimate:
    """Computes the score interval of a proportion, whose coverage is near the level (Wilson, 1927).

    Args:
        successes: How many of the trials succeeded.
        n: How many independent trials there were.
        level: Mean coverage of the interval, about.

    Raises:
        InvalidInputError: Counts that no trial can give, or a level outside (0, 1).
    """
    _check_counts(successes, n, level)
    share = successes / n
    z = -float(special.ndtri((1 - level) / 2))
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)) ** 0.5
    return Estimate(share, max(0.0, min(middle - half, share)), min(1.0, max(middle + half, share)))
