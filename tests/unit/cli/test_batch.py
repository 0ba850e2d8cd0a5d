from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import Result

Shell = Callable[..., Result]


@pytest.fixture
def data(shell: Shell) -> None:
    Path("data/deep").mkdir(parents=True)
    pq.write_table(pa.table({"id": [1], "text": ["a"]}), "data/a.parquet")
    pq.write_table(pa.table({"id": [2], "text": ["b"]}), "data/deep/b.parquet")
    Path("data/c.jsonl").write_text('{"id": 3, "text": "c"}\n{"id": 4}\n')


@pytest.mark.usefixtures("data")
def test_each_file_gets_a_file_of_answers(shell: Shell) -> None:
    done = shell(
        "batch", "shout", "--in", "data/**/*.parquet", "--in", "data/c.jsonl", "--out", "scored/today"
    )
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in Path("scored/today").iterdir()) == [
        "a.parquet",
        "b.parquet",
        "c.jsonl",
    ]
    assert pq.read_table("scored/today/b.parquet")["candidates"][0].as_py()[0]["code"] == "B"
    assert "2 rows, 1 answered, 1 failed" in done.stderr
    assert shell("batch", "shout", "--in", "data/c.jsonl", "--out", "scored", "--strict").exit_code == 1


@pytest.mark.usefixtures("data")
def test_format_fields_resources_and_model(shell: Shell) -> None:
    done = shell(
        *("batch", "shout", "--in", "data/*.parquet", "--out", "scored", "--format", "jsonl"),
        *("--set", "k=2", "--set", "echo=!", "--model", "shout@4"),
    )
    assert done.exit_code == 0, done.output
    answer = json.loads(Path("scored/a.jsonl").read_text())
    assert [candidate["code"] for candidate in answer["candidates"]] == ["A!", "A!"]
    assert answer["model"] == "shout@4"


@pytest.mark.usefixtures("data")
def test_one_file_into_one(shell: Shell) -> None:
    assert shell("batch", "shout", "--in", "data/*.parquet", "--out", "one.jsonl").exit_code == 0
    assert Path("one.jsonl").is_file()


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--in", "data/*.csv", "--out", "o"], "no file matches 'data/*.csv'"),
        (["--in", "s3://b/*.parquet", "--out", "o"], "is a URL"),
        (
            ["--in", "data/a.parquet", "--in", "data/c.jsonl", "--out", "o.jsonl"],
            "2 files cannot go into the one file",
        ),
        (
            ["--in", "data/*", "--in", "data/deep/b.parquet", "--out", "o", "--set", "kk=1"],
            "did you mean 'k'",
        ),
        (
            ["--in", "data/a.parquet", "--out", "o", "--engine", "spark"],
            "spark is not available in this version",
        ),
        (["--in", "data/a.parquet", "--out", "o", "--engine", "locl"], "did you mean 'local'"),
        (["--in", "data/a.parquet", "--out", "data"], "is the data set itself"),
        (["--in", "data/a.parquet", "--out", "out.csv"], "no place for nested answers"),
    ],
)
def test_wrong_use(words: list[str], message: str, shell: Shell) -> None:
    done = shell("batch", "shout", *words)
    assert done.exit_code == 2
    assert message in done.stderr


@pytest.mark.usefixtures("data")
def test_two_answers_of_one_name(shell: Shell) -> None:
    Path("data/deep/c.jsonl").write_text("")
    done = shell("batch", "shout", "--in", "data/**/*.jsonl", "--out", "o")
    assert "2 files would all be answered in c.jsonl" in done.stderr


def test_unknown_product(shell: Shell) -> None:
    done = shell("batch", "shoot", "--in", "a", "--out", "b")
    assert done.exit_code == 2
    assert "unknown product 'shoot'; did you mean 'shout'" in done.stderr
