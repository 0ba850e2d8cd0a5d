from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tremplin.classification.features import Document

__all__ = ["KINDS", "Kind", "Reading", "kind_of"]

_TITLE_WORDS = 8
_FIRST_LINE_WORDS = 15
_SENTENCE_WORDS = 60

Kind = Literal["title", "sentence", "body", "offer"]
"""What there is to read: a title alone, a few sentences without one, a description without one, or both."""

KINDS: tuple[Kind, ...] = ("title", "sentence", "body", "offer")


def kind_of(document: Document) -> Kind:
    """Says which kind a document is; scores of different kinds are not alike."""
    title, description = document.get("title", ""), document.get("description", "")
    if title.strip():
        return "title" if description in ("", title) else "offer"
    return "sentence" if len(description[:1_000].split()) <= _SENTENCE_WORDS else "body"


@dataclass(frozen=True)
class Reading:
    """A text as the model reads it: a title and a description, and where each stands in what was sent.

    ``origins`` gives for each field of the document the name of the request's field and the offset in it.
    """

    document: Document
    origins: dict[str, tuple[str, int]]

    @classmethod
    def of_parts(cls, title: str | None, description: str | None) -> Reading:
        """Reads a title and a description that came apart; a title alone is read as a short text."""
        if title and not (description or "").strip():
            return cls(
                {"title": title, "description": title}, {"title": ("title", 0), "description": ("title", 0)}
            )
        document = {"title": title or "", "description": description or ""}
        return cls(document, {"title": ("title", 0), "description": ("description", 0)})

    @classmethod
    def of_text(cls, text: str) -> Reading:
        """Reads one text: a short one is both title and description, a short first line is the title."""
        if len(text) < 1_000 and len(text.split()) <= _TITLE_WORDS:
            return cls(
                {"title": text, "description": text}, {"title": ("text", 0), "description": ("text", 0)}
            )
        start = len(text) - len(text.lstrip())
        end = text.find("\n", start)
        if start <= end < start + 300 and len(text[start:end].split()) <= _FIRST_LINE_WORDS:
            document = {"title": text[start:end], "description": text[end:]}
            return cls(document, {"title": ("text", start), "description": ("text", end)})
        return cls({"title": "", "description": text}, {"title": ("text", 0), "description": ("text", 0)})

    def span(self, field: str, start: int, end: int) -> tuple[str, int, int]:
        """Returns the request's field and offsets of a span of the document."""
        name, offset = self.origins[field]
        return name, start + offset, end + offset
