from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tremplin.base.errors import InvalidInputError
from tremplin.evaluation.intervals import Estimate, bootstrap, group_numbers

__all__ = ["SliceScore", "slice_scores"]

_MOST_VALUES = 200


@dataclass(frozen=True)
class SliceScore:
    """The metrics of the rows that share a value; none where ``too_few`` rows would make them chance.

    Args:
        name: What the rows are cut by.
        value: The value that they share; "" where it is missing.
        n: How many rows.
        units: How many independent groups of rows.
        too_few: Whether there are fewer units than asked.
        metrics: One estimate per metric; empty where there are too few.
    """

    name: str
    value: str
    n: int
    units: int
    too_few: bool
    metrics: Mapping[str, Estimate] = field(default_factory=dict)


def slice_scores(
    slices: Mapping[str, Sequence[object]],
    values: Mapping[str, ArrayLike],
    *,
    groups: Sequence[object] | NDArray[np.generic] | None = None,
    min_rows: int = 30,
    resamples: int = 1_000,
    level: float = 0.95,
    seed: int = 0,
) -> tuple[SliceScore, ...]:
    """Averages metrics over the slices of the rows.

    Args:
        slices: Per name, the slice of each row (n,); None is a slice of its own.
        values: Per metric, one number or boolean per row (n,); a slice's metric is their mean.
        groups: Rows that are not independent share a value (n,); they are drawn together.
        min_rows: A slice with fewer independent rows is flagged and gets no metric.
        resamples: Bootstrap samples per slice.
        level: Share of the draws that the intervals hold.
        seed: Seed of the draws.

    Returns:
        The slices by name, each name's values in order.

    Raises:
        InvalidInputError: A slice or groups of the wrong length, or a name with more than 200 values.
    """
    names = list(values)
    table = np.array([np.asarray(values[name], dtype=np.float64) for name in names])
    n = table.shape[1]
    numbers = group_numbers(groups, n)
    done: list[SliceScore] = []
    for name, column in slices.items():
        for value, rows in _cut(name, column, n).items():
            units = len(np.unique(numbers[rows]))
            too_few = units < min_rows
            metrics: dict[str, Estimate] = {}
            if not too_few:
                metrics = _means(names, table[:, rows], numbers[rows], resamples, level, seed)
            done.append(SliceScore(name, value, len(rows), units, too_few, metrics))
    return tuple(done)


def _means(
    names: list[str],
    table: NDArray[np.float64],
    groups: NDArray[np.intp],
    resamples: int,
    level: float,
    seed: int,
) -> dict[str, Estimate]:
    def means(weights: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
        return dict(zip(names, table @ weights / weights.sum(axis=0), strict=True))

    return bootstrap(means, table.shape[1], groups=groups, resamples=resamples, level=level, seed=seed)


def _cut(name: str, column: Sequence[object], n: int) -> dict[str, NDArray[np.intp]]:
    if len(column) != n:
        raise InvalidInputError(f"slice {name!r} has {len(column)} values for {n} rows; give one per row")
    texts = ["" if value is None or value != value else str(value) for value in column]
    found = sorted(set(texts))
    if len(found) > _MOST_VALUES:
        raise InvalidInputError(
            f"slice {name!r} has {len(found)} values; group them into {_MOST_VALUES} at most"
        )
    array = np.array(texts, dtype=object)
    return {value: np.flatnonzero(array == value) for value in found}
