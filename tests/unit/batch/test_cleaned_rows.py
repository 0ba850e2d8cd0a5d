from __future__ import annotations

import io
import json

import pytest

from tremplin.base.errors import InvalidInputError, UnknownNameError
from tremplin.batch import cleaned_rows
from tremplin.batch.cleaned_rows import Done, check_columns, clean_csv, clean_json, clean_lines
from tremplin.batch.lines import LINE_LIMIT
from tremplin.text import TextPipeline

LOWER = TextPipeline(["to_lower"])


def lines(content: bytes, pipeline: TextPipeline = LOWER) -> bytes:
    target = io.BytesIO()
    list(clean_lines(pipeline, io.BytesIO(content), target, [], 2))
    return target.getvalue()


def csv(content: str, *names: str) -> str:
    target = io.BytesIO()
    list(clean_csv(LOWER, io.BytesIO(content.encode()), target, names, 2))
    return target.getvalue().decode()


def jsonl(content: str, *names: str, pipeline: TextPipeline = LOWER) -> tuple[list[dict], list[Done]]:
    target = io.BytesIO()
    done = list(clean_json(pipeline, io.BytesIO(content.encode()), target, names, 2))
    return [json.loads(line) for line in target.getvalue().splitlines()], done


def test_lines_stay_lines() -> None:
    assert lines("É\r\n\nB".encode()) == "é\n\nb\n".encode()
    assert lines(b"<p>a</p><p>b</p>\n", TextPipeline(["strip_html"])) == b"a b\n"


def test_lines_that_cannot_be_read() -> None:
    with pytest.raises(InvalidInputError, match="line 2: not valid UTF-8 at byte 2"):
        lines(b"a\nb\xff\n")
    with pytest.raises(InvalidInputError, match="line 1: longer"):
        lines(b"a" * (LINE_LIMIT + 1))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("n,Texte\n1,ABC\n2,\n", "n,Texte\n1,abc\n2,\n"),
        ("\ufeffn;Texte\r\n1;A;\n", None),
        ('\ufeffn;Texte\r\n1;"A;B\nC"\r\n\r\n3;D', '\ufeffn;Texte\n1;"a;b\nc"\n3;d\n'),
        ("Texte\nA, B\n", 'Texte\n"a, b"\n'),
    ],
)
def test_tables_keep_their_other_cells_their_separator_and_mark(before: str, after: str | None) -> None:
    if after is None:
        with pytest.raises(InvalidInputError, match="line 2: 3 cells where the header has 2"):
            csv(before, "Texte")
    else:
        assert csv(before, "Texte") == after


def test_several_columns() -> None:
    assert csv("a,b,c\nX,Y,Z\nX,Y,Z\nX,Y,Z\n", "c", "a") == "a,b,c\n" + "x,Y,z\n" * 3


def test_a_stream_that_cannot_go_back_has_no_mark() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    target = io.BytesIO()
    list(clean_csv(LOWER, Pipe("\ufeffa\nX\n".encode()), target, ["a"], 2))
    assert target.getvalue() == b"a\nx\n"


def test_columns_are_named_and_exist() -> None:
    with pytest.raises(InvalidInputError, match=r"which column holds the texts\? columns: a, b"):
        check_columns([], ["a", "b"])
    with pytest.raises(UnknownNameError, match="did you mean 'texte'"):
        check_columns(["text"], ["id", "texte"])
    with pytest.raises(InvalidInputError, match="stands twice"):
        check_columns(["a"], ["a", "a"])


def test_json_lines_keep_keys_order_and_nulls() -> None:
    found, done = jsonl('{"b":1,"t":"A","c":[1.5]}\n{"t":null}\n{"u":2}\n', "t")
    assert found == [{"b": 1, "t": "a", "c": [1.5]}, {"t": None}, {"u": 2}]
    assert list(found[0]) == ["b", "t", "c"]
    assert done == [Done(2, 0), Done(1, 0)]


def test_a_line_that_cannot_be_cleaned_is_an_error_in_place() -> None:
    content = '\n{"id":7,"t":3}\n[1]\n{"t":"A"}\n{\n{"t":"\\ud83d"}\n'
    found, done = jsonl(content, "t")
    assert [line.get("t") for line in found] == [None, None, None, "a", None, None]
    messages = [line["error"]["message"] for line in found if "error" in line]
    assert messages[0] == "line 1: blank: one JSON object is expected"
    assert messages[1] == "line 2: t is int, not a text; add the step 'remove_non_string' first"
    assert messages[2] == "line 3: list where a JSON object is expected"
    assert messages[3].startswith("line 5: not valid JSON")
    assert messages[4] == "line 6: t holds half a Unicode character: write valid UTF-8"
    assert found[1]["id"] == 7
    assert sum(part.failed for part in done) == 5


def test_values_that_are_no_texts_are_emptied_where_that_is_a_step() -> None:
    found, _ = jsonl('{"t":3}\n{"t":null}\n', "t", pipeline=TextPipeline(["remove_non_string"]))
    assert found == [{"t": ""}, {"t": ""}]


def test_a_key_that_no_line_has() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'texte'"):
        jsonl('{"texte":"A"}\n', "text")
    assert cleaned_rows.Done(1) == (1, 0)
