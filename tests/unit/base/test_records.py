from __future__ import annotations

import pytest
from pydantic import ValidationError

from tremplin.base.records import TEXT_LIMIT, ItemError, Reason, Request, Text, item_error


class Ask(Request):
    text: Text
    k: int = 5


def problem(**fields: object) -> ItemError:
    with pytest.raises(ValidationError) as caught:
        Ask.model_validate(fields)
    return item_error(caught.value, Ask)


@pytest.mark.parametrize("text", ["", "café ☕", "\x00", "a" * TEXT_LIMIT])
def test_texts_that_are_taken(text: str) -> None:
    assert Ask(text=text).text == text


def test_text_over_the_limit() -> None:
    error = problem(text="é" * (TEXT_LIMIT + 1))
    assert error.code == "too_large"
    assert error.message == "text: this text has 200001 characters; the limit is 200000: cut it or split it"


def test_half_a_character() -> None:
    error = problem(text="a\ud83d")
    assert error.code == "invalid_input"
    assert "lone surrogate" in error.message


def test_unknown_field_names_the_nearest() -> None:
    assert problem(text="a", txt="b").message == "unknown field 'txt'; did you mean 'text'?"


def test_every_problem_has_its_sentence_and_quotes_nothing() -> None:
    error = problem(text=["secret"], k="secret")
    assert error.message == "text: Input should be a valid string; k: Input should be a valid integer"


def test_problem_without_a_place() -> None:
    with pytest.raises(ValidationError) as caught:
        Ask.model_validate("secret")
    message = item_error(caught.value, Ask).message
    assert "secret" not in message
    assert not message.startswith(":")


def test_requests_and_reasons_are_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Ask(text="a").k = 3  # type: ignore[misc]
    with pytest.raises(ValidationError, match="frozen"):
        Reason(text="a", contribution=1.0).text = "b"  # type: ignore[misc]
