from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.parquet as pq

from tremplin.base.errors import InvalidInputError
from tremplin.batch.cleaned_rows import Done, check_columns
from tremplin.batch.parquet import open_parquet
from tremplin.text.pipeline import TextPipeline

__all__ = ["clean_parquet"]


def clean_parquet(
    pipeline: TextPipeline, source: Path, target: IO[bytes], names: Sequence[str], rows: int
) -> Generator[Done, None, None]:
    """Cleans columns of a Parquet file, a batch of rows at a time; the types of the others stay.

    Raises:
        InvalidInputError: The file is damaged, or a named column is not of texts.
        UnknownNameError: A named column does not exist.
    """
    with open_parquet(source) as file:
        schema = _schema(file.schema_arrow, names)
        codec = _codec(file)
        with pq.ParquetWriter(target, schema, compression=codec) as writer:
            try:
                for batch in file.iter_batches(batch_size=rows):
                    arrays = [
                        pipeline.transform(array) if name in names else array
                        for name, array in zip(schema.names, batch.columns, strict=True)
                    ]
                    writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
                    yield Done(batch.num_rows)
            except (pa.ArrowInvalid, OSError, UnicodeDecodeError) as error:
                raise InvalidInputError(
                    f"{source.name} is damaged, or a text is not UTF-8: {error}"
                ) from error


def _schema(schema: pa.Schema, names: Sequence[str]) -> pa.Schema:
    """Checks the columns and says what comes out: texts that a dictionary held are plain texts."""
    check_columns(names, schema.names)
    for name in names:
        place = schema.names.index(name)
        field = schema.field(place)
        kept = pa.types.is_string(field.type) or pa.types.is_large_string(field.type)
        if not kept and not _holds_texts(field.type):
            raise InvalidInputError(f"the column {name!r} holds {field.type}, not texts")
        schema = schema.set(place, field if kept else field.with_type(pa.string()))
    return schema


def _holds_texts(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return bool(pa.types.is_string(kind.value_type) or pa.types.is_large_string(kind.value_type))
    return bool(pa.types.is_string_view(kind) or pa.types.is_null(kind))


def _codec(file: pq.ParquetFile) -> str:
    """Returns the compression of a file, so that the new one is about as large."""
    if not file.metadata.num_row_groups or not file.metadata.num_columns:
        return "snappy"
    found = str(file.metadata.row_group(0).column(0).compression).lower()
    return "none" if found == "uncompressed" else found
