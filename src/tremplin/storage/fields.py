from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from tremplin.base.errors import InvalidInputError, TooLargeError

__all__ = ["check_content", "check_field"]

_WORD = (40, re.compile(r"[a-z][a-z0-9_.-]*", re.ASCII), "lower-case letters, digits, '_', '.' and '-'")
_PSEUDONYM = (64, re.compile(r"[A-Za-z0-9._:/+=-]+", re.ASCII), "a pseudonym, never a name or an address")
_FORMS = {
    "kind": _WORD,
    "product": _WORD,
    "subject": (100, re.compile(r"[A-Za-z0-9._:@/+=-]+", re.ASCII), "an identifier without spaces"),
    "actor": _PSEUDONYM,
    "person": _PSEUDONYM,
    "idempotency_key": (200, re.compile(r"[!-~]+", re.ASCII), "visible ASCII characters without spaces"),
}

_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


def check_field(name: str, value: object) -> str:
    """Returns the value of a field of an event if it has the field's form.

    The value is not repeated in the error: a wrong one may be a person's name.

    Raises:
        InvalidInputError: It is no text, empty, or has a character that does not belong there.
        TooLargeError: It is too long.
    """
    limit, form, meaning = _FORMS[name]
    if not isinstance(value, str):
        raise InvalidInputError(f"{name} is {type(value).__name__}; expected a text: {meaning}")
    if len(value) > limit:
        raise TooLargeError(f"{name} has {len(value)} characters; the limit is {limit}: give {meaning}")
    if not form.fullmatch(value):
        raise InvalidInputError(f"{name} has a character that it may not have, or is empty: give {meaning}")
    return value


def check_content(name: str, value: object, *, limit: int) -> dict[str, Any]:
    """Returns a JSON object as it will be read again.

    Args:
        name: What it is called in errors.
        value: The object.
        limit: The most bytes of its JSON text.

    Raises:
        InvalidInputError: It is no object, or something in it has no form in JSON that every database keeps.
        TooLargeError: It is too large.
    """
    if not isinstance(value, Mapping):
        raise InvalidInputError(f"{name} is {type(value).__name__}; expected an object of names and values")
    try:
        text = json.dumps(dict(value), allow_nan=False, ensure_ascii=False)
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise InvalidInputError(f"{name} holds half a Unicode character: give valid Unicode") from error
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidInputError(f"{name} cannot be written as JSON: {error}") from error
    if size > limit:
        raise TooLargeError(f"{name} has {size} bytes; the limit is {limit}: keep only what is needed")
    if _NUL.search(text):
        raise InvalidInputError(f"{name} holds a NUL character, which PostgreSQL cannot keep: remove it")
    content: dict[str, Any] = json.loads(text)
    return content
