from __future__ import annotations

import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tremplin.base import Request, Response
from tremplin.base.errors import InvalidInputError
from tremplin.batch import Columns
from tremplin.batch.parquet import ParquetWriter, id_type, read_parquet


def test_rows_in_batches(tmp_path: Path, request_model: type[Request]) -> None:
    path = tmp_path / "in.parquet"
    table = pa.table({"id": [1, 2, 3], "text": ["a", "b", None], "k": [None, 5, 2], "other": [0, 0, 0]})
    pq.write_table(table, path)
    rows = list(read_parquet(path, Columns(request_model, ignore=True), batch_size=2))
    assert [row.record for row in rows] == [
        {"id": 1, "text": "a"},
        {"id": 2, "text": "b", "k": 5},
        {"id": 3, "text": None, "k": 2},
    ]
    assert [row.number for row in rows] == [1, 2, 3]


def test_text_that_is_not_utf8_is_an_error_in_place(tmp_path: Path, request_model: type[Request]) -> None:
    path = tmp_path / "in.parquet"
    bad = pa.array([b"a", b"caf\xe9", b"c"], pa.binary()).view(pa.string())
    pq.write_table(pa.table({"id": [1, 2, 3], "text": bad}), path)
    rows = list(read_parquet(path, Columns(request_model), batch_size=10))
    assert [row.error is None for row in rows] == [True, False, True]
    assert rows[1].failure() == {
        "id": 2,
        "error": {"code": "invalid_input", "message": "row 2: text is not valid UTF-8 at byte 4"},
    }


@pytest.mark.parametrize("content", [b"", b"id,text\n1,a\n", b"PAR1 no PAR1"])
def test_no_parquet_file(content: bytes, tmp_path: Path, request_model: type[Request]) -> None:
    path = tmp_path / "in.parquet"
    path.write_bytes(content)
    with pytest.raises(InvalidInputError, match=r"in\.parquet is no Parquet file"):
        list(read_parquet(path, Columns(request_model), batch_size=2))


def test_damaged_page_is_a_clear_error(tmp_path: Path, request_model: type[Request]) -> None:
    path = tmp_path / "in.parquet"
    pq.write_table(pa.table({"text": [f"text {n}" for n in range(1000)]}), path, compression="zstd")
    content = bytearray(path.read_bytes())
    content[40:400] = bytes(360)
    path.write_bytes(content)
    with pytest.raises(InvalidInputError, match=r"in\.parquet is damaged after row 0"):
        list(read_parquet(path, Columns(request_model), batch_size=100))


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (pa.array([1], pa.int32()), pa.int32()),
        (pa.array(["a"]).dictionary_encode(), pa.string()),
        (None, None),
    ],
)
def test_id_type(
    ids: pa.Array | None, expected: pa.DataType | None, tmp_path: Path, request_model: type[Request]
) -> None:
    path = tmp_path / "in.parquet"
    pq.write_table(pa.table({"text": ["a"]} | ({} if ids is None else {"id": ids})), path)
    assert id_type(path, Columns(request_model)) == expected


def test_writer_has_one_schema_for_every_batch(response_model: type[Response]) -> None:
    stream = io.BytesIO()
    writer = ParquetWriter(stream, response_model, None)
    writer.write([{"error": {"code": "invalid_input", "message": "no"}}])
    writer.write([{"id": 3, "prediction_id": "p", "model": "m", "candidates": [], "counts": {"a": 1}}])
    writer.close()
    assert pq.read_table(pa.BufferReader(stream.getvalue())).to_pylist() == [
        {
            "id": None,
            "prediction_id": None,
            "model": None,
            "candidates": None,
            "counts": None,
            "error": {"code": "invalid_input", "message": "no"},
        },
        {
            "id": "3",
            "prediction_id": "p",
            "model": "m",
            "candidates": [],
            "counts": '{"a": 1}',
            "error": None,
        },
    ]
