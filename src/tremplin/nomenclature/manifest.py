from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tremplin.base.errors import ArtifactError

__all__ = [
    "FORMAT",
    "LICENCE",
    "SOURCE",
    "Manifest",
    "TableEntry",
    "read_manifest",
    "version_order",
    "write_json",
    "write_manifest",
]

FORMAT = 1
"""The version of the layout of a release folder."""

SOURCE = "France Travail, Répertoire opérationnel des métiers et des emplois (ROME)"
LICENCE = "Licence Ouverte 2.0 (Etalab)"
_NAME = "manifest.json"


@dataclass(frozen=True)
class TableEntry:
    """One file of a release: its rows, its size in bytes and its hash."""

    file: str
    rows: int
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a release folder holds.

    Args:
        version: The version of ROME, such as ``4.60``.
        published: The day on which France Travail published it (ISO 8601), or empty where unknown.
        v3_version: The version of ROME 3 that the mapping between both was made with.
        tables: The entry of each table, by name.
    """

    version: str
    published: str
    v3_version: str
    tables: Mapping[str, TableEntry]
    source: str = SOURCE
    licence: str = LICENCE
    format: int = FORMAT


def version_order(version: str) -> tuple[int, ...]:
    """Makes versions comparable: 4.9 comes before 4.60."""
    return tuple(int(part) for part in version.split("."))


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Writes a JSON file of stable bytes."""
    path.write_text(
        json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Writes the manifest of a release folder; it is the last file written."""
    write_json(folder / _NAME, asdict(manifest))


def _parse(content: dict[str, Any]) -> Manifest:
    tables = {str(name): TableEntry(**entry) for name, entry in content.pop("tables").items()}
    manifest = Manifest(**content, tables=tables)
    version_order(manifest.version)
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """Reads what a release folder says of itself.

    Raises:
        ArtifactError: The folder has no manifest, or one that cannot be read or is of another format.
    """
    path = folder / _NAME
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ArtifactError(f"{folder} holds no ROME tables: it has no {_NAME}") from error
    except ValueError as error:
        raise ArtifactError(f"{path} is not valid JSON: {error}; import the archive again") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        found = content.get("format") if isinstance(content, dict) else None
        raise ArtifactError(
            f"{path} is of format {found!r}; this Tremplin reads {FORMAT}: import the archive again"
        )
    try:
        return _parse(content)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ArtifactError(
            f"{path} lacks or misspells a field ({error}); import the archive again"
        ) from error
