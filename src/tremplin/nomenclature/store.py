from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tremplin.base.errors import ArtifactError
from tremplin.base.settings import read_settings
from tremplin.nomenclature.manifest import Manifest, version_order, write_json
from tremplin.nomenclature.rome import Rome
from tremplin.nomenclature.tables import write_release

__all__ = ["current", "install", "store_folder"]

_log = logging.getLogger(__name__)

_POINTER = "current.json"
_FORMAT = 1
_RELEASE = re.compile(r"\d+\.\d+-[0-9a-f]{12}")


def store_folder(home: Path | str | None) -> Path:
    """Gives the folder of the imported releases under a home folder, that of the settings if None."""
    base = read_settings().home_folder() if home is None else Path(home).expanduser()
    return base / "nomenclature"


def _pointed(store: Path) -> Path | None:
    pointer = store / _POINTER
    advice = "import the archive again, or delete this file to go back to the shipped version"
    try:
        content = json.loads(pointer.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise ArtifactError(f"{pointer} is not valid JSON: {error}; {advice}") from error
    release = (
        content.get("release") if isinstance(content, dict) and content.get("format") == _FORMAT else None
    )
    if not isinstance(release, str) or not _RELEASE.fullmatch(release):
        raise ArtifactError(f"{pointer} names no release of this format; {advice}")
    if not (store / release).is_dir():
        raise ArtifactError(f"{pointer} names {release}, which is not there; {advice}")
    return store / release


def current(*, home: Path | str | None = None) -> Rome:
    """Opens the ROME to use: the one imported on this machine, unless the shipped one is newer.

    Args:
        home: The home folder; None means that of the settings.

    Raises:
        ArtifactError: The imported version is damaged.
    """
    shipped = Rome.load()
    folder = _pointed(store_folder(home))
    if folder is None:
        return shipped
    imported = Rome.load(folder)
    if version_order(imported.version) < version_order(shipped.version):
        _log.info("the shipped ROME %s is newer than the imported %s", shipped.version, imported.version)
        return shipped
    return imported


def _release_name(manifest: Manifest) -> str:
    """Names a release by its version and content: the same version with other content gets another folder."""
    hashes = "".join(manifest.tables[name].sha256 for name in sorted(manifest.tables))
    return f"{manifest.version}-{hashlib.sha256(hashes.encode()).hexdigest()[:12]}"


def _is_sound(folder: Path) -> bool:
    try:
        Rome.load(folder).verify()
    except ArtifactError:
        return False
    return True


def _move(folder: Path, target: Path, *, aside: Path) -> None:
    """Gives a finished release its name; one that is there and sound stays, a damaged one makes way."""
    if target.is_dir():
        if _is_sound(target):
            return
        os.rename(target, aside)
    try:
        os.rename(folder, target)
    except OSError:
        # Another import of the same archive may have been faster.
        if not (target.is_dir() and _is_sound(target)):
            raise


def install(store: Path, tables: Mapping[str, Any], *, version: str, published: str, v3_version: str) -> Rome:
    """Writes a release beside the others, then makes it the current one in a single step.

    Whatever stops it, the version that was in use stays in use.

    Args:
        store: The folder of the imported releases.
        tables: All tables of the release, checked.
        version: The version of ROME.
        published: The day of its publication, or empty.
        v3_version: The version of ROME 3 in the tables ``v3_…``.
    """
    store.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=store, prefix=".import-") as work:
        folder = Path(work) / "release"
        folder.mkdir()
        manifest = write_release(folder, tables, version=version, published=published, v3_version=v3_version)
        Rome.load(folder).verify()
        target = store / _release_name(manifest)
        _move(folder, target, aside=Path(work) / "damaged")
        pointer = Path(work) / _POINTER
        write_json(pointer, {"format": _FORMAT, "release": target.name})
        os.replace(pointer, store / _POINTER)
    return Rome.load(target)
