from __future__ import annotations

import csv
import io
from collections.abc import Generator, Iterable, Iterator, Sequence
from itertools import islice
from typing import IO, Any, NamedTuple, TypeVar

from tremplin.base.errors import InvalidInputError, UnknownNameError
from tremplin.base.records import ItemError
from tremplin.batch.csv_rows import open_csv
from tremplin.batch.lines import LINE_LIMIT, Row, bounded_lines, damaged, read_json
from tremplin.batch.records import json_line
from tremplin.text.pipeline import TextPipeline

__all__ = ["Done", "check_columns", "clean_csv", "clean_json", "clean_lines"]

_BOM = "\ufeff"

T = TypeVar("T")


class Done(NamedTuple):
    """How many rows were written, and how many of them as an error."""

    rows: int
    failed: int = 0


def check_columns(names: Sequence[str], present: Sequence[str]) -> None:
    """Refuses columns that a data set lacks, or that are not named at all.

    Raises:
        InvalidInputError: No column is named, or one that is named stands twice in the data set.
        UnknownNameError: A column does not exist.
    """
    if not names:
        raise InvalidInputError(f"which column holds the texts? columns: {', '.join(present) or 'none'}")
    for name in names:
        if name not in present:
            raise UnknownNameError("column", name, present)
        if list(present).count(name) > 1:
            raise InvalidInputError(f"the column {name!r} stands twice in this file: rename one")


def _chunks(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    rows = iter(rows)
    while chunk := list(islice(rows, size)):
        yield chunk


def clean_lines(
    pipeline: TextPipeline, source: IO[bytes], target: IO[bytes], names: Sequence[str], rows: int
) -> Generator[Done, None, None]:
    """Cleans one text per line; a line break that a step makes becomes a space, so that lines stay lines."""
    for chunk in _chunks(bounded_lines(source), rows):
        texts = []
        for line in chunk:
            if line.too_long:
                raise InvalidInputError(f"line {line.number}: longer than the limit of {LINE_LIMIT} bytes")
            try:
                texts.append(line.content.decode("utf-8"))
            except UnicodeDecodeError as error:
                raise InvalidInputError(
                    f"line {line.number}: not valid UTF-8 at byte {error.start + 1}: save the file as UTF-8"
                ) from error
        cleaned = pipeline.transform(texts)
        target.write("".join(" ".join(text.splitlines()) + "\n" for text in cleaned).encode())
        target.flush()
        yield Done(len(chunk))


def clean_csv(
    pipeline: TextPipeline, source: IO[bytes], target: IO[bytes], names: Sequence[str], rows: int
) -> Generator[Done, None, None]:
    """Cleans columns of a table; a damaged row stops it, for a table has no place for an error.

    The separator stays, and so does the byte order mark of a file.
    """
    marked = source.seekable() and source.read(3) == _BOM.encode()
    if source.seekable():
        source.seek(0)
    table = open_csv(source)
    check_columns(names, table.names)
    places = [table.names.index(name) for name in names]
    target.write(_lines([table.names], table.mark, start=_BOM if marked else ""))
    for chunk in _chunks(table.rows, rows):
        cells = [_sound(*row) for row in chunk]
        for place in places:
            for row, text in zip(cells, pipeline.transform([row[place] for row in cells]), strict=True):
                row[place] = text
        target.write(_lines(cells, table.mark))
        target.flush()
        yield Done(len(chunk))


def _sound(number: int, cells: list[str], problem: ItemError | None) -> list[str]:
    if problem is not None:
        raise InvalidInputError(f"line {number}: {problem.message}")
    return cells


def _lines(rows: Iterable[list[str]], mark: str, *, start: str = "") -> bytes:
    page = io.StringIO()
    csv.writer(page, delimiter=mark, lineterminator="\n").writerows(rows)
    return (start + page.getvalue()).encode()


def clean_json(
    pipeline: TextPipeline, source: IO[bytes], target: IO[bytes], names: Sequence[str], rows: int
) -> Generator[Done, None, None]:
    """Cleans keys of JSON lines; a damaged line, or a value that is no text, becomes an error in place."""
    any_value = "remove_non_string" in pipeline.steps
    seen = False
    for chunk in _chunks(read_json(source), rows):
        found = [_checked(row, names, any_value=any_value) for row in chunk]
        records = [row.record for row in found if row.error is None and isinstance(row.record, dict)]
        if records and not seen:
            check_columns(names, list({key: None for record in records for key in record}))
            seen = True
        for name in names:
            having = [record for record in records if name in record]
            for record, text in zip(having, pipeline.transform([r[name] for r in having]), strict=True):
                record[name] = text
        target.write(b"".join(json_line(row.failure() if row.error else _plain(row.record)) for row in found))
        target.flush()
        yield Done(len(chunk), len(found) - len(records))


def _plain(record: object) -> dict[str, Any]:
    return record if isinstance(record, dict) else {}


def _checked(row: Row, names: Sequence[str], *, any_value: bool) -> Row:
    """Makes a row that cannot be cleaned a damaged one."""
    if row.error is not None:
        return row
    if not isinstance(row.record, dict):
        return damaged(row.number, f"{type(row.record).__name__} where a JSON object is expected")
    problem = next(filter(None, (_problem(row.record, name, any_value) for name in names)), "")
    if not problem:
        return row
    kept = {"id": row.record["id"]} if "id" in row.record else {}
    return Row(row.number, kept, damaged(row.number, problem).error)


def _problem(record: dict[str, Any], name: str, any_value: bool) -> str:
    value = record.get(name)
    if isinstance(value, str):
        half = not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value)
        return f"{name} holds half a Unicode character: write valid UTF-8" if half else ""
    if value is None or any_value:
        return ""
    return f"{name} is {type(value).__name__}, not a text; add the step 'remove_non_string' first"
