from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from tremplin.base.errors import UnknownNameError

__all__ = ["TEXT_LIMIT", "ItemError", "Reason", "Request", "Response", "Text", "item_error"]

TEXT_LIMIT = 200_000
"""The most characters that one text of a request may have."""


def _check_text(text: str) -> str:
    if len(text) > TEXT_LIMIT:
        raise PydanticCustomError(
            "too_large",
            "this text has {length} characters; the limit is {limit}: cut it or split it",
            {"length": len(text), "limit": TEXT_LIMIT},
        )
    if not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text):
        raise PydanticCustomError(
            "invalid_unicode", "this text holds half a Unicode character (a lone surrogate): send valid UTF-8"
        )
    return text


Text = Annotated[str, AfterValidator(_check_text)]
"""A text of a request: valid Unicode of at most `TEXT_LIMIT` characters."""


class Request(BaseModel):
    """One item to predict on. An unknown field is an error, and so is a value of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Response(BaseModel):
    """What a product answers for one item; the seam fills the two fields."""

    model_config = ConfigDict(extra="forbid")

    prediction_id: str = Field("", description="Names this prediction in feedback.")
    model: str = Field("", description="name@version of the model that answered.")


class Reason(BaseModel):
    """A span of the input, or a named cause, and how much it moved the score.

    ``contribution`` is in logits (natural logarithm of odds); ``start`` and ``end`` are character offsets
    into the field ``field`` of the request, or null where the cause is not a span.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    contribution: float
    field: str = "text"
    start: int | None = None
    end: int | None = None


class ItemError(BaseModel):
    """Why one item has no answer; the others of its batch are not touched."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    message: str


_CODES = {"too_large": "too_large"}
_MOST_PROBLEMS = 20


def _sentence(problem: Any, known: dict[str, Any]) -> str:
    where = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "extra_forbidden":
        return str(UnknownNameError("field", where, known))
    return f"{where}: {problem['msg']}" if where else str(problem["msg"])


def item_error(error: ValidationError, request: type[BaseModel]) -> ItemError:
    """Turns a failed validation into one sentence per problem, without repeating what was sent."""
    problems = error.errors(include_url=False, include_input=False)
    code = next((_CODES[p["type"]] for p in problems if p["type"] in _CODES), "invalid_input")
    # A hostile item may have a hundred thousand unknown fields, and each costs a search for the nearest.
    told = [_sentence(p, dict(request.model_fields)) for p in problems[:_MOST_PROBLEMS]]
    return ItemError(code=code, message="; ".join(told))
