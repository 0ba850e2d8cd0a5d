from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from tremplin.base.errors import InvalidInputError
from tremplin.base.records import ItemError
from tremplin.batch.columns import Columns

__all__ = ["LINE_LIMIT", "Line", "Row", "bounded_lines", "damaged", "read_json", "read_jsonl", "too_long"]

LINE_LIMIT = 2_000_000
"""The most bytes of one line: as much as one request may have over HTTP by default."""

_BOM = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_FIRST_ID = re.compile(r'\s*\{\s*"id"\s*:\s*("(?:[^"\\]|\\.){0,1000}"|-?\d{1,100}(?![\d.eE]))\s*[,}]')
_SKIP = 1 << 16


@dataclass(frozen=True)
class Row:
    """One item of a data set.

    Args:
        number: Its line in a file of lines, its row in a table, from 1.
        record: What was read; for a damaged item at most its ``id``.
        error: Why the item could not be read.
    """

    number: int
    record: object
    error: ItemError | None = None

    def failure(self) -> dict[str, Any]:
        """Returns the answer that stands in place of a damaged item."""
        kept = self.record if isinstance(self.record, dict) else {}
        return {**kept, "error": self.error.model_dump() if self.error else None}


@dataclass(frozen=True)
class Line:
    """One line of a file, without its end; of a line that is too long only the beginning."""

    number: int
    content: bytes
    too_long: bool = False


def bounded_lines(stream: IO[bytes], *, limit: int = LINE_LIMIT) -> Iterator[Line]:
    """Reads lines and never holds more than ``limit`` bytes of one.

    Args:
        stream: A binary stream.
        limit: The most bytes of a line.

    Raises:
        InvalidInputError: The file is UTF-16.
    """
    number = 0
    while content := stream.readline(limit + 2):
        number += 1
        if number == 1:
            if content.startswith(_UTF_16):
                raise InvalidInputError("this file is UTF-16: save it as UTF-8")
            content = content.removeprefix(_BOM)
        over = False
        rest = content
        while rest and not rest.endswith(b"\n"):
            rest = stream.readline(_SKIP)
            over = over or bool(rest)
        line = content.rstrip(b"\r\n")
        yield Line(number, line[:limit], too_long=over or len(line) > limit)


def damaged(number: int, message: str, *, code: str = "invalid_input", id_from: str = "") -> Row:
    """Makes the row of an item that could not be read; its ``id`` is kept where it comes first."""
    found = _FIRST_ID.match(id_from)
    record: dict[str, Any] = {}
    if found:
        try:
            record["id"] = json.loads(found[1])
        except ValueError:
            record = {}
    return Row(number, record, ItemError(code=code, message=f"line {number}: {message}"))


def too_long(line: Line, limit: int = LINE_LIMIT) -> Row:
    """Makes the row of a line over the limit."""
    message = f"longer than the limit of {limit} bytes: cut the text or split it"
    return damaged(
        line.number, message, code="too_large", id_from=line.content[:4096].decode("utf-8", "replace")
    )


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


def _row(line: Line) -> Row:
    try:
        text = line.content.decode("utf-8")
    except UnicodeDecodeError as error:
        readable = line.content.decode("utf-8", "replace")
        return damaged(
            line.number, f"not valid UTF-8 at byte {error.start + 1}: save it as UTF-8", id_from=readable
        )
    try:
        record = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        return damaged(line.number, f"not valid JSON at column {error.colno}: {error.msg}", id_from=text)
    except (ValueError, RecursionError):
        return damaged(line.number, "not valid JSON: a number or a nesting that JSON lacks", id_from=text)
    return Row(line.number, record)


def read_json(stream: IO[bytes], *, limit: int = LINE_LIMIT) -> Iterator[Row]:
    """Reads one JSON value per line; a damaged line becomes an error in place and harms no other.

    A blank line between two items is an error in place, so that line n of the answers belongs to line n of
    the input; blank lines at the end are nothing.

    Args:
        stream: A binary stream of UTF-8 lines, with or without a byte order mark.
        limit: The most bytes of a line.
    """
    blank = 0
    for line in bounded_lines(stream, limit=limit):
        if not line.too_long and not line.content.strip():
            blank += 1
            continue
        for number in range(line.number - blank, line.number):
            yield damaged(number, "blank: one JSON object is expected")
        blank = 0
        yield too_long(line, limit) if line.too_long else _row(line)


def read_jsonl(stream: IO[bytes], columns: Columns, *, limit: int = LINE_LIMIT) -> Iterator[Row]:
    """Reads one item per line, as `read_json` does, and chooses its keys.

    Args:
        stream: A binary stream of UTF-8 lines, with or without a byte order mark.
        columns: Which keys fill which fields.
        limit: The most bytes of a line.
    """
    for row in read_json(stream, limit=limit):
        yield row if row.error else Row(row.number, columns.of_record(row.record))
