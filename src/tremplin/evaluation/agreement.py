from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tremplin.base.errors import InvalidInputError
from tremplin.evaluation.intervals import Estimate, bootstrap, clopper_pearson, group_numbers

__all__ = ["cohen_kappa"]

Floats = NDArray[np.float64]


def cohen_kappa(
    first: Sequence[str],
    second: Sequence[str],
    *,
    groups: Sequence[object] | NDArray[np.generic] | None = None,
    resamples: int = 2_000,
    level: float = 0.95,
    seed: int = 0,
) -> Estimate:
    """Measures how far two annotators agree beyond chance (Cohen, 1960), with a bootstrap interval.

    Where they agree on every row no resample can differ; the lower bound is then that of the share of
    agreement (Clopper-Pearson), set against the same chance.

    Args:
        first: One label per row (n,).
        second: The other annotator's labels (n,).
        groups: Rows that are not independent share a value (n,).
        resamples: How many samples to draw.
        level: Share of the draws that the interval holds.
        seed: Seed of the draw.

    Raises:
        InvalidInputError: No row, different lengths, or a single label throughout: kappa is then undefined.
    """
    if len(first) != len(second) or not len(first):
        raise InvalidInputError(
            f"the annotators gave {len(first)} and {len(second)} labels; give one of each per row"
        )
    labels = {label: place for place, label in enumerate(sorted({*first, *second}))}
    if len(labels) == 1:
        raise InvalidInputError(
            f"both annotators gave only {first[0]!r}: kappa is undefined; report the share of agreement"
        )
    indicators = [np.zeros((len(labels), len(first))) for _ in range(2)]
    for indicator, given in zip(indicators, (first, second), strict=True):
        indicator[[labels[label] for label in given], np.arange(len(first))] = 1
    same = np.array([a == b for a, b in zip(first, second, strict=True)], dtype=np.float64)

    def kappa(weights: Floats) -> dict[str, Floats]:
        total = weights.sum(axis=0)
        observed = same @ weights / total
        chance = np.prod([indicator @ weights / total for indicator in indicators], axis=0).sum(axis=0)
        defined = chance < 1
        return {
            "kappa": np.divide(observed - chance, 1 - chance, out=np.full(total.shape, np.nan), where=defined)
        }

    n = len(first)
    result = bootstrap(kappa, n, groups=groups, resamples=resamples, level=level, seed=seed)["kappa"]
    if same.all():
        units = int(group_numbers(groups, n).max()) + 1
        chance = float((indicators[0].mean(axis=1) ** 2).sum())
        low = clopper_pearson(units, units, level=level).low
        return Estimate(1.0, (low - chance) / (1 - chance), 1.0)
    return result
