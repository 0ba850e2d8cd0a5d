from __future__ import annotations

import dataclasses
import io
import json
import os
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tremplin.base import Service
from tremplin.base.errors import InvalidInputError, NotFoundError
from tremplin.batch import Columns, run_batch

LINES = (
    b'{"id": 1, "text": "a"}\n{"id": 2, "txt": "b"}\n\xff\n{"id": 4, "text": ""}\n'
    b'{"id": 5, "text": "e", "k": 2}\n'
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    path.write_bytes(LINES)
    return path


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_answers_and_errors_in_order(service: Service, source: Path, tmp_path: Path) -> None:
    seen: list[int] = []
    report = run_batch(service, source, tmp_path / "out.jsonl", batch_size=2, progress=seen.append)
    answers = read(tmp_path / "out.jsonl")
    assert [answer.get("id") for answer in answers] == [1, 2, None, 4, 5]
    assert ["error" in answer for answer in answers] == [False, True, True, True, False]
    assert "did you mean 'text'" in answers[1]["error"]["message"]
    assert len(answers[4]["candidates"]) == 2
    assert answers[0]["model"] == "shout@1"
    assert (report.rows, report.answered, report.failed) == (5, 2, 3)
    assert report.errors == {"invalid_input": 3}
    assert report.summary().startswith("5 rows, 2 answered, 3 failed")
    assert "(invalid_input: 3)" in report.summary()
    assert seen == [2, 4, 5]


def test_same_bytes_whatever_the_batch_size(
    service: Service, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tremplin.batch.parquet._ROW_GROUP", 3)
    for suffix in ("jsonl", "parquet"):
        contents = set()
        for size in (1, 2, 100):
            run_batch(service, source, tmp_path / f"{size}.{suffix}", batch_size=size)
            contents.add((tmp_path / f"{size}.{suffix}").read_bytes())
        assert len(contents) == 1
    assert pq.ParquetFile(tmp_path / "1.parquet").num_row_groups == 2


def test_parquet_there_and_back(service: Service, tmp_path: Path) -> None:
    pq.write_table(
        pa.table({"ref": [10, 11, 12], "titre": ["a", None, "c"], "x": [1, 2, 3]}), tmp_path / "in.parquet"
    )
    columns = Columns(service.product.request, {"titre": "text", "ref": "id"}, defaults={"k": 2})
    for name in ("a.parquet", "b.parquet"):
        report = run_batch(service, tmp_path / "in.parquet", tmp_path / name, columns=columns, batch_size=2)
    table = pq.read_table(tmp_path / "a.parquet")
    assert table["id"].to_pylist() == [10, 11, 12]
    assert table.schema.field("id").type == pa.int64()
    assert [len(candidates or []) for candidates in table["candidates"].to_pylist()] == [2, 0, 2]
    assert table["error"].to_pylist()[1]["code"] == "invalid_input"
    assert (report.answered, report.failed) == (2, 1)
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_lines_to_parquet_and_empty_data(service: Service, source: Path, tmp_path: Path) -> None:
    run_batch(service, source, tmp_path / "out.parquet")
    assert pq.read_table(tmp_path / "out.parquet")["id"].to_pylist() == ["1", "2", None, "4", "5"]
    source.write_bytes(b"")
    report = run_batch(service, source, tmp_path / "out.parquet")
    assert report.rows == 0
    assert report.summary() == f"0 rows, 0 answered, 0 failed, {report.seconds:.1f} s"
    assert pq.read_table(tmp_path / "out.parquet").num_rows == 0


def test_stdin_to_stdout(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(LINES)))
    monkeypatch.setattr("sys.stdout", out)
    report = run_batch(service, "-", "-")
    assert report.rows == 5
    assert len(out.buffer.getvalue().splitlines()) == 5  # type: ignore[attr-defined]


def test_a_crash_leaves_the_old_file_and_no_half_one(service: Service, source: Path, tmp_path: Path) -> None:
    for name in ("out.jsonl", "out.parquet"):
        (tmp_path / name).write_text("old")

        def stop(rows: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            run_batch(service, source, tmp_path / name, batch_size=1, progress=stop)
        assert (tmp_path / name).read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl", "out.parquet"]


def test_a_product_of_the_wrong_length_is_a_fault_and_not_an_answer(
    service: Service, source: Path, tmp_path: Path
) -> None:
    broken = Service(dataclasses.replace(service.product, predict=lambda model, requests: []), service.model)
    with pytest.raises(RuntimeError, match="0 answers for"):
        run_batch(broken, source, tmp_path / "out.parquet")
    assert not (tmp_path / "out.parquet").exists()


def test_the_input_is_never_overwritten(service: Service, source: Path, tmp_path: Path) -> None:
    (tmp_path / "link.jsonl").symlink_to(source)
    for target in (source, tmp_path / "link.jsonl", tmp_path / "." / "in.jsonl"):
        with pytest.raises(InvalidInputError, match="is the data set itself"):
            run_batch(service, source, target)
    assert source.read_bytes() == LINES


def test_a_link_keeps_pointing(service: Service, source: Path, tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").symlink_to(tmp_path / "real.jsonl")
    run_batch(service, source, tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl").is_symlink()
    assert len(read(tmp_path / "real.jsonl")) == 5


def test_targets_that_cannot_be(service: Service, source: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="is not a folder: create it first"):
        run_batch(service, source, tmp_path / "none" / "out.jsonl")
    os.mkfifo(tmp_path / "pipe.jsonl")
    with pytest.raises(InvalidInputError, match="not a regular file"):
        run_batch(service, source, tmp_path / "pipe.jsonl")
    with pytest.raises(InvalidInputError, match="batch_size is 0"):
        run_batch(service, source, tmp_path / "out.jsonl", batch_size=0)
