from __future__ import annotations

from tremplin.evaluation.french import between, count, decimal, percent, points, times
from tremplin.evaluation.intervals import Estimate


def test_numbers_are_written_the_french_way():
    assert count(1234567) == "1\u202f234\u202f567"
    assert decimal(0.431) == "0,43"
    assert percent(0.6234) == "62,3\u00a0%"
    assert percent(0.9, 0) == "90\u00a0%"
    assert times(12) == "12\u00a0fois"


def test_points_take_an_s_from_two_as_shown():
    assert points(0.0149) == "1,5\u00a0point"
    assert points(0.0199) == "2,0\u00a0points"
    assert points(0) == "0,0\u00a0point"


def test_an_interval_in_words():
    assert between(Estimate(0.62, 0.601, 0.644)) == "entre 60,1\u00a0% et 64,4\u00a0%"
