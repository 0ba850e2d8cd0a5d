from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tremplin.base.errors import InvalidInputError, NotFoundError
from tremplin.batch.cleaned_rows import Done, clean_csv, clean_json, clean_lines
from tremplin.batch.output import open_output
from tremplin.batch.records import format_of
from tremplin.text.pipeline import TextPipeline

__all__ = ["CleanReport", "clean_file"]

_FORMATS = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet", ".txt": "lines"}
_ROWS = {"csv": clean_csv, "jsonl": clean_json, "lines": clean_lines}


@dataclass(frozen=True)
class CleanReport:
    """What became of a data set.

    Args:
        rows: Rows read.
        failed: Rows with an error in place.
        seconds: Wall time, with reading and writing.
    """

    rows: int
    failed: int
    seconds: float

    def summary(self) -> str:
        """Says it in one line."""
        return f"{self.rows} rows, {self.failed} failed, {self.seconds:.1f} s"


def clean_file(
    pipeline: TextPipeline,
    source: str,
    target: str,
    *,
    columns: Sequence[str] = (),
    rows: int = 10_000,
    progress: Callable[[int], None] | None = None,
) -> CleanReport:
    """Cleans the texts of a data set in bounded memory; its other columns, its order and its nulls stay.

    The target appears under its name only when it is complete.

    Args:
        pipeline: The steps.
        source: A ``.parquet``, ``.csv``, ``.jsonl``, ``.ndjson`` or ``.txt`` file (one text per line); ``-`` is
            stdin, whose lines are JSON where columns are named and texts where none is.
        target: A file of the same format; ``-`` is stdout.
        columns: The columns, or keys, of texts.
        rows: Rows in memory at once.
        progress: Called with the number of rows done so far.

    Raises:
        NotFoundError: The source, or the folder of the target, does not exist.
        UnknownNameError: A column or a file suffix does not exist.
        InvalidInputError: The two formats differ, or the source cannot be read.
    """
    kind = _kind(source, target, columns)
    names = list(dict.fromkeys(columns))
    begun = time.perf_counter()
    total = failed = 0
    with (
        _input(source) as read,
        open_output(source, target) as written,
        closing(_clean(kind, pipeline, read, written, names, rows)) as parts,
    ):
        for part in parts:
            total += part.rows
            failed += part.failed
            if progress is not None:
                progress(total)
    return CleanReport(total, failed, time.perf_counter() - begun)


def _clean(
    kind: str, pipeline: TextPipeline, source: IO[bytes], target: IO[bytes], names: list[str], rows: int
) -> Generator[Done, None, None]:
    if kind in _ROWS:
        return _ROWS[kind](pipeline, source, target, names, rows)
    from tremplin.batch.cleaned_parquet import clean_parquet

    return clean_parquet(pipeline, Path(source.name), target, names, rows)


def _kind(source: str, target: str, columns: Sequence[str]) -> str:
    """Tells the one format of both ends; a pipe has that of the other end."""
    found = {format_of(name, _FORMATS) for name in (source, target) if name != "-"}
    if len(found) > 1:
        raise InvalidInputError(f"{source} and {target} are of two formats: give both the same suffix")
    kind = found.pop() if found else ("jsonl" if columns else "lines")
    if kind == "parquet" and "-" in (source, target):
        raise InvalidInputError("a Parquet file does not go through a pipe: name a file at both ends")
    if kind == "lines" and columns:
        raise InvalidInputError("lines of text have no columns: leave them out, or give a .jsonl file")
    return kind


@contextmanager
def _input(source: str) -> Iterator[IO[bytes]]:
    if source == "-":
        yield sys.stdin.buffer
        return
    if not Path(source).is_file():
        raise NotFoundError(f"{source} is not a file")
    with Path(source).open("rb") as stream:
        yield stream
