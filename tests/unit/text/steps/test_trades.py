import pytest

from tremplin.base.errors import InvalidInputError
from tremplin.text.steps.registry import STEPS
from tremplin.text.steps.trades import ABBREVIATIONS

MAKE = STEPS["expand_abbreviations"].make


def test_the_table_is_sound():
    assert len(ABBREVIATIONS) >= 80
    for short, long in ABBREVIATIONS.items():
        assert short == short.upper()
        assert long
        assert long == long.lower()


def test_a_table_of_your_own_replaces_it():
    assert MAKE(table={"cdi": "contrat"}).apply(["cdi RH CDI"]) == ["contrat RH CDI"]
    assert MAKE(table={}).apply(["RH"]) == ["RH"]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (["RH"], "table is a mapping"),
        ({"R H": "x"}, "one word"),
        ({3: "x"}, "one word"),
        ({"RH": None}, "one word"),
        ({"": "x"}, "one word"),
    ],
)
def test_other_tables_are_refused(table, message):
    with pytest.raises(InvalidInputError, match=message):
        MAKE(table=table)
