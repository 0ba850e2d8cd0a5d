import json

import numpy as np
import pytest

from tremplin.base.errors import InvalidInputError, UnknownNameError
from tremplin.classification import Calibration, Scale
from tremplin.classification.calibration import fit_temperature
from tremplin.classification.descent import softmax
from tremplin.evaluation.calibration import calibration_error


def drawn(n, factor, seed=0):
    """Scores of 6 classes, and true classes drawn from their softmax at a factor."""
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(n, 6)).astype(np.float32)
    true = np.array([rng.choice(6, p=p / p.sum()) for p in softmax(scores * factor).astype(np.float64)])
    return scores, true


def test_temperature_is_found():
    scores, true = drawn(4_000, 3)
    assert fit_temperature(scores, true) == pytest.approx(3, rel=0.15)


def test_it_mends_what_one_temperature_cannot():
    scores, true = drawn(6_000, 2)
    crowded = scores.max(axis=1) > np.median(scores.max(axis=1))
    rng = np.random.default_rng(1)
    true[crowded] = np.where(
        rng.random(crowded.sum()) < 0.5, rng.integers(6, size=crowded.sum()), true[crowded]
    )
    half = slice(0, 3_000), slice(3_000, None)
    plain = Scale(fit_temperature(scores[half[0]], true[half[0]])).probabilities(scores[half[1]])
    mended = Scale.fit(scores[half[0]], true[half[0]]).probabilities(scores[half[1]])
    errors = [calibration_error(p.max(axis=1), p.argmax(axis=1) == true[half[1]]) for p in (plain, mended)]
    assert errors[1] < 0.03
    assert errors[1] < errors[0]


def test_each_kind_has_its_own_scale():
    long, true_long = drawn(2_000, 1)
    short, true_short = drawn(2_000, 4, seed=1)
    kinds = ["long"] * 2_000 + ["short"] * 2_000
    found = Calibration.fit(np.vstack([long, short]), np.r_[true_long, true_short], kinds)
    assert found.scale("long").temperature == pytest.approx(1, rel=0.3)
    assert found.scale("short").temperature == pytest.approx(4, rel=0.3)
    mixed = found.probabilities(np.vstack([long[:1], short[:1]]), ["long", "short"])
    np.testing.assert_array_equal(mixed[0], found.scale("long").probabilities(long[:1])[0])
    np.testing.assert_array_equal(mixed[1], found.scale("short").probabilities(short[:1])[0])


@pytest.mark.parametrize("shares", [(0.0, 0.1, 0.2), (0.5, 0.9, 0.999)])
def test_the_order_stays_and_a_row_sums_to_at_most_one(shares):
    scores, _ = drawn(500, 3)
    found = Scale(2.5, (0.0, 0.5, 1.0), shares, 1.5).probabilities(scores)
    assert found.sum(axis=1).max() <= 1 + 1e-5
    np.testing.assert_array_equal(np.argsort(-found, axis=1), np.argsort(-scores, axis=1))


def test_the_others_share_what_the_first_leaves():
    scores, true = drawn(4_000, 2)
    scale = Scale.fit(scores, true)
    found = scale.probabilities(scores)
    second = np.argsort(-found, axis=1)[:, 1]
    announced = found[np.arange(len(found)), second].mean()
    assert announced == pytest.approx((second == true).mean(), abs=0.02)


def test_few_rows_still_fit():
    scores, true = drawn(3, 1)
    found = Calibration.fit(scores, true, ["a"] * 3)
    assert 0 < found.probabilities(scores, ["a"] * 3).max() <= 1


def test_json_keeps_it():
    scores, true = drawn(300, 2)
    found = Calibration.fit(scores, true, ["a"] * 300)
    again = Calibration.of_dict(json.loads(json.dumps(found.to_dict())))
    np.testing.assert_array_equal(
        again.probabilities(scores, ["a"] * 300), found.probabilities(scores, ["a"] * 300)
    )


def test_an_unknown_kind_names_the_nearest():
    with pytest.raises(UnknownNameError, match="'offer'"):
        Calibration({"offer": Scale()}).probabilities(np.zeros((1, 2), np.float32), ["ofer"])


@pytest.mark.parametrize("kinds", [[], ["a"]])
def test_lengths_must_agree(kinds):
    with pytest.raises(InvalidInputError, match="one of each per row"):
        Calibration.fit(np.zeros((2, 3), np.float32), np.zeros(2, np.int64), kinds)
