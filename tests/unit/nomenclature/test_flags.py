from __future__ import annotations

import pytest

from tremplin.base.errors import InvalidInputError
from tremplin.nomenclature.flags import flag_columns


def columns(**changes: str) -> dict[str, list[str]]:
    plain = {
        "transition_eco": "Emploi Vert",
        "transition_num": "O",
        "transition_demo": "N",
        "emploi_reglemente": "",
        "emploi_cadre": "O",
    }
    return {name: [value] for name, value in (plain | changes).items()}


def test_flags_of_the_official_files() -> None:
    assert flag_columns(columns(), file="a.csv") == {
        "ecology": ["Emploi Vert"],
        "digital": [True],
        "demographic": [False],
        "regulated": [None],
        "executive": [True],
    }
    assert flag_columns(columns(transition_eco=""), file="a.csv")["ecology"] == [None]


def test_other_value() -> None:
    with pytest.raises(
        InvalidInputError, match=r"a\.csv: the column emploi_cadre holds 'oui'; expected O, N or"
    ):
        flag_columns(columns(emploi_cadre="oui"), file="a.csv")
