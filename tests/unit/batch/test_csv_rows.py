from __future__ import annotations

import io

import pytest

from tremplin.base import Request
from tremplin.base.errors import InvalidInputError
from tremplin.batch import Columns
from tremplin.batch.csv_rows import read_csv
from tremplin.batch.lines import Row


def rows(content: bytes | str, model: type[Request], *, limit: int = 200, **options: object) -> list[Row]:
    data = content.encode() if isinstance(content, str) else content
    return list(read_csv(io.BytesIO(data), Columns(model, **options), limit=limit))  # type: ignore[arg-type]


@pytest.mark.parametrize("mark", [",", ";"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_separators_and_byte_order_mark(mark: str, bom: str, request_model: type[Request]) -> None:
    read = rows(f"{bom}id{mark}text\r\n1{mark}été\r\n", request_model)
    assert [row.record for row in read] == [{"id": "1", "text": "été"}]


@pytest.mark.parametrize("cell", ["a; b", "a, b", '"a, b"', '"a; b"'])
def test_single_column_is_never_split(cell: str, request_model: type[Request]) -> None:
    assert rows(f"text\n{cell}\n", request_model)[0].record == {"text": cell.strip('"')}


def test_quoted_text_over_lines(request_model: type[Request]) -> None:
    read = rows('id,text\n1,"a\nb ""c"""\n2,d\n3\n', request_model)
    assert [row.record for row in read[:2]] == [{"id": "1", "text": 'a\nb "c"'}, {"id": "2", "text": "d"}]
    assert [row.number for row in read] == [2, 4, 5]


def test_typed_cells_and_empty_ones(request_model: type[Request]) -> None:
    read = rows('text;k;style;tags\n5;3;stars;"[""x""]"\n;;;\n', request_model)
    assert read[0].record == {"text": "5", "k": 3, "style": "stars", "tags": ["x"]}
    assert read[1].record == {"text": ""}


def test_defaults_fill_empty_cells(request_model: type[Request]) -> None:
    assert rows("text,k\na,\nb,2\n", request_model, defaults={"k": 7})[0].record == {"text": "a", "k": 7}


def test_blank_lines_are_nothing(request_model: type[Request]) -> None:
    assert len(rows("text\n\na\n\n", request_model)) == 1


def test_wrong_number_of_cells(request_model: type[Request]) -> None:
    read = rows("id,text\n1\n2,b,c\n3,d\n", request_model)
    assert [row.failure() for row in read[:2]] == [
        {"id": "1", "error": {"code": "invalid_input", "message": "line 2: 1 cells where the header has 2"}},
        {"id": "2", "error": {"code": "invalid_input", "message": "line 3: 3 cells where the header has 2"}},
    ]
    assert read[2].record == {"id": "3", "text": "d"}


def test_damaged_rows_harm_no_other(request_model: type[Request]) -> None:
    content = b"id,text\n1,\xe9t\xe9\n2," + b"x" * 300 + b"\n4,ok\n"
    read = rows(content, request_model)
    assert [row.error and row.error.code for row in read[:2]] == ["invalid_input", "too_large"]
    assert read[0].failure()["id"] == "1"
    assert "line 2: not valid UTF-8 at byte 3" in read[0].failure()["error"]["message"]
    assert read[2].record == {"id": "4", "text": "ok"}


def test_long_line_inside_quotes_fails_its_row(request_model: type[Request]) -> None:
    content = 'id,text\n3,"b\n' + "y" * 300 + '\nz"\n4,ok\n'
    read = rows(content, request_model)
    assert read[0].failure()["id"] == "3"
    assert read[0].failure()["error"]["code"] == "too_large"
    assert read[1].record == {"id": "4", "text": "ok"}


def test_cell_over_the_limit(request_model: type[Request], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tremplin.batch.csv_rows.csv.field_size_limit", _limit_of_ten)
    read = rows("text\n" + "x" * 50 + "\nok\n", request_model)
    assert (
        read[0].failure()["error"]["message"] == "line 2: not valid CSV: field larger than field limit (10)"
    )
    assert read[1].record == {"text": "ok"}


def _limit_of_ten(limit: int | None = None) -> int:
    import _csv

    before: int = _csv.field_size_limit()
    if limit is not None:
        _csv.field_size_limit(10)
    return before


@pytest.fixture(autouse=True)
def _field_limit() -> object:
    import _csv

    before = _csv.field_size_limit()
    yield
    _csv.field_size_limit(before)


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "it is empty"), (b" \na\n", "it is empty"), (b"\xe9,text\na,b\n", "not valid UTF-8")],
)
def test_header_that_names_nothing(content: bytes, message: str, request_model: type[Request]) -> None:
    with pytest.raises(InvalidInputError, match=f"first line must name the columns.*{message}"):
        rows(content, request_model)
