from __future__ import annotations

import io

import pytest

from tremplin.base import Request
from tremplin.base.errors import InvalidInputError
from tremplin.batch import Columns
from tremplin.batch.lines import Row, bounded_lines, read_jsonl


def rows(content: bytes, model: type[Request], *, limit: int = 100) -> list[Row]:
    return list(read_jsonl(io.BytesIO(content), Columns(model), limit=limit))


def test_good_lines(request_model: type[Request]) -> None:
    read = rows(b'\xef\xbb\xbf{"id": 1, "text": "a"}\r\n{"text": "\xc3\xa9"}', request_model)
    assert [row.record for row in read] == [{"id": 1, "text": "a"}, {"text": "é"}]
    assert [row.number for row in read] == [1, 2]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'{"id": 7, "text": "\xe9t\xe9"}', "line 2: not valid UTF-8 at byte 20"),
        (b'{"id": 7, "text": "a', "line 2: not valid JSON at column 19"),
        (b'{"id": 7, "text": NaN}', "line 2: not valid JSON: a number"),
        (b'{"id": 7, "text": ' + b"9" * 5000 + b"}", "line 2: not valid JSON: a number"),
        (b'{"id": 7, "text": ' + b"[" * 100_000, "line 2: not valid JSON"),
    ],
)
def test_damaged_line_is_an_error_in_place(line: bytes, message: str, request_model: type[Request]) -> None:
    read = rows(b'{"text": "a"}\n' + line + b'\n{"text": "b"}\n', request_model, limit=200_000)
    assert [row.error is None for row in read] == [True, False, True]
    failure = read[1].failure()
    assert failure["id"] == 7
    assert failure["error"]["code"] == "invalid_input"
    assert failure["error"]["message"].startswith(message)


def test_line_over_the_limit(request_model: type[Request]) -> None:
    long = b'{"id": "a-1", "text": "' + b"x" * 500_000 + b'"}'
    read = rows(long + b'\n{"text": "b"}', request_model)
    assert read[0].failure() == {
        "id": "a-1",
        "error": {
            "code": "too_large",
            "message": "line 1: longer than the limit of 100 bytes: cut the text or split it",
        },
    }
    assert read[1].record == {"text": "b"}


def test_line_of_exactly_the_limit(request_model: type[Request]) -> None:
    line = b'{"text": "' + b"x" * 88 + b'"}'
    assert len(line) == 100
    for end in (b"", b"\n", b"\r\n"):
        assert rows(line + end, request_model)[0].error is None
    for end in (b"", b"\n", b"\r\n", b"\r\r\r\n"):
        assert rows(line + b" " + end, request_model)[0].error is not None


@pytest.mark.parametrize(
    "line",
    [b'{"text": "say \\"id\\": 5, "', b'{"id": 7.5, ', b'{"id": 7', b'{"id": "\\x", "text": ', b"bonjour"],
)
def test_id_that_is_not_sure_is_left_out(line: bytes, request_model: type[Request]) -> None:
    assert "id" not in rows(line, request_model)[0].failure()


def test_blank_lines_keep_the_lines_together_and_end_in_nothing(request_model: type[Request]) -> None:
    read = rows(b'\n{"text": "a"}\n \n\n{"text": "b"}\n\n\n', request_model)
    assert [(row.number, row.error is None) for row in read] == [
        (1, False),
        (2, True),
        (3, False),
        (4, False),
        (5, True),
    ]
    assert read[0].failure()["error"]["message"] == "line 1: blank: one JSON object is expected"


def test_json_that_is_no_object_is_left_to_the_service(request_model: type[Request]) -> None:
    assert rows(b"[1]", request_model)[0].record == [1]


def test_empty_file(request_model: type[Request]) -> None:
    assert rows(b"", request_model) == []


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_named(encoding: str) -> None:
    with pytest.raises(InvalidInputError, match="UTF-16"):
        list(bounded_lines(io.BytesIO("\ufeff{}\n".encode(encoding))))
