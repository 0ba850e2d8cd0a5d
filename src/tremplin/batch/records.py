from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Protocol

from tremplin.base.errors import InvalidInputError, NotFoundError, UnknownNameError
from tremplin.base.records import Response
from tremplin.batch.columns import Columns
from tremplin.batch.csv_rows import read_csv
from tremplin.batch.lines import Row, read_jsonl

__all__ = ["JsonLinesWriter", "Writer", "data_format", "format_of", "open_writer", "read_rows"]

_FORMATS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".parquet": "parquet"}


class Writer(Protocol):
    """Takes answers, a batch at a time."""

    def write(self, answers: Sequence[dict[str, Any]]) -> None:
        """Writes a batch of answers."""

    def close(self) -> None:
        """Writes what remains."""


def data_format(name: str) -> str:
    """Tells the format of a file from its suffix: ``jsonl``, ``csv`` or ``parquet``; ``-`` is ``jsonl``.

    Raises:
        InvalidInputError: It is a URL.
        UnknownNameError: The suffix means none of them.
    """
    return "jsonl" if name == "-" else format_of(name, _FORMATS)


def format_of(name: str, formats: Mapping[str, str]) -> str:
    """Tells the format of a file on this machine from its suffix.

    Raises:
        InvalidInputError: It is a URL.
        UnknownNameError: The suffix is none of those of ``formats``.
    """
    if "://" in name:
        raise InvalidInputError(
            f"{name} is a URL; this version reads and writes files: copy it to this machine"
        )
    suffix = Path(name).suffix.lower()
    if suffix not in formats:
        raise UnknownNameError("file suffix", suffix or name, formats)
    return formats[suffix]


def read_rows(source: str, columns: Columns, *, batch_size: int) -> Iterator[Row]:
    """Reads the items of a data set one after the other, in bounded memory.

    Args:
        source: A ``.jsonl``, ``.ndjson``, ``.csv`` or ``.parquet`` file; ``-`` means JSON lines on stdin.
        columns: Which columns fill which fields.
        batch_size: Rows of a Parquet file in memory at once.

    Raises:
        NotFoundError: There is no such file.
        InvalidInputError: The file as a whole cannot be read.
    """
    kind = data_format(source)
    if source == "-":
        yield from read_jsonl(sys.stdin.buffer, columns)
        return
    path = Path(source)
    if not path.is_file():
        raise NotFoundError(f"{source} is not a file")
    if kind == "parquet":
        from tremplin.batch.parquet import read_parquet

        yield from read_parquet(path, columns, batch_size=batch_size)
        return
    with path.open("rb") as stream:
        yield from read_jsonl(stream, columns) if kind == "jsonl" else read_csv(stream, columns)


def json_line(answer: dict[str, Any]) -> bytes:
    """Writes one answer as a line of UTF-8; half a Unicode character in an id stays escaped, as it came."""
    try:
        return json.dumps(answer, ensure_ascii=False, default=str).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(answer, default=str).encode() + b"\n"


class JsonLinesWriter:
    """Writes one JSON line per answer.

    Args:
        stream: A binary stream.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def write(self, answers: Sequence[dict[str, Any]]) -> None:
        """Writes a batch of answers and hands it on at once."""
        self._stream.write(b"".join(map(json_line, answers)))
        self._stream.flush()

    def close(self) -> None:
        """Has nothing to add: every line is already written."""


def open_writer(
    stream: IO[bytes], target: str, response: type[Response], *, source: str, columns: Columns
) -> Writer:
    """Opens a writer of the format that the target's suffix means.

    Args:
        stream: Where the bytes go.
        target: Name of the file, or ``-``.
        response: The pydantic model of one answer.
        source: The data set that is answered; a Parquet one gives its type of ``id`` to a Parquet target.
        columns: Which columns fill which fields.

    Raises:
        InvalidInputError: The target is CSV, which has no place for nested answers.
    """
    kind = data_format(target)
    if kind == "csv":
        raise InvalidInputError(
            f"{target}: a CSV file has no place for nested answers; give .jsonl or .parquet"
        )
    if kind == "jsonl":
        return JsonLinesWriter(stream)
    from tremplin.batch.parquet import ParquetWriter, id_type

    known = id_type(Path(source), columns) if data_format(source) == "parquet" else None
    return ParquetWriter(stream, response, known)
