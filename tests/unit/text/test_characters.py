import pytest
from hypothesis import given
from hypothesis import strategies as st

from tremplin.text.characters import CharacterTable
from tremplin.text.words import fold

FRENCH = "L’élève Œuvre, à « Cœur » — 3 € … ß æ"


def images(function, text):
    return "".join(map(function, text))


FUNCTIONS = {
    "fold": fold,
    "same": lambda c: c,
    "punctuation": lambda c: c if c.isalnum() or c.isspace() else " ",
    "upper": str.upper,
    "gone": lambda c: "" if c in "aé’œ" else c,
    "many": lambda c: f" {c} " if not c.isalnum() else c,
    "controls": lambda c: {"a": "\x80", "b": "x\x81", "\x90": "é", "\x91": ""}.get(c, c),
    "rotated": lambda c: chr(ord(c) + 1) if ord(c) < 0x9F else c,
    "wide": lambda c: {"a": "œ", "b": "\u0085", "c": "\U0001f600"}.get(c, c),
}


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize(
    "text",
    [
        FRENCH,
        FRENCH * 40,
        "abc " * 200,
        "é" * 500 + "\x80\x90\x91\x99",
        "a" * 500 + "\ud800" + "\U0001f600",
        "",
    ],
)
def test_it_is_the_function_of_each_character(name, text):
    assert CharacterTable(FUNCTIONS[name])(text) == images(FUNCTIONS[name], text)


@pytest.mark.parametrize("name", FUNCTIONS)
@given(st.text(st.characters(), max_size=60), st.booleans())
def test_of_any_text(name, text, long):
    text = text * 20 if long else text
    assert CharacterTable(FUNCTIONS[name])(text) == images(FUNCTIONS[name], text)


def test_bytes_go_there_and_back():
    table = CharacterTable(str.lower)
    data = table.encode(FRENCH * 30)
    assert len(data) == len(FRENCH * 30)
    assert table.decode(data) == (FRENCH * 30).lower()
    assert table.recode("cœur’s") is not None
    assert table.decode(table.recode("cœur’s")) == "cœur’s"


@pytest.mark.parametrize("text", ["é\x80", "é\U0001f600", "é\u4e2d"])
def test_what_does_not_fit_into_bytes_is_refused(text):
    assert CharacterTable(str.lower).encode(text) is None
    assert CharacterTable(str.lower).recode(text) is None
