from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from typing import Any

from tremplin.base.errors import InvalidInputError
from tremplin.repository.documents import canonical

__all__ = ["CARD_KEYS", "check_card"]

CARD_KEYS: dict[str, str] = {
    "title": "what it is, in a few words",
    "description": "what it does, for whom, and where it must not be used",
    "data": "on what it was trained: a text, or a list or object of sources",
    "metrics": "how well it does: an object of figures, each with the set it was measured on",
    "license": "the terms of its use, for instance Apache-2.0",
}
"""What every card must say; it may say more, for instance ``made_with``: the command that rebuilds it."""

_TEXTS = ("title", "description", "license")


def _missing(card: Mapping[str, Any]) -> list[str]:
    problems = []
    for key, meaning in CARD_KEYS.items():
        if key in card:
            continue
        near = difflib.get_close_matches(key, [k for k in card if k not in CARD_KEYS], n=1, cutoff=0.6)
        problems.append(f"{key!r} ({f'rename {near[0]!r}' if near else meaning})")
    return problems


def _check_keys(value: object, where: str) -> None:
    if isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                raise InvalidInputError(f"{where} has the key {key!r}: the keys of a card are texts")
            _check_keys(item, f"{where}.{key}")
    elif isinstance(value, list | tuple):
        for item in value:
            _check_keys(item, where)


def _check_values(card: Mapping[str, Any]) -> None:
    for key in _TEXTS:
        if not isinstance(card[key], str) or not card[key].strip():
            raise InvalidInputError(f"card.{key} must be a text: {CARD_KEYS[key]}; it is {card[key]!r}")
    if not card["data"] or not isinstance(card["data"], str | list | dict):
        raise InvalidInputError(f"card.data must say {CARD_KEYS['data']}; it is {card['data']!r}")
    if not card["metrics"] or not isinstance(card["metrics"], dict):
        raise InvalidInputError(f"card.metrics must say {CARD_KEYS['metrics']}; it is {card['metrics']!r}")


def check_card(card: object) -> dict[str, Any]:
    """Returns a card as the JSON that is stored.

    Args:
        card: An object with at least the keys of `CARD_KEYS`; all of it can be written as JSON.

    Raises:
        InvalidInputError: It lacks a key, a value is empty or of another type, or it is no JSON.
    """
    if not isinstance(card, Mapping):
        raise InvalidInputError(
            f"a card is an object with {', '.join(CARD_KEYS)}; it is {type(card).__name__}"
        )
    try:
        _check_keys(card, "card")
        stored: dict[str, Any] = json.loads(canonical(dict(card)))
    except (TypeError, UnicodeEncodeError, RecursionError) as error:
        raise InvalidInputError(f"the card cannot be written as JSON: {error}") from error
    except ValueError as error:
        if isinstance(error, InvalidInputError):
            raise
        raise InvalidInputError(
            f"the card cannot be written as JSON: {error}; write null for a figure that is not known"
        ) from error
    missing = _missing(stored)
    if missing:
        raise InvalidInputError(f"the card lacks {'; '.join(missing)}")
    _check_values(stored)
    return stored
