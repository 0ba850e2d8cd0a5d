from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tremplin.evaluation.calibration import (
    bin_numbers,
    calibration_error,
    reliability_table,
    weighted_calibration_error,
)
from tremplin.evaluation.coverage import coverage_at_precision, risk_coverage, weighted_coverage
from tremplin.evaluation.inputs import EvaluationInputs, Row, check_inputs
from tremplin.evaluation.intervals import Estimate, Statistic, bootstrap, bootstrap_interval, group_numbers
from tremplin.evaluation.metrics import ClassCounts, top_k_hits
from tremplin.evaluation.result import Calibration, ConfusionCell, Coverage, Evaluation
from tremplin.evaluation.slices import slice_scores

__all__ = ["evaluate"]

Floats = NDArray[np.float64]

_LEVEL = 0.95
_TARGETS = (0.8, 0.9, 0.95)
_CURVE_POINTS = 200


def evaluate(
    y_true: Sequence[str],
    ranking: Sequence[Row],
    *,
    scores: Sequence[Sequence[float]] | NDArray[np.floating] | None = None,
    abstained: Sequence[bool] | NDArray[np.bool_] | None = None,
    ks: Sequence[int] = (1, 5),
    min_support: int = 3,
    slices: Mapping[str, Sequence[object]] | None = None,
    groups: Sequence[object] | NDArray[np.generic] | None = None,
    resamples: int = 1_000,
    seed: int = 0,
) -> Evaluation:
    """Measures ranked predictions against the truth, with 95 % bootstrap intervals.

    An abstention does not change the ranking metrics: they judge the candidates of every row.

    Args:
        y_true: The true label of each row (n,).
        ranking: Candidate labels of each row, best first (n, k); None and "" pad the end, and so does a
            shorter row.
        scores: Probabilities of the candidates (n, k), falling along k; those of the padding are not read.
        abstained: Whether the model asked for a human instead (n,).
        ks: How many candidates count, for each ``top_K`` metric.
        min_support: The fewest rows of a class that macro and micro metrics take into account.
        slices: Per name, the slice of each row (n,).
        groups: Near duplicates share a value (n,); the bootstrap draws them together.
        resamples: Bootstrap samples.
        seed: Seed of the draws.

    Raises:
        InvalidInputError: An argument is empty, of another length, or not of the expected form.
    """
    given = check_inputs(y_true, ranking, scores=scores, abstained=abstained, ks=ks)
    n = len(given.y_true)
    numbers = group_numbers(groups, n)
    counts = ClassCounts(given.y_true, given.first)
    supported = counts.supported(min_support)
    hits = {f"top_{k}": top_k_hits(given.y_true, given.ranking, k=k).astype(float) for k in ks}
    estimates = bootstrap(
        _statistic(given, counts, supported, hits),
        n,
        groups=numbers,
        resamples=resamples,
        level=_LEVEL,
        seed=seed,
        centred={"calibration_error"},
    )
    names = [*hits, *(name for name in ("macro_f1", "macro_recall", "micro_f1") if name in estimates)]
    metrics = {name: estimates[name] for name in names}
    if given.abstained is not None:
        metrics |= _abstention(given, numbers, resamples, seed)
    return Evaluation(
        n=n,
        n_classes=len(set(given.y_true)),
        n_groups=None if groups is None else int(numbers.max()) + 1,
        min_support=min_support,
        supported_classes=tuple(counts.labels[number] for number in supported),
        resamples=resamples,
        level=_LEVEL,
        seed=seed,
        metrics=metrics,
        calibration=_calibration(given, estimates),
        coverage=_coverage(given, estimates),
        per_class=counts.scores(),
        slices=slice_scores(slices or {}, hits, groups=numbers, resamples=resamples, level=_LEVEL, seed=seed),
        confusion=_confusion(given),
    )


def _right(given: EvaluationInputs) -> Floats:
    return np.array([a == b for a, b in zip(given.y_true, given.first, strict=True)], dtype=np.float64)


def _statistic(
    given: EvaluationInputs, counts: ClassCounts, supported: NDArray[np.intp], hits: Mapping[str, Floats]
) -> Statistic:
    """Gathers every metric into one statistic, so that one draw of rows serves them all."""
    shares = np.array(list(hits.values()))
    right = _right(given)
    first = None if given.scores is None else given.scores[:, 0]
    bins = None if first is None else bin_numbers(first)

    def statistic(weights: Floats) -> dict[str, Floats]:
        total = weights.sum(axis=0)
        values = dict(zip(hits, shares @ weights / total, strict=True))
        if len(supported):
            values |= counts.averages(weights, supported)
        if first is not None and bins is not None:
            values["calibration_error"] = weighted_calibration_error(weights, first, right, bins)
            values["brier"] = (first - right) ** 2 @ weights / total
            for target in _TARGETS:
                values[f"coverage_{target}"] = weighted_coverage(weights, first, right, precision=target)
        return values

    return statistic


def _abstention(
    given: EvaluationInputs, numbers: NDArray[np.intp], resamples: int, seed: int
) -> dict[str, Estimate]:
    if given.abstained is None:
        return {}
    answered = ~given.abstained

    def interval(values: Floats, groups: NDArray[np.intp]) -> Estimate:
        return bootstrap_interval(values, groups=groups, resamples=resamples, level=_LEVEL, seed=seed)

    found = {"answered": interval(answered.astype(float), numbers)}
    if answered.any():
        found["top_1_answered"] = interval(_right(given)[answered], numbers[answered])
    return found


def _calibration(given: EvaluationInputs, estimates: Mapping[str, Estimate]) -> Calibration | None:
    if given.scores is None:
        return None
    first, right = given.scores[:, 0], _right(given)
    return Calibration(
        error=estimates["calibration_error"],
        error_equal_mass=calibration_error(first, right, binning="equal_mass"),
        brier=estimates["brier"],
        table=reliability_table(first, right),
    )


def _coverage(given: EvaluationInputs, estimates: Mapping[str, Estimate]) -> Coverage | None:
    if given.scores is None:
        return None
    first, right = given.scores[:, 0], _right(given)
    targets = []
    for target in _TARGETS:
        interval = estimates[f"coverage_{target}"]
        found = coverage_at_precision(first, right, precision=target)
        targets.append(replace(found, low=interval.low, high=interval.high))
    return Coverage(tuple(targets), risk_coverage(first, right, points=_CURVE_POINTS))


def _confusion(given: EvaluationInputs) -> tuple[ConfusionCell, ...]:
    def cells() -> Iterator[ConfusionCell]:
        for (truth, predicted), count in Counter(zip(given.y_true, given.first, strict=True)).items():
            yield ConfusionCell(truth, predicted, count)

    return tuple(sorted(cells(), key=lambda cell: (-cell.count, cell.truth, cell.predicted)))
