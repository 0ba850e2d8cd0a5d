from __future__ import annotations

from typing import Any

import pytest

from tremplin.base.errors import InvalidInputError
from tremplin.nomenclature.checks import check_tables
from tremplin.nomenclature.tables import SCHEMAS, make_table

NO_FLAGS = dict.fromkeys(("ecology", "digital", "demographic", "regulated", "executive"), (None,))
FILES = {name: f"{name}.csv" for name in SCHEMAS}


def columns() -> dict[str, dict[str, Any]]:
    return {
        "domains": {"code": ["G", "G16"], "label": ["Hôtellerie", "Cuisine"]},
        "codes": {"code": ["G1604"], "label": ["Pizzaïolo"], "parent": ["G1604"], "ogr": [1], **NO_FLAGS},
        "appellations": {
            "ogr": [5],
            "label": ["Pizzaïolo"],
            "short_label": ["Pizzaïolo"],
            "code": ["G1604"],
            "main": [True],
            "rare": [False],
            "origin": ["G1604"],
            **NO_FLAGS,
        },
        "skills": {"ogr": [7], "label": ["Pétrir"], "category": ["Production"]},
        "links": {"code": ["G1604"], "ogr": [7], "level": ["standard"]},
        "v3_codes": {"code": ["G1604"], "label": ["Fabrication de pizzas"]},
        "v3_appellations": {"ogr": [5], "code": ["G1604"]},
    }


def check(changes: dict[str, dict[str, Any]]) -> None:
    content = columns()
    for name, values in changes.items():
        content[name] = content[name] | values
    check_tables({name: make_table(name, values) for name, values in content.items()}, files=FILES)


def test_sound_tables_pass() -> None:
    check({})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"links": {"code": [], "ogr": [], "level": []}}, r"links\.csv gives no row for the table links"),
        ({"skills": {"ogr": [7, 7], "label": "ab", "category": "cc"}}, r"skills\.csv gives 7 more than once"),
        (
            {"domains": {"code": ["G", "G16", "G16"], "label": "abc"}},
            r"domains\.csv gives G16 more than once",
        ),
        (
            {"v3_codes": {"code": ["G160"]}},
            r"v3_codes\.csv has malformed codes: 'G160'; expected a letter from A to N",
        ),
        ({"codes": {"code": ["O1604"]}}, r"codes\.csv has malformed codes: 'O1604'"),
        ({"codes": {"code": ["g1604"]}}, r"codes\.csv has malformed codes: 'g1604'"),
        ({"codes": {"code": ["G16٠4"]}}, r"codes\.csv has malformed codes"),
        ({"domains": {"code": ["G", "G1"]}}, r"domains\.csv has malformed codes: 'G1'"),
        ({"skills": {"label": [""]}}, r"skills\.csv has a row without a label"),
        (
            {"codes": {"parent": ["G1605"]}},
            r"codes\.csv names G1605 as parent of codes, which codes\.csv does not have",
        ),
        ({"appellations": {"code": ["G1605"]}}, r"appellations\.csv names G1605 as code of appellations"),
        ({"appellations": {"origin": ["G1605"]}}, r"appellations\.csv names G1605 as origin of appellations"),
        ({"links": {"code": ["G1605"]}}, r"links\.csv names G1605 as code of links"),
        ({"links": {"ogr": [8]}}, r"links\.csv names 8 as ogr of links, which skills\.csv does not have"),
        ({"v3_appellations": {"code": ["G1605"]}}, r"v3_appellations\.csv names G1605"),
        ({"domains": {"code": ["G", "G17"]}}, r"domains\.csv has no domain for G1604"),
    ],
)
def test_each_fault_names_its_file(changes: dict[str, dict[str, Any]], message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        check(changes)


def test_many_offenders_are_cut_short() -> None:
    ogrs = list(range(10, 20))
    with pytest.raises(InvalidInputError, match=r"10, 11, 12, 13, 14, … \(10 in all\)"):
        check({"links": {"code": ["G1604"] * 10, "ogr": ogrs, "level": ["standard"] * 10}})
