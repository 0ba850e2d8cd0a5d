from __future__ import annotations

from pathlib import Path

import pytest

from tremplin.base.errors import InvalidInputError, NotFoundError, UnknownNameError
from tremplin.batch.cleaning import CleanReport, clean_file
from tremplin.text import TextPipeline


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def clean(source: str, target: str, *columns: str, rows: int = 2) -> CleanReport:
    return clean_file(TextPipeline(["to_lower"]), source, target, columns=columns, rows=rows)


def test_progress_and_report() -> None:
    Path("a.txt").write_text("A\nB\nC\n")
    seen: list[int] = []
    report = clean_file(TextPipeline(["to_lower"]), "a.txt", "b.txt", rows=2, progress=seen.append)
    assert seen == [2, 3]
    assert (report.rows, report.failed) == (3, 0)
    assert CleanReport(3, 1, 0.25).summary() == "3 rows, 1 failed, 0.2 s"
    assert Path("b.txt").read_text() == "a\nb\nc\n"


@pytest.mark.parametrize(
    ("source", "target", "columns", "message"),
    [
        ("a.csv", "b.jsonl", ["t"], "two formats"),
        ("a.parquet", "-", ["t"], "does not go through a pipe"),
        ("-", "a.parquet", ["t"], "does not go through a pipe"),
        ("a.txt", "b.txt", ["t"], "lines of text have no columns"),
        ("s3://b/a.txt", "b.txt", [], "is a URL"),
    ],
)
def test_wrong_ends(source: str, target: str, columns: list[str], message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        clean(source, target, *columns)


def test_unknown_suffix_and_no_file() -> None:
    with pytest.raises(UnknownNameError, match=r"did you mean '\.parquet'"):
        clean("a.parque", "b.parquet", "t")
    with pytest.raises(NotFoundError, match="not a file"):
        clean("a.txt", "b.txt")
    assert not Path("b.txt").exists()
