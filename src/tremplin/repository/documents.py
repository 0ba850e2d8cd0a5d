from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from tremplin.base.errors import ArtifactError

__all__ = ["FORMAT", "REPAIR", "canonical", "seal", "unseal"]

FORMAT = 1
"""The version of the form in which manifests and tags are written."""

REPAIR = (
    "pull it again from where it came, restore the repository from a backup, "
    "or reinstall Tremplin if the model came with it"
)
"""What to do about a damaged artefact."""


def canonical(content: Mapping[str, Any]) -> bytes:
    """Writes JSON so that the same content always gives the same bytes.

    Raises:
        TypeError: Something in it has no form in JSON.
        ValueError: A number is not finite, a text is not valid Unicode, or it contains itself.
    """
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, allow_nan=False, indent=1)
    return (text + "\n").encode()


def seal(content: Mapping[str, Any]) -> bytes:
    """Writes a document with its format version and the sha256 of all the rest of it."""
    body = {**content, "format": FORMAT}
    return canonical({**body, "sha256": hashlib.sha256(canonical(body)).hexdigest()})


def unseal(raw: bytes, *, where: str) -> dict[str, Any]:
    """Reads a sealed document.

    Args:
        raw: The bytes that `seal` wrote.
        where: Names the document in errors.

    Raises:
        ArtifactError: It is not JSON, is of another format version, or a byte of it has changed.
    """
    try:
        document = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise ArtifactError(f"{where} is not valid JSON ({error}); {REPAIR}") from error
    if not isinstance(document, dict):
        raise ArtifactError(f"{where} is JSON of another kind than an object; {REPAIR}")
    if document.get("format") != FORMAT:
        raise ArtifactError(
            f"{where} has format version {document.get('format')!r}; this version of Tremplin reads {FORMAT}. "
            f"If a newer Tremplin wrote it, run: pip install --upgrade tremplin. Otherwise {REPAIR}"
        )
    content = {key: value for key, value in document.items() if key not in ("format", "sha256")}
    try:
        unchanged = seal(content) == raw
    except ValueError:  # what JSON can say and we never write: NaN, half a Unicode character
        unchanged = False
    if not unchanged:
        raise ArtifactError(f"{where} has changed since it was written; {REPAIR}")
    return content
