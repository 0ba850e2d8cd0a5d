from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from tremplin.base.errors import InvalidInputError, TooLargeError, UnknownNameError
from tremplin.storage import Event, append_event, read_events

__all__ = ["EXTRA_LIMIT", "KINDS", "VALUE_LIMIT", "Feedback", "read", "record"]

KINDS: dict[str, str] = {
    "shown": "the prediction was shown to someone",
    "accepted": "it was taken as it was",
    "corrected": "something else was taken; the value says what",
    "rejected": "nothing of it was of use",
    "outcome": "what came of it later; the value says what",
}
"""What can be said about a prediction."""

VALUE_LIMIT = 200
"""The most characters of a value, and of a text in extra."""

EXTRA_LIMIT = 20
"""The most names in extra, and the most items of a list there."""

_NEEDS_VALUE = ("corrected", "outcome")
_PREFIX = "feedback."
_MODEL = re.compile(r"[a-z0-9][a-z0-9-]{0,63}@[a-z0-9][a-z0-9.-]{0,63}", re.ASCII)
_FRENCH_SPACES = {
    0xA0: " ",
    0x202F: " ",
}  # labels have them before ':' and '»', and Python calls them invisible
_EXTRA_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)


@dataclass(frozen=True)
class Feedback:
    """What was said about a prediction; ``event_id`` orders what was said."""

    event_id: int
    created: datetime
    product: str
    prediction_id: str
    kind: str
    model: str
    value: str | None
    actor: str | None
    extra: Mapping[str, Any]


def _check_label(name: str, value: object) -> str:
    """Returns a code or label; a sentence, which may be about a person, does not fit its form."""
    if not isinstance(value, str) or not value.strip():
        raise InvalidInputError(f"{name} must be a code or label such as 'G1602'; it is empty or no text")
    if len(value) > VALUE_LIMIT:
        raise TooLargeError(
            f"{name} has {len(value)} characters; the limit is {VALUE_LIMIT}: give a code or label, not a text"
        )
    if not value.translate(_FRENCH_SPACES).isprintable():
        raise InvalidInputError(
            f"{name} has a line break or another invisible character: give a code or label"
        )
    return value


def _check_item(name: str, value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return _check_label(name, value)
    raise InvalidInputError(
        f"{name} is {type(value).__name__}; expected a number, a code, or a list of those"
    )


def _check_extra(extra: Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(extra, Mapping):
        raise InvalidInputError(f"extra is {type(extra).__name__}; expected an object of names and values")
    if len(extra) > EXTRA_LIMIT:
        raise TooLargeError(f"extra has {len(extra)} names; the limit is {EXTRA_LIMIT}")
    checked: dict[str, Any] = {}
    for name, value in extra.items():
        if not isinstance(name, str) or not _EXTRA_NAME.fullmatch(name):
            raise InvalidInputError("a name in extra is lower-case letters, digits and '_', such as 'rank'")
        if isinstance(value, list | tuple):
            if len(value) > EXTRA_LIMIT:
                raise TooLargeError(f"extra.{name} has {len(value)} items; the limit is {EXTRA_LIMIT}")
            checked[name] = [_check_item(f"extra.{name}", item) for item in value]
        else:
            checked[name] = _check_item(f"extra.{name}", value)
    return checked


def record(
    engine: Engine,
    *,
    product: str,
    prediction_id: str,
    kind: str,
    model: str,
    value: str | None = None,
    actor: str | None = None,
    idempotency_key: str | None = None,
    extra: Mapping[str, Any] | None = None,
) -> int:
    """Writes down what was done with a prediction; once this returns, it is on the disk.

    Nothing of what a person said or is belongs here: a value is a code or a label, an actor a pseudonym.

    Args:
        engine: The database, as `tremplin.storage.open_engine` opens it.
        product: The product that predicted.
        prediction_id: The ``prediction_id`` of its response.
        kind: One of `KINDS`.
        model: The ``model`` of its response, ``name@version``.
        value: The code or label that was taken, or what came of it; ``corrected`` and ``outcome`` need one.
        actor: The pseudonym of who did it.
        idempotency_key: Names this feedback, so that sending it again adds nothing.
        extra: Figures and codes beside it, such as ``{"rank": 2, "shown": ["G1602", "G1603"]}``.

    Returns:
        The id of the event, the same where the key was used before.

    Raises:
        UnknownNameError: There is no such kind.
        InvalidInputError: A field is not of its form, or the key was used for other feedback.
        TooLargeError: A field is too long.
    """
    if kind not in KINDS:
        raise UnknownNameError("kind of feedback", str(kind), KINDS)
    if not isinstance(model, str) or not _MODEL.fullmatch(model):
        raise InvalidInputError("model must be the one of the response, such as 'jobs@3'")
    if value is None and kind in _NEEDS_VALUE:
        raise InvalidInputError(f"{kind} needs a value: {KINDS[kind]}")
    payload: dict[str, Any] = {"model": model}
    if value is not None:
        payload["value"] = _check_label("value", value)
    if extra:
        payload["extra"] = _check_extra(extra)
    return append_event(
        engine,
        kind=_PREFIX + kind,
        product=product,
        subject=prediction_id,
        payload=payload,
        actor=actor,
        idempotency_key=idempotency_key,
    )


def read(
    engine: Engine,
    *,
    product: str | None = None,
    prediction_id: str | None = None,
    after: int = 0,
    limit: int = 1_000,
) -> list[Feedback]:
    """Reads feedback, oldest first.

    Args:
        engine: The database.
        product: Only of this product.
        prediction_id: Only about this prediction.
        after: Only with a greater event id: to read on, give that of the last one read.
        limit: The most to read.

    Raises:
        InvalidInputError: The limit is out of range.
    """
    kinds = [_PREFIX + kind for kind in KINDS]
    events = read_events(
        engine, product=product, subject=prediction_id, kinds=kinds, after=after, limit=limit
    )
    return [_feedback(event) for event in events]


def _feedback(event: Event) -> Feedback:
    return Feedback(
        event_id=event.id,
        created=event.created,
        product=event.product,
        prediction_id=event.subject,
        kind=event.kind.removeprefix(_PREFIX),
        model=event.payload["model"],
        value=event.payload.get("value"),
        actor=event.actor,
        extra=event.payload.get("extra", {}),
    )
