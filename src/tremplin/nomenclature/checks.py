from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from tremplin.base.errors import InvalidInputError

__all__ = ["check_tables"]

_CODE = re.compile(r"[A-N][0-9]{4}")
_DOMAIN = re.compile(r"[A-N](?:[0-9]{2})?")

_KEYS = {
    "domains": ("code",),
    "codes": ("code",),
    "appellations": ("ogr",),
    "links": ("code", "ogr"),
    "skills": ("ogr",),
    "v3_codes": ("code",),
    "v3_appellations": ("ogr",),
}
_REFERENCES = (
    ("codes", "parent", "codes", "code"),
    ("appellations", "code", "codes", "code"),
    ("appellations", "origin", "codes", "code"),
    ("links", "code", "codes", "code"),
    ("links", "ogr", "skills", "ogr"),
    ("v3_appellations", "code", "v3_codes", "code"),
)


def _some(values: Iterable[Any]) -> str:
    shown = sorted({str(value) for value in values})
    return ", ".join(shown[:5]) + (f", … ({len(shown)} in all)" if len(shown) > 5 else "")


def _values(tables: Mapping[str, Any], name: str, column: str) -> list[Any]:
    values: list[Any] = tables[name].column(column).to_pylist()
    return values


def _check_keys(tables: Mapping[str, Any], files: Mapping[str, str]) -> None:
    for name, columns in _KEYS.items():
        if tables[name].num_rows == 0:
            raise InvalidInputError(
                f"{files[name]} gives no row for the table {name}: the file is empty or cut"
            )
        keys = zip(*(_values(tables, name, column) for column in columns), strict=True)
        twice = [" ".join(map(str, key)) for key, count in Counter(keys).items() if count > 1]
        if twice:
            raise InvalidInputError(
                f"{files[name]} gives {_some(twice)} more than once; each must stand there once"
            )


def _check_form(tables: Mapping[str, Any], files: Mapping[str, str]) -> None:
    for name, pattern, form in (
        ("codes", _CODE, "a letter from A to N and four digits, such as G1604"),
        ("v3_codes", _CODE, "a letter from A to N and four digits, such as G1604"),
        ("domains", _DOMAIN, "a letter from A to N, alone or with two digits, such as G or G16"),
    ):
        bad = [code for code in _values(tables, name, "code") if not pattern.fullmatch(code)]
        if bad:
            raise InvalidInputError(
                f"{files[name]} has malformed codes: {_some(map(repr, bad))}; expected {form}"
            )
    for name in ("domains", "codes", "appellations", "skills", "v3_codes"):
        if not all(_values(tables, name, "label")):
            raise InvalidInputError(f"{files[name]} has a row without a label")


def _check_references(tables: Mapping[str, Any], files: Mapping[str, str]) -> None:
    for name, column, target, key in _REFERENCES:
        orphans = set(_values(tables, name, column)) - set(_values(tables, target, key))
        if orphans:
            raise InvalidInputError(
                f"{files[name]} names {_some(orphans)} as {column} of {name}, which {files[target]} does not have"
            )
    domains = set(_values(tables, "domains", "code"))
    lost = {code for code in _values(tables, "codes", "code") if not {code[:1], code[:3]} <= domains}
    if lost:
        raise InvalidInputError(f"{files['domains']} has no domain for {_some(lost)}")


def check_tables(tables: Mapping[str, Any], *, files: Mapping[str, str]) -> None:
    """Checks that the tables of a release agree with each other.

    Args:
        tables: All tables of a release.
        files: The file that each table came from, for the message.

    Raises:
        InvalidInputError: A table is empty, a key stands twice, a code is malformed, a label is empty, or a row
            names a code or skill that does not exist.
    """
    _check_keys(tables, files)
    _check_form(tables, files)
    _check_references(tables, files)
