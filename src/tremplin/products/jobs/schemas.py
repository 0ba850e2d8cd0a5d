from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from tremplin.base.records import Reason, Request, Response, Text

__all__ = ["Candidate", "JobRequest", "JobResponse"]

Target = Literal["rome", "appellation"]


class JobRequest(Request):
    """A text to code: either ``text``, or ``title`` and ``description`` (one of them may be missing)."""

    text: Annotated[Text | None, Field(description="A title, an activity or a whole offer, in French.")] = (
        None
    )
    title: Annotated[Text | None, Field(description="The offer's title.")] = None
    description: Annotated[Text | None, Field(description="The offer's description.")] = None
    k: Annotated[int, Field(ge=1, le=50, description="Number of candidates.")] = 5
    target: Annotated[Target, Field(description="ROME codes, or appellations (OGR codes).")] = "rome"
    reasons: Annotated[bool, Field(description="Whether each candidate comes with its reasons.")] = False

    @model_validator(mode="after")
    def _one_form(self) -> JobRequest:
        parts = [part for part in (self.title, self.description) if part is not None]
        if (self.text is None) == (not parts):
            raise PydanticCustomError("form", "give either 'text', or 'title' and 'description'")
        if not any(c.isalnum() or ord(c) > 0x2000 for part in (self.text, *parts) if part for c in part):
            raise PydanticCustomError("empty", "the text is empty: write at least one word")
        return self


class Candidate(BaseModel):
    """A proposed code, with its calibrated probability and the words that speak for and against it."""

    model_config = ConfigDict(extra="forbid")

    code: str
    label: str
    score: float = Field(ge=0, le=1)
    reasons: list[Reason] = Field(default_factory=list)


class JobResponse(Response):
    """Candidates, best first; ``abstained`` says that a person should choose."""

    candidates: list[Candidate]
    abstained: bool
