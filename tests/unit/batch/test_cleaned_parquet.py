from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tremplin.base.errors import InvalidInputError, UnknownNameError
from tremplin.batch.cleaned_parquet import clean_parquet
from tremplin.text import TextPipeline

LOWER = TextPipeline(["to_lower"])


def clean(table: pa.Table, folder: Path, *names: str, **options: Any) -> pq.ParquetFile:
    source = folder / "a.parquet"
    pq.write_table(table, source, **options)
    target = io.BytesIO()
    list(clean_parquet(LOWER, source, target, names, 2))
    return pq.ParquetFile(io.BytesIO(target.getvalue()))


def test_other_columns_types_order_nulls_and_metadata_stay(tmp_path: Path) -> None:
    schema = pa.schema(
        [
            pa.field("n", pa.int8(), nullable=False),
            pa.field("t", pa.large_string(), metadata={"a": "b"}),
            ("d", pa.dictionary(pa.int32(), pa.string())),
            ("l", pa.list_(pa.float32())),
            ("nothing", pa.null()),
        ],
        metadata={"who": "me"},
    )
    columns = [
        pa.array([3, 1, 2], pa.int8()),
        pa.array(["A", None, "C"], pa.large_string()),
        pa.array(["X", "X", None]).dictionary_encode(),
        pa.array([[1.0], None, []], pa.list_(pa.float32())),
        pa.nulls(3),
    ]
    table = pa.Table.from_arrays(columns, schema=schema)
    file = clean(table, tmp_path, "t", "d", "nothing", compression="zstd", store_schema=True)
    found = file.read()
    assert found["t"].to_pylist() == ["a", None, "c"]
    assert found["d"].to_pylist() == ["x", "x", None]
    assert found.select(["n", "l"]).equals(table.select(["n", "l"]))
    assert found.schema.field("t").equals(schema.field("t"), check_metadata=False)
    assert found.schema.field("d").type == found.schema.field("nothing").type == pa.string()
    assert not found.schema.field("n").nullable
    assert found.schema.metadata[b"who"] == b"me"
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"
    assert file.metadata.num_row_groups == 2


def test_an_empty_or_uncompressed_file(tmp_path: Path) -> None:
    schema = pa.schema([("t", pa.string())])
    assert clean(schema.empty_table(), tmp_path, "t").read().schema == schema
    plain = clean(pa.table({"t": ["A"]}), tmp_path, "t", compression="none")
    assert plain.metadata.row_group(0).column(0).compression == "UNCOMPRESSED"


def test_columns_that_hold_no_texts(tmp_path: Path) -> None:
    table = pa.table({"n": [1], "d": pa.array([b"x"]).dictionary_encode()})
    with pytest.raises(InvalidInputError, match="'n' holds int64, not texts"):
        clean(table, tmp_path, "n")
    with pytest.raises(InvalidInputError, match="'d' holds dictionary"):
        clean(table, tmp_path, "d")
    with pytest.raises(UnknownNameError, match="did you mean 'n'"):
        clean(table, tmp_path, "nn")


def test_a_damaged_file(tmp_path: Path) -> None:
    source = tmp_path / "a.parquet"
    pq.write_table(pa.table({"t": ["A" * 100] * 1000}), source, compression="none", use_dictionary=False)
    content = bytearray(source.read_bytes())
    content[10:60] = b"\xff" * 50
    source.write_bytes(content)
    with pytest.raises(InvalidInputError, match="damaged"):
        list(clean_parquet(LOWER, source, io.BytesIO(), ["t"], 2))
    source.write_bytes(b"x")
    with pytest.raises(InvalidInputError, match="no Parquet file"):
        list(clean_parquet(LOWER, source, io.BytesIO(), ["t"], 2))
