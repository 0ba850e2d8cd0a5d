from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from tremplin.base import Request, Response
from tremplin.base.errors import InvalidInputError, NotFoundError, UnknownNameError
from tremplin.batch import Columns
from tremplin.batch.records import JsonLinesWriter, data_format, open_writer, read_rows


@pytest.mark.parametrize(
    ("name", "kind"),
    [("-", "jsonl"), ("a.JSONL", "jsonl"), ("a.ndjson", "jsonl"), ("b.csv", "csv"), ("c.parquet", "parquet")],
)
def test_data_format(name: str, kind: str) -> None:
    assert data_format(name) == kind


@pytest.mark.parametrize(
    ("name", "message"),
    [("a.parquets", "did you mean '.parquet'"), ("offers.xlsx", "known: .csv"), ("x", "'x'")],
)
def test_unknown_suffix(name: str, message: str) -> None:
    with pytest.raises(UnknownNameError, match=message):
        data_format(name)


def test_urls_are_refused() -> None:
    with pytest.raises(InvalidInputError, match="is a URL"):
        data_format("s3://bucket/a.parquet")


def test_missing_file(tmp_path: Path, request_model: type[Request]) -> None:
    with pytest.raises(NotFoundError, match=r"none\.jsonl is not a file"):
        list(read_rows(str(tmp_path / "none.jsonl"), Columns(request_model), batch_size=2))


def test_csv_is_no_target(request_model: type[Request], response_model: type[Response]) -> None:
    with pytest.raises(InvalidInputError, match="no place for nested answers"):
        open_writer(io.BytesIO(), "out.csv", response_model, source="-", columns=Columns(request_model))


def test_json_lines_are_utf8_and_ids_come_back_as_they_came() -> None:
    stream = io.BytesIO()
    writer = JsonLinesWriter(stream)
    writer.write([{"id": "é"}, {"id": "\ud800"}, {"id": 10**30}])
    writer.close()
    lines = stream.getvalue().split(b"\n")
    assert lines[0] == '{"id": "é"}'.encode()
    assert lines[1] == b'{"id": "\\ud800"}'
    assert json.loads(lines[2]) == {"id": 10**30}
