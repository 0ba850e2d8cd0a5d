from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tremplin.base.records import item_error
from tremplin.feedback import KINDS
from tremplin.web.problems import Refusal

__all__ = ["Batch", "Feedback", "parse"]

_Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:@/-]*$", max_length=200)]
_Key = Annotated[str, Field(pattern=r"^[!-~]+$", max_length=128)]
_Word = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]*$", max_length=200)]
_Body = TypeVar("_Body", bound=BaseModel)


class Batch(BaseModel):
    """Several items in one call."""

    model_config = ConfigDict(extra="forbid", strict=True)

    items: list[Any]


class Feedback(BaseModel):
    """What a person or a program did with a prediction."""

    model_config = ConfigDict(extra="forbid", strict=True)

    prediction_id: _Name = Field(description="The prediction_id of the answer.")
    kind: _Name = Field(description="What was done.", json_schema_extra={"enum": list(KINDS)})
    value: _Word | None = Field(None, description="The code or label that was taken, or what came of it.")
    model: _Name | None = Field(None, description="The model of the answer; the one served now if absent.")
    idempotency_key: _Key | None = Field(
        None, description="The same key is kept once; the header Idempotency-Key does the same."
    )
    extra: dict[str, Any] | None = Field(None, description="Figures and codes beside it, such as a rank.")


def parse(model: type[_Body], content: object) -> _Body:
    """Reads a body of this layer.

    Raises:
        Refusal: It does not have the expected form (422).
    """
    try:
        return model.model_validate(content)
    except ValidationError as error:
        wrong = item_error(error, model)
        raise Refusal(wrong.code, wrong.message) from None
