from __future__ import annotations

import numpy as np
import pytest

from tremplin.base.errors import InvalidInputError
from tremplin.evaluation.inputs import check_inputs


def check(y_true=("a", "b"), ranking=(("a", "b"), ("b", "a")), scores=None, abstained=None, ks=(1,)):
    return check_inputs(y_true, ranking, scores=scores, abstained=abstained, ks=ks)


def test_padding_and_shorter_rows_are_brought_to_one_width():
    found = check(ranking=[["a", None], ["b"]], scores=[[0.9, float("nan")], [0.5, 7]])
    assert found.ranking == [["a", ""], ["b", ""]]
    assert found.scores.tolist() == [[0.9, 0], [0.5, 0]]
    assert found.first == ["a", "b"]


def test_a_row_may_have_no_candidate():
    assert check(ranking=[[], ["b"]]).first == ["", "b"]


def test_arrays_are_taken_as_lists():
    found = check(np.array(["a", "b"]), np.array([["a", "b"], ["b", ""]]), abstained=np.array([True, False]))
    assert found.ranking == [["a", "b"], ["b", ""]]
    assert all(type(label) is str for label in [*found.y_true, *found.first])
    assert found.abstained.tolist() == [True, False]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"y_true": [], "ranking": []}, "y_true is empty"),
        ({"y_true": ["a", None]}, "y_true holds None in row 1"),
        ({"y_true": ["a", ""]}, "y_true holds '' in row 1"),
        ({"y_true": ["a", 3]}, "y_true holds 3 in row 1"),
        ({"ranking": [["a"]]}, "y_true has 2 rows and ranking has 1"),
        ({"ranking": ["a", "b"]}, "ranking holds the text 'a' in row 0"),
        ({"ranking": [["a"], [3]]}, "ranking holds 3 in row 1"),
        ({"ranking": [[], []]}, "no candidate in any row"),
        ({"ranking": [["a", "b"], ["", "b"]]}, "candidate after an empty one in row 1"),
        ({"ranking": [["a", "a"], ["b", "a"]]}, "repeats a candidate in row 0"),
        ({"ks": (1, 3)}, "k=3 was asked and the ranking has 2 candidates"),
        ({"ks": (0,)}, "k=0 was asked"),
        ({"ks": ()}, "ks is empty"),
        ({"scores": [[0.5, 0.4]]}, "ranking has 2 rows and scores has 1"),
        ({"scores": [[0.5], [0.5]]}, "ranking has 2 candidates per row"),
        ({"scores": [[0.5, 0.4], [float("nan"), 0.1]]}, "scores holds nan in row 1"),
        ({"scores": [[0.5, -0.1], [0.5, 0.1]]}, "scores holds -0.1 in row 0"),
        ({"scores": [[1.5, 0.1], [0.5, 0.1]]}, "scores holds 1.5 in row 0"),
        ({"scores": [[0.5, 0.4], [0.1, 0.5]]}, "scores rise along row 1"),
        ({"abstained": [True]}, "y_true has 2 rows and abstained has 1"),
        ({"abstained": [0, 1]}, "give booleans"),
    ],
)
def test_wrong_input_is_refused(given, message):
    with pytest.raises(InvalidInputError, match=message):
        check(**given)
