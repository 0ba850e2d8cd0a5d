from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score, precision_recall_fscore_support, recall_score, top_k_accuracy_score

from tremplin.base.errors import InvalidInputError
from tremplin.evaluation.metrics import (
    ClassCounts,
    class_scores,
    supported_scores,
    top_k_accuracy,
    top_k_hits,
)

LABELS = list("abcdefgh")


@pytest.fixture
def answers():
    rng = np.random.default_rng(7)
    truth = rng.choice(LABELS, 120, p=[0.3, 0.3, 0.2, 0.1, 0.05, 0.03, 0.01, 0.01])
    predicted = np.where(rng.random(120) < 0.6, truth, rng.choice([*LABELS, "x"], 120))
    return truth.tolist(), predicted.tolist()


def test_top_k_agrees_with_sklearn():
    rng = np.random.default_rng(3)
    scores = rng.random((200, len(LABELS)))
    truth = rng.integers(0, len(LABELS), 200)
    ranking = [[LABELS[c] for c in row] for row in np.argsort(-scores, axis=1)]
    for k in (1, 2, 5):
        ours = top_k_accuracy([LABELS[t] for t in truth], ranking, k=k)
        assert ours == pytest.approx(top_k_accuracy_score(truth, scores, k=k, labels=range(len(LABELS))))


def test_padding_is_never_right():
    assert top_k_hits(["a", "b"], [["b", "a"], ["", None]], k=2).tolist() == [True, False]


@given(
    st.lists(
        st.tuples(st.sampled_from(LABELS), st.permutations(LABELS).map(lambda p: p[:5])),
        min_size=1,
        max_size=30,
    )
)
def test_more_candidates_never_score_less(rows):
    truth, ranking = [t for t, _ in rows], [r for _, r in rows]
    found = [top_k_accuracy(truth, ranking, k=k) for k in range(1, 6)]
    assert found == sorted(found)


@pytest.mark.parametrize("min_support", [1, 3, 10])
def test_restricted_averages_agree_with_sklearn(answers, min_support):
    truth, predicted = answers
    found = supported_scores(truth, predicted, min_support=min_support)
    expected = [label for label in LABELS if truth.count(label) >= min_support]
    assert list(found.classes) == expected
    options = {"labels": expected, "zero_division": 0}
    assert found.macro_f1 == pytest.approx(f1_score(truth, predicted, average="macro", **options))
    assert found.macro_recall == pytest.approx(recall_score(truth, predicted, average="macro", **options))
    assert found.micro_f1 == pytest.approx(f1_score(truth, predicted, average="micro", **options))


def test_per_class_scores_agree_with_sklearn(answers):
    truth, predicted = answers
    found = class_scores(truth, predicted)
    labels = [score.label for score in found]
    assert labels == sorted({*truth, *predicted})
    theirs = precision_recall_fscore_support(truth, predicted, labels=labels, zero_division=0)
    ours = [(score.precision or 0, score.recall or 0, score.f1, score.support) for score in found]
    assert np.allclose(np.array(ours).T, theirs)
    assert sum(score.predicted for score in found) == len(truth)


def test_undefined_precision_and_recall_are_none():
    found = {score.label: score for score in class_scores(["a", "a", "b"], ["a", "c", ""])}
    assert found["b"].precision is None
    assert found["b"].recall == 0
    assert found["c"].recall is None
    assert found["c"].precision == 0
    assert found["a"].recall == 0.5
    assert list(found) == ["a", "b", "c"], "no candidate is not a class"


def test_weights_count_as_repeated_rows(answers):
    truth, predicted = answers
    weights = np.random.default_rng(0).integers(0, 4, len(truth))
    counts = ClassCounts(truth, predicted)
    classes = counts.supported(3)
    ours = counts.averages(weights[:, None].astype(float), classes)
    repeated = [np.repeat(side, weights).tolist() for side in (truth, predicted)]
    labels = [counts.labels[c] for c in classes]
    assert ours["macro_f1"][0] == pytest.approx(f1_score(*repeated, labels=labels, average="macro"))


def test_a_class_absent_from_a_sample_stays_out_of_its_mean():
    counts = ClassCounts(["a", "b"], ["a", "a"])
    only_first = counts.averages(np.array([[1.0, 0.0], [0.0, 0.0]]), counts.supported(1))
    assert only_first["macro_f1"][0] == 1
    assert np.isnan(only_first["macro_f1"][1])


@pytest.mark.parametrize("k", [0, 3])
def test_k_outside_the_ranking_is_refused(k):
    with pytest.raises(InvalidInputError, match=f"k is {k} and the ranking has 2"):
        top_k_accuracy(["a"], [["a", "b"]], k=k)


def test_empty_or_unequal_input_is_refused():
    with pytest.raises(InvalidInputError, match="y_true is empty"):
        top_k_accuracy([], [])
    with pytest.raises(InvalidInputError, match="2 rows and predicted has 1"):
        class_scores(["a", "b"], ["a"])


def test_support_that_no_class_has_is_refused():
    with pytest.raises(InvalidInputError, match="no class has 9 rows"):
        supported_scores(["a", "b"], ["a", "b"], min_support=9)
    with pytest.raises(InvalidInputError, match="min_support is 0"):
        supported_scores(["a", "b"], ["a", "b"], min_support=0)
