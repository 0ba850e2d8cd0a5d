from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tremplin.base.errors import InvalidInputError

__all__ = ["FLAG_COLUMNS", "flag_columns"]

FLAG_COLUMNS = {
    "ecology": "transition_eco",
    "digital": "transition_num",
    "demographic": "transition_demo",
    "regulated": "emploi_reglemente",
    "executive": "emploi_cadre",
}
"""The flags of codes and appellations, and the columns of the official files that hold them."""

_YES_NO = {"O": True, "N": False, "": None}


def yes_no(values: Sequence[str], *, column: str, file: str) -> list[bool | None]:
    """Reads a column of O, N and empty.

    Raises:
        InvalidInputError: It holds another value.
    """
    unknown = sorted(set(values) - set(_YES_NO))
    if unknown:
        raise InvalidInputError(f"{file}: the column {column} holds {unknown[0]!r}; expected O, N or nothing")
    return [_YES_NO[value] for value in values]


def flag_columns(columns: Mapping[str, Sequence[str]], *, file: str) -> dict[str, list[Any]]:
    """Turns the flag columns of an official file into those of a table."""
    flags: dict[str, list[Any]] = {"ecology": [value or None for value in columns["transition_eco"]]}
    for name, column in FLAG_COLUMNS.items():
        if name != "ecology":
            flags[name] = yes_no(columns[column], column=column, file=file)
    return flags
