from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from tremplin.base.errors import InvalidInputError
from tremplin.evaluation import calibration_error, coverage_at_precision, evaluate
from tremplin.evaluation.intervals import clopper_pearson

from .conftest import rome_like


def test_metrics_agree_with_sklearn_and_lie_in_their_intervals(evaluation):
    truth, ranking, scores, _ = rome_like(60, 400)
    first = [row[0] for row in ranking]
    right = np.array(truth) == np.array(first)
    labels = [code for code, n in Counter(truth).items() if n >= 3]
    assert sorted(labels) == list(evaluation.supported_classes)
    values = {name: estimate.value for name, estimate in evaluation.metrics.items()}
    answered = scores[:, 0] >= 0.4
    assert values == pytest.approx(
        {
            "top_1": right.mean(),
            "top_5": np.mean([t in row for t, row in zip(truth, ranking, strict=True)]),
            "macro_f1": f1_score(truth, first, labels=labels, average="macro", zero_division=0),
            "macro_recall": np.mean([right[np.array(truth) == code].mean() for code in labels]),
            "micro_f1": f1_score(truth, first, labels=labels, average="micro"),
            "answered": answered.mean(),
            "top_1_answered": right[answered].mean(),
        }
    )
    for estimate in evaluation.metrics.values():
        assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1


def test_calibration_and_coverage_come_from_the_first_candidate(evaluation):
    truth, ranking, scores, _ = rome_like(60, 400)
    right = [t == row[0] for t, row in zip(truth, ranking, strict=True)]
    assert evaluation.calibration.error.value == pytest.approx(calibration_error(scores[:, 0], right))
    assert evaluation.calibration.error.low <= evaluation.calibration.error.value
    equal_mass = calibration_error(scores[:, 0], right, binning="equal_mass")
    assert evaluation.calibration.error_equal_mass == equal_mass
    for found, target in zip(evaluation.coverage.targets, (0.8, 0.9, 0.95), strict=True):
        expected = coverage_at_precision(scores[:, 0], right, precision=target)
        assert (found.target, found.threshold) == (target, expected.threshold)
        assert found.low <= found.coverage == expected.coverage <= found.high
    assert evaluation.coverage.curve.coverage[-1] == 1


def test_counts_and_confusions(evaluation):
    truth, ranking, _, _ = rome_like(60, 400)
    assert (evaluation.n, evaluation.n_classes, evaluation.n_groups) == (400, len(set(truth)), 200)
    pairs = Counter((t, row[0]) for t, row in zip(truth, ranking, strict=True))
    assert {(cell.truth, cell.predicted): cell.count for cell in evaluation.confusion} == pairs
    counts = [cell.count for cell in evaluation.confusion]
    assert counts == sorted(counts, reverse=True)
    assert sum(score.support for score in evaluation.per_class) == 400


def test_slices_are_measured_and_small_ones_flagged(evaluation):
    found = {part.value: part for part in evaluation.slices}
    assert list(found["Saisie"].metrics) == ["top_1", "top_5"]
    assert found["Rare"].too_few


def test_only_what_was_given_is_measured():
    found = evaluate(["a", "b"], [["a"], [""]], ks=(1,), resamples=20)
    assert list(found.metrics) == ["top_1"], "no class has three rows"
    assert (found.calibration, found.coverage, found.slices, found.n_groups) == (None, None, (), None)
    assert ("b", "", 1) in [(cell.truth, cell.predicted, cell.count) for cell in found.confusion]


def test_all_right_is_not_certainty():
    found = evaluate(["a"] * 30, [["a"]] * 30, ks=(1,), resamples=20)
    assert found.metrics["top_1"] == clopper_pearson(30, 30)


def test_a_model_that_always_abstains_has_no_precision():
    found = evaluate(["a", "b"], [["a"], ["b"]], ks=(1,), abstained=[True, True], resamples=20)
    assert found.metrics["answered"].value == 0
    assert "top_1_answered" not in found.metrics


def test_the_same_seed_gives_the_same_evaluation(evaluation):
    truth, ranking, scores, _ = rome_like(60, 400)
    first, second = (evaluate(truth, ranking, scores=scores, resamples=50, seed=9) for _ in range(2))
    assert first == second
    assert first != evaluate(truth, ranking, scores=scores, resamples=50, seed=10)


@settings(deadline=None, max_examples=25)
@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.permutations("abcd"), st.floats(0, 1)), min_size=1, max_size=25
    )
)
def test_any_valid_input_gives_ordered_metrics(rows):
    truth, ranking, first = ([row[i] for row in rows] for i in range(3))
    scores = [[s, s / 2, s / 4, 0] for s in first]
    found = evaluate(truth, ranking, scores=scores, ks=(1, 2, 4), min_support=1, resamples=20)
    tops = [found.metrics[f"top_{k}"].value for k in (1, 2, 4)]
    assert tops == sorted(tops)
    assert tops[-1] == 1
    for estimate in (*found.metrics.values(), found.calibration.error, found.calibration.brier):
        assert -1e-9 <= estimate.low <= estimate.value <= estimate.high <= 1 + 1e-9


def test_wrong_arguments_are_refused():
    with pytest.raises(InvalidInputError, match="k=5 was asked"):
        evaluate(["a"], [["a"]])
    with pytest.raises(InvalidInputError, match="groups has 2 values for 1 rows"):
        evaluate(["a"], [["a"]], ks=(1,), groups=["g", "g"])
    with pytest.raises(InvalidInputError, match="slice 's' has 2 values"):
        evaluate(["a"], [["a"]], ks=(1,), slices={"s": ["x", "y"]})
    with pytest.raises(InvalidInputError, match="min_support is 0"):
        evaluate(["a"], [["a"]], ks=(1,), min_support=0)
    with pytest.raises(InvalidInputError, match="0 resamples"):
        evaluate(["a"], [["a"]], ks=(1,), resamples=0)
