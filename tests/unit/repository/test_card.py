from __future__ import annotations

import pytest

from tremplin.base.errors import InvalidInputError
from tremplin.repository.card import CARD_KEYS, check_card


def test_a_full_card_is_kept_as_json(card):
    assert check_card({**card, "made_with": ("a", "b")}) == {**card, "made_with": ["a", "b"]}


@pytest.mark.parametrize("key", CARD_KEYS)
def test_each_required_key_is_asked_for(card, key):
    del card[key]
    with pytest.raises(InvalidInputError, match=f"the card lacks '{key}'"):
        check_card(card)


def test_a_misspelt_key_is_named(card):
    card["licence"] = card.pop("license")
    with pytest.raises(InvalidInputError, match="'license' \\(rename 'licence'\\)"):
        check_card(card)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title", ""),
        ("title", 3),
        ("description", " "),
        ("license", None),
        ("data", ""),
        ("data", []),
        ("data", 12),
        ("metrics", {}),
        ("metrics", "good"),
    ],
)
def test_an_empty_or_mistyped_value_is_refused(card, key, value):
    with pytest.raises(InvalidInputError, match=f"card.{key} must"):
        check_card({**card, key: value})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, object(), "\ud800", b"a"])
def test_what_json_cannot_say_is_refused(card, value):
    with pytest.raises(InvalidInputError, match="cannot be written as JSON"):
        check_card({**card, "extra": [value]})


def test_a_card_that_contains_itself_is_refused(card):
    card["extra"] = card
    with pytest.raises(InvalidInputError, match="cannot be written as JSON"):
        check_card(card)


def test_keys_that_are_not_texts_are_refused(card):
    with pytest.raises(InvalidInputError, match="has the key 1"):
        check_card({**card, "metrics": {"deep": [{1: 2}]}})


@pytest.mark.parametrize("card", [None, "text", [("title", "x")]])
def test_a_card_is_an_object(card):
    with pytest.raises(InvalidInputError, match="a card is an object with title, description"):
        check_card(card)
