from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from tremplin.base.errors import InvalidInputError
from tremplin.base.records import ItemError
from tremplin.batch.columns import Columns
from tremplin.batch.lines import LINE_LIMIT, Row, bounded_lines

__all__ = ["CsvTable", "open_csv", "read_csv"]

_NO_SEPARATOR = "\x1f"


class _Lines:
    """Feeds lines to the csv module and remembers what was wrong with those of the current row."""

    def __init__(self, stream: IO[bytes], limit: int) -> None:
        self._stream = stream
        self._limit = limit
        self._problem: ItemError | None = None

    def __iter__(self) -> Iterator[str]:
        for line in bounded_lines(self._stream, limit=self._limit):
            if line.too_long:
                message = f"longer than the limit of {self._limit} bytes: cut the text or split it"
                self._problem = ItemError(code="too_large", message=message)
                yield "\n"
                continue
            try:
                yield line.content.decode("utf-8") + "\n"
            except UnicodeDecodeError as error:
                message = f"not valid UTF-8 at byte {error.start + 1}: save the file as UTF-8"
                self._problem = ItemError(code="invalid_input", message=message)
                yield line.content.decode("utf-8", "replace") + "\n"

    def take_problem(self) -> ItemError | None:
        """Returns the problem of the lines read since the last call."""
        problem, self._problem = self._problem, None
        return problem


def _separator(header: str) -> str:
    """Finds the separator that splits the header; for a single column, one that never occurs."""
    counts = {mark: len(next(csv.reader([header], delimiter=mark))) for mark in ",;"}
    best = max(counts, key=lambda mark: counts[mark])
    return best if counts[best] > 1 else _NO_SEPARATOR


def _header(feed: Iterator[str], lines: _Lines) -> str:
    header = next(feed, "").rstrip("\n")
    problem = lines.take_problem()
    if problem is not None:
        raise InvalidInputError(f"the first line must name the columns; it is {problem.message}")
    if not header.strip():
        raise InvalidInputError("the first line must name the columns; it is empty")
    return header


@dataclass(frozen=True)
class CsvTable:
    """A table with a header row.

    Args:
        names: The columns, in order.
        mark: The separator that was found.
        rows: Of each row its line, its cells and what is wrong with it, if anything.
    """

    names: list[str]
    mark: str
    rows: Iterator[tuple[int, list[str], ItemError | None]]


def open_csv(stream: IO[bytes], *, limit: int = LINE_LIMIT) -> CsvTable:
    """Reads the header of a table and finds its separator: a comma or a semicolon, whichever splits the header.

    Blank lines are nothing.

    Args:
        stream: A binary stream of UTF-8, with or without a byte order mark.
        limit: The most bytes of a line, and characters of a cell.

    Raises:
        InvalidInputError: There is no header row, or it is not UTF-8.
    """
    csv.field_size_limit(max(limit, csv.field_size_limit()))
    lines = _Lines(stream, limit)
    feed = iter(lines)
    header = _header(feed, lines)
    mark = _separator(header)
    names = next(csv.reader([header], delimiter=mark))
    return CsvTable(names, "," if mark == _NO_SEPARATOR else mark, _rows(feed, lines, mark, len(names)))


def _rows(
    feed: Iterator[str], lines: _Lines, mark: str, width: int
) -> Iterator[tuple[int, list[str], ItemError | None]]:
    reader = csv.reader(feed, delimiter=mark)
    while True:
        number = reader.line_num + 2
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            lines.take_problem()
            yield number, [], ItemError(code="invalid_input", message=f"not valid CSV: {error}")
            continue
        problem = lines.take_problem()
        if problem is None and cells and len(cells) != width:
            message = f"{len(cells)} cells where the header has {width}"
            problem = ItemError(code="invalid_input", message=message)
        if cells or problem:
            yield number, cells, problem


def read_csv(stream: IO[bytes], columns: Columns, *, limit: int = LINE_LIMIT) -> Iterator[Row]:
    """Reads one item per row of a table with a header row; a damaged row harms no other.

    A cell of a text field is text, any other is read as JSON (``5``, ``true``). An empty cell leaves a field
    that has a default to it.

    Args:
        stream: A binary stream of UTF-8, with or without a byte order mark.
        columns: Which columns fill which fields.
        limit: The most bytes of a line, and characters of a cell.

    Raises:
        InvalidInputError: There is no header row, or it is not UTF-8.
        UnknownNameError: A mapped column does not exist.
    """
    table = open_csv(stream, limit=limit)
    records = _Table(table.names, columns)
    for number, cells, problem in table.rows:
        yield records.row(number, cells, problem)


class _Table:
    """Turns the cells of a row into a record."""

    def __init__(self, names: list[str], columns: Columns) -> None:
        self._names = names
        self._chosen = columns.of_table(names)
        self._shapes = {name: columns.shape(name) for name in self._chosen.values()}
        self._omit = {name for name in self._chosen.values() if columns.may_omit(name)}
        self._defaults = columns.defaults

    def row(self, number: int, cells: list[str], problem: ItemError | None) -> Row:
        given = self._record(cells)
        if problem is None:
            return Row(number, {**self._defaults, **given})
        kept = {"id": given["id"]} if "id" in given else {}
        return Row(number, kept, ItemError(code=problem.code, message=f"line {number}: {problem.message}"))

    def _record(self, cells: list[str]) -> dict[str, Any]:
        record = {}
        for column, cell in zip(self._names, cells, strict=False):
            name = self._chosen.get(column)
            if name is not None and (cell or name not in self._omit):
                record[name] = self._shapes[name].parse(cell)
        return record
