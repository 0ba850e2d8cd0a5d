from __future__ import annotations

import pytest

from tremplin.base.errors import InvalidInputError, TooLargeError
from tremplin.storage.fields import check_content, check_field


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "feedback.accepted"),
        ("product", "my_product-2"),
        ("subject", "0123456789abcdef"),
        ("subject", "jobs@3"),
        ("actor", "u-4f2a=="),
        ("idempotency_key", "a!~#"),
    ],
)
def test_values_of_the_form_pass(name, value):
    assert check_field(name, value) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", ""),
        ("kind", "Accepted"),
        ("kind", "3a"),
        ("product", "a b"),
        ("subject", ""),
        ("subject", "a b"),
        ("subject", "a\n"),
        ("actor", "jean.dupont@example.org"),
        ("actor", "Jean Dupont"),
        ("person", "Éloïse"),
        ("idempotency_key", "a b"),
        ("idempotency_key", "é"),
        ("idempotency_key", "a\0"),
    ],
)
def test_other_characters_are_refused_without_repeating_them(name, value):
    with pytest.raises(
        InvalidInputError, match=f"{name} has a character that it may not have, or is empty"
    ) as error:
        check_field(name, value)
    assert len(value) < 3 or value not in str(error.value)


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("kind", 40),
        ("product", 40),
        ("subject", 100),
        ("actor", 64),
        ("person", 64),
        ("idempotency_key", 200),
    ],
)
def test_long_values_are_refused(name, limit):
    assert check_field(name, "a" * limit)
    with pytest.raises(TooLargeError, match=f"{name} has {limit + 1} characters; the limit is {limit}"):
        check_field(name, "a" * (limit + 1))


@pytest.mark.parametrize("value", [None, 3, b"a", ["a"]])
def test_values_that_are_no_text_are_refused(value):
    with pytest.raises(InvalidInputError, match="expected a text"):
        check_field("kind", value)


@pytest.mark.parametrize("value", [{}, {"a": [1, 2.5, None, True, {"b": "é"}]}, {"a": "\\u0000"}])
def test_content_comes_back(value):
    assert check_content("payload", value, limit=1000) == value


@pytest.mark.parametrize("value", [None, "a", [("a", 1)], 3])
def test_content_is_an_object(value):
    with pytest.raises(InvalidInputError, match=r"payload is .*; expected an object"):
        check_content("payload", value, limit=1000)


def test_large_content_is_refused():
    with pytest.raises(TooLargeError, match="personal has 14 bytes; the limit is 13"):
        check_content("personal", {"a": "éé1"}, limit=13)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1}, object(), b"a"])
def test_what_json_cannot_say_is_refused(value):
    with pytest.raises(InvalidInputError, match="payload cannot be written as JSON"):
        check_content("payload", {"a": value}, limit=1000)


def test_content_that_contains_itself_is_refused():
    value: dict = {}
    value["a"] = value
    with pytest.raises(InvalidInputError, match="cannot be written as JSON"):
        check_content("payload", value, limit=1000)


def test_half_a_character_is_refused():
    with pytest.raises(InvalidInputError, match="half a Unicode character"):
        check_content("payload", {"a": "\ud800"}, limit=1000)


@pytest.mark.parametrize("value", [{"a": "\0"}, {"\0": 1}, {"a": "\\\0"}])
def test_nul_is_refused(value):
    with pytest.raises(InvalidInputError, match="NUL"):
        check_content("payload", value, limit=1000)
