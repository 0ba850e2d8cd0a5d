from __future__ import annotations

import pytest

from tremplin.evaluation.calibration import reliability_table
from tremplin.evaluation.charts import reliability_chart, risk_chart, slice_tables
from tremplin.evaluation.coverage import coverage_at_precision, risk_coverage
from tremplin.evaluation.intervals import Estimate
from tremplin.evaluation.slices import SliceScore

SCORES, CORRECT = [0.95] * 60 + [0.55] * 40, [1] * 57 + [0] * 3 + [1] * 20 + [0] * 20


def test_bins_are_placed_by_score_and_accuracy():
    low, high = reliability_chart(reliability_table(SCORES, CORRECT)).marks
    assert (high.x, high.y) == (56 + 300 * 0.95, pytest.approx(16 + 300 * 0.05))
    assert high.y_high < high.y < high.y_low, "upwards is smaller in SVG"
    assert high.bar_height == 48
    assert low.bar_height == 32


def test_the_curve_is_scaled_to_its_highest_risk():
    chart = risk_chart(
        risk_coverage(SCORES, CORRECT),
        [coverage_at_precision(SCORES, CORRECT, precision=p) for p in (0.9, 0.99)],
    )
    assert chart.highest == 0.3
    assert chart.path == f"M236.0 {16 + 300 - 50.0}L356.0 {16 + 300 - 230.0}"
    (mark,) = chart.marks
    assert (mark.x, mark.y) == (236.0, 266.0)


def test_a_curve_without_errors_lies_on_the_axis():
    assert risk_chart(risk_coverage([0.5], [1]), []).path == "M356.0 316.0"


def test_slices_of_a_table_share_a_scale():
    def part(name, value, low, high):
        return SliceScore(name, value, 50, 50, False, {"top_1": Estimate((low + high) / 2, low, high)})

    few = SliceScore("origin", "c", 2, 2, True)
    first, second = slice_tables(
        [part("origin", "a", 0.52, 0.61), part("origin", "b", 0.6, 0.7), few, part("size", "x", 1.0, 1.0)]
    )
    (scale,) = first.scales
    assert (first.name, scale.low, scale.high) == ("origin", 0.5, 0.7)
    assert (scale.place(0.5), scale.place(0.6), scale.place(0.7)) == (0, 50, 100)
    assert second.scales[0].high > second.scales[0].low
    assert slice_tables([few])[0].scales == ()
