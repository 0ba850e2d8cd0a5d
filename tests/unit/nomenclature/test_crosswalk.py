from __future__ import annotations

import pytest

from tremplin.base.errors import UnknownNameError
from tremplin.nomenclature.crosswalk import Crosswalk
from tremplin.nomenclature.records import Share


@pytest.fixture
def crosswalk() -> Crosswalk:
    return Crosswalk.make(
        {1: "A1101", 2: "A1101", 3: "A1102", 4: "A1102", 9: "A1103"},
        {1: "A1101", 2: "A1101", 3: "A1101", 4: "A1201", 5: "A1201"},
        parents={"A1101": "A1101", "A1102": "A1101", "A1103": "A1101", "A1301": "A1301", "A1401": "A1499"},
        known=["A1101", "A1201", "A1301", "A1302"],
    )


def test_weights_are_shares_of_appellations_the_largest_first(crosswalk: Crosswalk) -> None:
    assert crosswalk.from_v3("A1101") == (
        Share("A1101", 2 / 3, "appellations"),
        Share("A1102", 1 / 3, "appellations"),
    )
    assert crosswalk.from_v4("A1102") == (
        Share("A1101", 0.5, "appellations"),
        Share("A1201", 0.5, "appellations"),
    )


def test_without_a_shared_appellation_the_tree_decides(crosswalk: Crosswalk) -> None:
    assert crosswalk.from_v4("A1103") == (Share("A1101", 1.0, "parent"),)
    assert crosswalk.from_v3("A1301") == (Share("A1301", 1.0, "parent"),)


def test_nothing_is_invented_where_the_tree_does_not_know(crosswalk: Crosswalk) -> None:
    assert crosswalk.from_v4("A1401") == ()
    assert crosswalk.from_v3("A1302") == ()


def test_unknown_codes(crosswalk: Crosswalk) -> None:
    with pytest.raises(UnknownNameError, match="unknown ROME 4 code 'A1201'"):
        crosswalk.from_v4("A1201")
    with pytest.raises(UnknownNameError, match="unknown ROME 3 code 'A1102'"):
        crosswalk.from_v3("A1102")
