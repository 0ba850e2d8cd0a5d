from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from tremplin.base.errors import UnknownNameError
from tremplin.nomenclature import labels
from tremplin.nomenclature.crosswalk import Crosswalk
from tremplin.nomenclature.manifest import Manifest, read_manifest
from tremplin.nomenclature.records import Appellation, Code, Domain, Flags, Share, Skill
from tremplin.nomenclature.tables import SCHEMAS, read_table

__all__ = ["SHIPPED", "Rome"]

SHIPPED = Path(__file__).parent / "data"
"""The release that comes with the package."""


def _flags(row: Mapping[str, Any]) -> Flags:
    return Flags(**{name: row[name] for name in Flags.__dataclass_fields__})


def _appellation(row: Mapping[str, Any]) -> Appellation:
    plain = {name: row[name] for name in Appellation.__dataclass_fields__ if name != "flags"}
    return Appellation(**plain, flags=_flags(row))


def _integers(array: Any) -> Any:
    # Array.to_numpy would import pandas where it is installed.
    return np.from_dlpack(array)


def _ranges(column: Any) -> dict[str, range]:
    """Finds the rows of each value in a sorted dictionary column."""
    array = column.chunk(0)
    indices = _integers(array.indices)
    starts = np.flatnonzero(np.diff(indices, prepend=-1))
    names = array.dictionary.to_pylist()
    stops = [*starts[1:].tolist(), len(indices)]
    return {names[indices[a]]: range(a, b) for a, b in zip(starts.tolist(), stops, strict=True)}


@dataclass(frozen=True)
class _OgrIndex:
    """Finds rows by their OGR number without a dictionary of all of them."""

    ogrs: Any
    order: Any

    @classmethod
    def make(cls, table: Any) -> _OgrIndex:
        ogrs = _integers(table.column("ogr").chunk(0))
        order = np.argsort(ogrs, kind="stable")
        return cls(ogrs=ogrs[order], order=order)

    def row(self, ogr: int | str, kind: str) -> int:
        number = (
            int(ogr) if isinstance(ogr, int) or (ogr.isascii() and ogr.isdigit() and len(ogr) < 10) else -1
        )
        place = int(np.searchsorted(self.ogrs, number))
        if place == len(self.ogrs) or self.ogrs[place] != number:
            raise UnknownNameError(kind, str(ogr), map(str, self.ogrs.tolist()))
        return int(self.order[place])


