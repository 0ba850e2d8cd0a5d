from __future__ import annotations

import pytest

from tremplin.base.errors import InvalidInputError
from tremplin.evaluation.confusions import matrix_data
from tremplin.evaluation.grouping import one_level, rome_groups
from tremplin.evaluation.metrics import ClassScore
from tremplin.evaluation.result import ConfusionCell


def score(label, support=2, predicted=1):
    return ClassScore(label, support, predicted, None, None, 0.0)


CLASSES = [score("M1811"), score("M1805"), score("A1101")]


def test_cells_point_to_classes_and_classes_to_groups():
    cells = [
        ConfusionCell("M1811", "A1101", 2),
        ConfusionCell("M1805", "", 1),
        ConfusionCell("A1101", "A1101", 1),
    ]
    labels = {"M1811": "Data engineer", "M": "Support à l’entreprise"}
    found = matrix_data(CLASSES, cells, labels=labels, group=rome_groups)
    assert found["groups"] == [
        ["M", "Support à l’entreprise", -1],
        ["M18", "", 0],
        ["A", "", -1],
        ["A11", "", 2],
    ]
    assert found["classes"] == [
        ["M1811", "Data engineer", 2, 1, 1],
        ["M1805", "", 2, 1, 1],
        ["A1101", "", 2, 1, 3],
    ]
    assert found["cells"] == [2, 2, 1, 0, 2, 2, 1, -1, 1], "right answers first"
    assert not found["cut"]


def test_one_level_has_no_group():
    found = matrix_data(CLASSES, [], labels={}, group=one_level)
    assert found["groups"] == []
    assert {line[4] for line in found["classes"]} == {-1}


def test_the_rarest_errors_are_left_out_but_no_right_answer():
    classes = [score(f"c{i}") for i in range(200)]
    cells = [
        ConfusionCell(a.label, b.label, 1) for a in classes for b in classes if hash(a.label) != hash(b.label)
    ]
    right = [ConfusionCell(c.label, c.label, 1) for c in classes]
    found = matrix_data(classes, [*cells, *right], labels={}, group=one_level)
    assert found["cut"]
    assert len(found["cells"]) == 3 * (30_000 + 200)


@pytest.mark.parametrize("path", ["M18", ["M"], (1,)])
def test_a_grouping_that_returns_no_tuple_of_names_is_refused(path):
    with pytest.raises(InvalidInputError, match="return a tuple of names"):
        matrix_data(CLASSES, [], labels={}, group=lambda code: path)
