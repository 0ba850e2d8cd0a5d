from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tremplin.base.errors import ArtifactError, InvalidInputError
from tremplin.nomenclature.archive import open_archive
from tremplin.nomenclature.checks import check_tables
from tremplin.nomenclature.manifest import version_order
from tremplin.nomenclature.official import OfficialFiles, read_tables
from tremplin.nomenclature.rome import Rome
from tremplin.nomenclature.store import current, install, store_folder

__all__ = ["CodeChange", "ImportReport", "import_rome"]

_log = logging.getLogger(__name__)

_SHOWN = 10


@dataclass(frozen=True)
class CodeChange:
    """A code whose title changed; ``before`` is empty for a new code, ``after`` for one that is gone."""

    code: str
    before: str
    after: str


@dataclass(frozen=True)
class ImportReport:
    """What an import brought.

    Args:
        version: The version now in use.
        previous: The version that was in use before.
        counts: The number of rows of each table.
        added: The codes that the version before did not have.
        removed: The codes that are gone.
        renamed: The codes whose title changed.
        folder: Where the version lies.
    """

    version: str
    previous: str
    counts: Mapping[str, int]
    added: tuple[CodeChange, ...]
    removed: tuple[CodeChange, ...]
    renamed: tuple[CodeChange, ...]
    folder: Path

    def summary(self) -> str:
        """Tells in plain French what changed, for a person."""
        counts = {name: f"{count:,}".replace(",", "\u202f") for name, count in self.counts.items()}
        lines = [
            f"ROME {self.version} importé. Version utilisée jusqu'ici : {self.previous}.",
            f"{counts['codes']} codes, {counts['appellations']} appellations,",
            f"{counts['skills']} compétences et savoirs, {counts['links']} liens entre codes et compétences.",
        ]
        lines += _list("Codes ajoutés", [f"{c.code} {c.after}" for c in self.added])
        lines += _list("Codes supprimés", [f"{c.code} {c.before}" for c in self.removed])
        lines += _list("Codes renommés", [f"{c.code} {c.before} → {c.after}" for c in self.renamed])
        if not (self.added or self.removed or self.renamed):
            lines.append("Aucun code ajouté, supprimé ou renommé.")
        else:
            lines.append(
                "Les modèles déjà entraînés gardent les codes de leur version : "
                "entraînez-les de nouveau pour tenir compte de ces changements."
            )
        return "\n".join(lines)


def _list(title: str, items: Sequence[str]) -> list[str]:
    if not items:
        return []
    lines = [f"{title} ({len(items)}) :", *(f"  {item}" for item in items[:_SHOWN])]
    if len(items) > _SHOWN:
        lines.append(f"  … et {len(items) - _SHOWN} de plus")
    return lines


def _changes(before: Rome, after: Rome) -> dict[str, tuple[CodeChange, ...]]:
    old = {code: before.label(code) for code in before.codes}
    new = {code: after.label(code) for code in after.codes}
    return {
        "added": tuple(CodeChange(c, "", new[c]) for c in sorted(new.keys() - old.keys())),
        "removed": tuple(CodeChange(c, old[c], "") for c in sorted(old.keys() - new.keys())),
        "renamed": tuple(
            CodeChange(c, old[c], new[c]) for c in sorted(old.keys() & new.keys()) if old[c] != new[c]
        ),
    }


def _in_use(shipped: Rome, home: Path | str | None) -> Rome:
    try:
        rome = current(home=home)
        rome.table("codes")
    except ArtifactError as error:
        _log.warning("the imported ROME is damaged, so changes are told against the shipped one: %s", error)
        return shipped
    return rome


def _check_version(version: str, shipped: Rome, path: Path) -> None:
    if version_order(version) < version_order(shipped.version):
        raise InvalidInputError(
            f"{path.name} holds ROME {version}; this Tremplin comes with {shipped.version}, which is newer: "
            "nothing was changed"
        )


def import_rome(path: Path | str, *, home: Path | str | None = None) -> ImportReport:
    """Imports the official CSV archive of the ROME (RefRomeCsv.zip) and makes it the version in use.

    The archive holds no ROME 3: the mapping keeps the ROME 3 that is shipped. Where anything is wrong, the
    version in use stays as it is. A version in use that is damaged is repaired by importing it again.

    Args:
        path: The zip.
        home: The home folder that keeps the imported versions; None means that of the settings.

    Returns:
        The counts and what changed against the version in use before.

    Raises:
        InvalidInputError: The archive is not usable; the message names the file, the column or line, and the fault.
        TooLargeError: The archive, or what it unpacks to, is above the limits.
    """
    archive_path = Path(path)
    shipped = Rome.load()
    before = _in_use(shipped, home)
    with open_archive(archive_path) as archive:
        files = OfficialFiles.read(archive)
    _check_version(files.version, shipped, archive_path)
    tables = read_tables(files)
    tables |= {name: shipped.table(name) for name in ("v3_codes", "v3_appellations")}
    check_tables(tables, files=files.table_files())
    after = install(
        store_folder(home),
        tables,
        version=files.version,
        published=files.published,
        v3_version=shipped.manifest.v3_version,
    )
    return ImportReport(
        version=after.version,
        previous=before.version,
        counts={name: table.num_rows for name, table in tables.items()},
        folder=after.folder,
        **_changes(before, after),
    )
