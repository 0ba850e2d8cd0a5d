from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Sequence

from tremplin.base.errors import InvalidInputError

__all__ = ["read_columns"]


_FIELD_LIMIT = 100_000


def _decode(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InvalidInputError(
            f"{name} is not UTF-8: line {line} holds the byte 0x{content[error.start]:02X}; "
            "give the files whose names end in _utf8.csv, or convert them from ISO-8859-15"
        ) from error


def _places(header: Sequence[str], wanted: Sequence[str], name: str) -> list[int]:
    for column in wanted:
        if column not in header:
            near = difflib.get_close_matches(column, header, n=1, cutoff=0.6)
            advice = f"the nearest is {near[0]!r}" if near else f"it has {', '.join(header) or 'none'}"
            raise InvalidInputError(
                f"{name} has no column {column!r}; {advice} (columns are separated by commas)"
            )
    return [list(header).index(column) for column in wanted]


def read_columns(content: bytes, *, name: str, columns: Sequence[str]) -> dict[str, list[str]]:
    """Reads columns of an official CSV file: UTF-8, commas, a header, quotes around the fields.

    Args:
        content: The bytes of the file.
        name: Its name, for the messages.
        columns: The columns to read; others are left out.

    Returns:
        Equally long lists of fields without outer blanks, by column.

    Raises:
        InvalidInputError: It is not UTF-8, empty, lacks a column, or has a row of another length.
    """
    reader = csv.reader(io.StringIO(_decode(content, name), newline=""))
    found: list[list[str]] = [[] for _ in columns]
    try:
        header = [field.strip() for field in next(reader, [])]
        if not header:
            raise InvalidInputError(f"{name} is empty")
        places = _places(header, columns, name)
        for row in reader:
            if max(map(len, row), default=0) > _FIELD_LIMIT:
                raise csv.Error(f"field larger than field limit ({_FIELD_LIMIT}); is a quote left open?")
            if not row:
                continue
            if len(row) != len(header):
                raise InvalidInputError(
                    f"{name}, line {reader.line_num}: {len(row)} fields where the header has {len(header)}"
                )
            for values, place in zip(found, places, strict=True):
                values.append(row[place].strip())
    except csv.Error as error:
        raise InvalidInputError(f"{name}, line {reader.line_num}: {error}") from error
    if columns and not found[0]:
        raise InvalidInputError(f"{name} is empty: it has a header and no row")
    return dict(zip(columns, found, strict=True))
