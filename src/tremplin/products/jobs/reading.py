from __future__ import annotations

from dataclasses import dataclass

from tremplin.classification.features import Document

__all__ = ["Reading"]

_TITLE_WORDS = 8
_FIRST_LINE_WORDS = 15


@dataclass(frozen=True)
class Reading:
    """A text as the model reads it: a title and a description, and where each stands in what was sent.

    ``origins`` gives for each field of the document the name of the request's field and the offset in it.
    """

    document: Document
    origins: dict[str, tuple[str, int]]

    @classmethod
    def of_parts(cls, title: str | None, description: str | None) -> Reading:
        """Reads a title and a description that came apart."""
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