@dataclass(frozen=True, eq=False)
class Rome:
    """One version of the ROME in memory; each table is read and checked when it is first asked for.

    Args:
        folder: The release folder.
        manifest: What the folder says of itself.

    Examples:
        >>> rome = Rome.load()
        >>> rome.label("G1604")
        'Pizzaïolo / Pizzaïola'
    """

    folder: Path
    manifest: Manifest
    _tables: dict[str, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, folder: Path | str | None = None) -> Rome:
        """Opens a release folder, or the release that comes with the package.

        To get the version that was imported on this machine, call `tremplin.nomenclature.current`.

        Raises:
            ArtifactError: The folder has no readable manifest.
        """
        where = Path(folder) if folder is not None else SHIPPED
        return cls(folder=where, manifest=read_manifest(where))

    @property
    def version(self) -> str:
        """The version of ROME, such as ``4.60``."""
        return self.manifest.version

    def table(self, name: str) -> Any:
        """Gives a whole ``pyarrow.Table``: domains, codes, appellations, skills, links, v3_codes or v3_appellations.

        Raises:
            UnknownNameError: There is no such table.
            ArtifactError: Its file is damaged or missing.
        """
        if name not in self._tables:
            self._tables[name] = read_table(self.folder, self.manifest, name)
        return self._tables[name]

    @cached_property
    def _codes(self) -> dict[str, Code]:
        rows = self.table("codes").to_pylist()
        return {
            row["code"]: Code(row["code"], row["label"], row["parent"], row["ogr"], _flags(row))
            for row in rows
        }

    @cached_property
    def _domains(self) -> dict[str, Domain]:
        rows = self.table("domains").to_pylist()
        return {
            r["code"]: Domain(r["code"], r["label"], r["code"][0] if r["code"][1:] else None) for r in rows
        }

    @cached_property
    def _children(self) -> dict[str, tuple[str, ...]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for domain in self._domains.values():
            if domain.parent:
                found[domain.parent].append(domain.code)
        for code in self._codes.values():
            found[code.domain].append(code.code)
            if code.parent != code.code:
                found[code.parent].append(code.code)
        return {name: tuple(children) for name, children in found.items()}

    @cached_property
    def _appellation_rows(self) -> dict[str, range]:
        return _ranges(self.table("appellations").column("code"))

    @cached_property
    def _appellation_index(self) -> _OgrIndex:
        return _OgrIndex.make(self.table("appellations"))

    @cached_property
    def _link_rows(self) -> dict[str, range]:
        return _ranges(self.table("links").column("code"))

    @cached_property
    def _skill_index(self) -> _OgrIndex:
        return _OgrIndex.make(self.table("skills"))

    @cached_property
    def _titles(self) -> dict[str, tuple[int, ...]]:
        """The rows of the appellations that each title key may mean."""
        table = self.table("appellations").select(["label", "short_label"])
        found: defaultdict[str, list[int]] = defaultdict(list)
        columns = zip(table.column("label").to_pylist(), table.column("short_label").to_pylist(), strict=True)
        for row, (label, short) in enumerate(columns):
            keys = labels.label_keys(label)
            for key in keys if short == label else keys | labels.label_keys(short):
                found[key].append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def _crosswalk(self) -> Crosswalk:
        v4, v3 = self.table("appellations"), self.table("v3_appellations")
        return Crosswalk.make(
            dict(zip(v4.column("ogr").to_pylist(), v4.column("code").to_pylist(), strict=True)),
            dict(zip(v3.column("ogr").to_pylist(), v3.column("code").to_pylist(), strict=True)),
            parents={code.code: code.parent for code in self._codes.values()},
            known=self.table("v3_codes").column("code").to_pylist(),
        )

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, in alphabetical order."""
        return tuple(self._codes)

    @property
    def domains(self) -> tuple[str, ...]:
        """All domains and families of domains, in alphabetical order."""
        return tuple(self._domains)

    @cached_property
    def v3_labels(self) -> dict[str, str]:
        """The title of each ROME 3 code."""
        table = self.table("v3_codes")
        return dict(zip(table.column("code").to_pylist(), table.column("label").to_pylist(), strict=True))

    def code(self, code: str) -> Code:
        """Gives a code, such as ``G1604``.

        Raises:
            UnknownNameError: There is no such code; the message names the nearest.
        """
        if code not in self._codes:
            raise UnknownNameError("ROME code", code, self._codes)
        return self._codes[code]

    def domain(self, code: str) -> Domain:
        """Gives a domain (``G16``) or a family of domains (``G``).

        Raises:
            UnknownNameError: There is no such domain.
        """
        if code not in self._domains:
            raise UnknownNameError("ROME domain", code, self._domains)
        return self._domains[code]

    def label(self, code: str) -> str:
        """Gives the title of a code or of a domain.

        Raises:
            UnknownNameError: There is neither.
        """
        return self._domains[code].label if code in self._domains else self.code(code).label

    def children(self, code: str) -> tuple[str, ...]:
        """Gives the domains of a family, the codes of a domain, or the codes derived from a code.

        Raises:
            UnknownNameError: There is no such code or domain.
        """
        if code not in self._domains:
            self.code(code)
        return self._children.get(code, ())

    def appellations(self, code: str) -> tuple[Appellation, ...]:
        """Gives the job titles of a code, by OGR number.

        Raises:
            UnknownNameError: There is no such code.
        """
        self.code(code)
        return self._take(self._appellation_rows.get(code, range(0)))

    def _take(self, rows: range) -> tuple[Appellation, ...]:
        part = self.table("appellations").slice(rows.start, len(rows))
        return tuple(map(_appellation, part.to_pylist()))

    def appellation(self, ogr: int | str) -> Appellation:
        """Gives a job title by its OGR number.

        Raises:
            UnknownNameError: There is no such appellation.
        """
        row = self._appellation_index.row(ogr, "OGR number of an appellation")
        return self._take(range(row, row + 1))[0]

    def find_appellation(self, text: str) -> tuple[Appellation, ...]:
        """Finds the job titles that a text names exactly.

        Case, accents, punctuation, « (H/F) », « (e) » and the choice of gender do not count.

        Args:
            text: A title such as « conductrice d'engins agricoles H/F ».

        Returns:
            The main titles first, then those in use, then by code and OGR number; empty if there is none.
        """
        rows = {row for key in labels.label_keys(text) for row in self._titles.get(key, ())}
        found = [self._take(range(row, row + 1))[0] for row in rows]
        return tuple(sorted(found, key=lambda a: (not a.main, a.rare, a.code, a.ogr)))

    def skill(self, ogr: int | str) -> Skill:
        """Gives a skill by its OGR number.

        Raises:
            UnknownNameError: There is no such skill.
        """
        return self._skills([self._skill_index.row(ogr, "OGR number of a skill")], [None])[0]

    def _skills(self, rows: Iterable[int], levels: Iterable[str | None]) -> tuple[Skill, ...]:
        # Table.take would import pandas where it is installed.
        ogr, label, category = (
            self.table("skills").column(name).chunk(0) for name in ("ogr", "label", "category")
        )
        return tuple(
            Skill(ogr[row].as_py(), label[row].as_py(), category[row].as_py(), level)
            for row, level in zip(rows, levels, strict=True)
        )

    def skills(self, code: str) -> tuple[Skill, ...]:
        """Gives the skills of a code: principal, then emergent, then standard, each by OGR number.

        Raises:
            UnknownNameError: There is no such code.
        """
        self.code(code)
        rows = self._link_rows.get(code, range(0))
        part = self.table("links").slice(rows.start, len(rows))
        index = self._skill_index
        places = index.order[np.searchsorted(index.ogrs, part.column("ogr").to_pylist())]
        return self._skills(places.tolist(), part.column("level").to_pylist())

    def to_v3(self, code: str) -> tuple[Share, ...]:
        """Gives the ROME 3 codes that a code answers to, with weights that sum to 1.

        Raises:
            UnknownNameError: There is no such ROME 4 code.
        """
        return self._crosswalk.from_v4(code)

    def to_v4(self, v3_code: str) -> tuple[Share, ...]:
        """Gives the codes that a ROME 3 code was divided into, with weights that sum to 1.

        Raises:
            UnknownNameError: There is no such ROME 3 code.
        """
        return self._crosswalk.from_v3(v3_code)

    @staticmethod
    def split_gender(label: str) -> tuple[str, str]:
        """Gives the masculine and the feminine form of a label; see `tremplin.nomenclature.labels`."""
        return labels.split_gender(label)

    def verify(self) -> None:
        """Reads every table and checks its hash, columns and number of rows.

        Raises:
            ArtifactError: A file is damaged or missing.
        """
        for name in SCHEMAS:
            self.table(name)
