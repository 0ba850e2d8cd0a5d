from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from tremplin.base.errors import InvalidInputError
from tremplin.base.records import ItemError, Response
from tremplin.batch.columns import Columns
from tremplin.batch.lines import Row
from tremplin.batch.schema import answer_columns, arrow_schema

__all__ = ["ParquetWriter", "id_type", "open_parquet", "read_parquet"]

_ROW_GROUP = 4096
"""Answers in a row group: of a fixed number, so that the bytes do not depend on the batch size."""


def open_parquet(path: Path) -> pq.ParquetFile:
    """Opens a Parquet file.

    Raises:
        InvalidInputError: It is none, or it is damaged.
    """
    try:
        return pq.ParquetFile(path)
    except pa.ArrowInvalid as error:
        raise InvalidInputError(f"{path.name} is no Parquet file, or it is damaged: {error}") from error


def id_type(path: Path, columns: Columns) -> pa.DataType | None:
    """Returns the type of the ids of a Parquet file; None where it has none."""
    with open_parquet(path) as file:
        schema = file.schema_arrow
        for column, name in columns.of_table(schema.names).items():
            if name == "id":
                found = schema.field(column).type
                return found.value_type if pa.types.is_dictionary(found) else found
    return None


def read_parquet(path: Path, columns: Columns, *, batch_size: int) -> Iterator[Row]:
    """Reads one item per row, a batch of rows at a time.

    A null leaves a field that has a default to it. A text that is not valid UTF-8 becomes an error in place.

    Args:
        path: A Parquet file.
        columns: Which columns fill which fields.
        batch_size: Rows in memory at once.

    Raises:
        InvalidInputError: The file is no Parquet file, or a part of it is damaged.
        UnknownNameError: A mapped column does not exist.
    """
    with open_parquet(path) as file:
        chosen = columns.of_table(file.schema_arrow.names)
        number = 0
        try:
            for batch in file.iter_batches(batch_size=batch_size, columns=list(chosen)):
                values = {chosen[name]: _values(batch.column(name)) for name in batch.schema.names}
                for place in range(batch.num_rows):
                    number += 1
                    yield _row(number, {name: cells[place] for name, cells in values.items()}, columns)
        except (pa.ArrowException, OSError) as error:
            raise InvalidInputError(f"{path.name} is damaged after row {number}: {error}") from error


def _values(column: pa.Array) -> list[Any]:
    try:
        found: list[Any] = column.to_pylist()
    except UnicodeDecodeError:
        return [_value(cell) for cell in column]
    return found


def _value(cell: pa.Scalar) -> Any:
    try:
        return cell.as_py()
    except UnicodeDecodeError as error:
        return error


def _row(number: int, cells: dict[str, Any], columns: Columns) -> Row:
    for name, value in cells.items():
        if isinstance(value, UnicodeDecodeError):
            kept = {"id": cells["id"]} if "id" in cells and name != "id" else {}
            message = f"row {number}: {name} is not valid UTF-8 at byte {value.start + 1}"
            return Row(number, kept, ItemError(code="invalid_input", message=message))
    given = {name: value for name, value in cells.items() if value is not None or not columns.may_omit(name)}
    return Row(number, {**columns.defaults, **given})


class ParquetWriter:
    """Writes answers to a Parquet file of one schema, which the response model alone decides.

    Args:
        stream: A binary stream.
        response: The pydantic model of one answer.
        id_type: Type of the ``id``; None means text.
    """

    def __init__(self, stream: IO[bytes], response: type[Response], id_type: pa.DataType | None) -> None:
        self._columns = answer_columns(response, id_type=id_type)
        self._schema = arrow_schema(self._columns)
        self._file = pq.ParquetWriter(stream, self._schema, compression="zstd")
        self._waiting: list[dict[str, Any]] = []

    def write(self, answers: Sequence[dict[str, Any]]) -> None:
        """Takes a batch of answers and writes a row group once there are enough of them."""
        self._waiting += answers
        while len(self._waiting) >= _ROW_GROUP:
            self._write_group(self._waiting[:_ROW_GROUP])
            del self._waiting[:_ROW_GROUP]

    def _write_group(self, answers: Sequence[dict[str, Any]]) -> None:
        arrays = [
            pa.array([column.encode(answer.get(name)) for answer in answers], column.type)
            for name, column in self._columns.items()
        ]
        self._file.write_table(pa.Table.from_arrays(arrays, schema=self._schema))

    def close(self) -> None:
        """Writes what remains and the end of the file."""
        try:
            if self._waiting:
                self._write_group(self._waiting)
        finally:
            self._waiting = []
            self._file.close()
