from __future__ import annotations

import difflib
from collections.abc import Iterable

__all__ = [
    "ERROR_CODES",
    "ArtifactError",
    "ConfigurationError",
    "InvalidInputError",
    "MissingExtraError",
    "NotFoundError",
    "TooLargeError",
    "TremplinError",
    "UnknownNameError",
]

ERROR_CODES: dict[str, str] = {
    "invalid_input": "The input does not have the expected form.",
    "too_large": "The input is larger than the limit.",
    "unknown_name": "A name is not one of those that exist.",
    "not_found": "What was asked for does not exist.",
    "artifact_invalid": "A stored model or table is damaged, incomplete or of another format.",
    "configuration": "A setting is missing or wrong.",
    "missing_extra": "An optional package is not installed.",
    "unauthorized": "No valid token or session was presented.",
    "forbidden": "The caller may not do this.",
    "rate_limited": "Too many requests in too short a time.",
    "unavailable": "The service cannot answer now.",
    "internal": "An unexpected fault; the log holds its details.",
}
"""The published list of error codes: the same in records, over HTTP and in logs."""


class TremplinError(Exception):
    """Root of every error that Tremplin raises on purpose.

    Its ``code`` is one of `ERROR_CODES`; its text says what was given, what was expected and what to do.
    """

    code = "internal"


class InvalidInputError(TremplinError, ValueError):
    """The input does not have the expected form."""

    code = "invalid_input"


class TooLargeError(InvalidInputError):
    """The input is larger than the published limit."""

    code = "too_large"


class UnknownNameError(TremplinError, KeyError):
    """A name is not one of those that exist; the message names the nearest.

    Args:
        kind: What is named, for instance ``"step"``.
        name: The name that was given.
        known: The names that exist.
    """

    code = "unknown_name"

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        self.nearest = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
        if self.nearest:
            advice = f"did you mean {' or '.join(repr(n) for n in self.nearest)}?"
        else:
            shown = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
            advice = f"known: {shown or 'none'}."
        self.message = f"unknown {kind} {name!r}; {advice}"
        super().__init__(self.message)

    def __str__(self) -> str:
        return self.message


class NotFoundError(TremplinError, LookupError):
    """What was asked for does not exist."""

    code = "not_found"


class ArtifactError(TremplinError):
    """A stored artefact is damaged, incomplete or of another format."""

    code = "artifact_invalid"


class ConfigurationError(TremplinError):
    """A setting is missing or wrong."""

    code = "configuration"


class MissingExtraError(TremplinError, ImportError):
    """An optional package is not installed; the message carries the exact pip line."""

    code = "missing_extra"
