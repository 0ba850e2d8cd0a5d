"""Makes the shipped ROME tables: ``python -m tremplin.nomenclature.build --source FOLDER --out FOLDER``."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tremplin.base.errors import InvalidInputError
from tremplin.nomenclature.checks import check_tables
from tremplin.nomenclature.flags import FLAG_COLUMNS, flag_columns, yes_no
from tremplin.nomenclature.manifest import Manifest
from tremplin.nomenclature.tables import make_table, write_release

__all__ = ["build", "main"]

_VERSION, _PUBLISHED, _V3_VERSION = "4.60", "2025-09-18", "3.47"

_FILES = {
    "codes": "v460_referentiel_code_rome",
    "domains": "v4_code_grand_domaine_domaine",
    "appellations": "v460_referentiel_appellation",
    "skills": "v460_competences",
    "links": "v460_rome_competence",
    "v3_codes": "v347_referentiel_code_rome",
    "v3_appellations": "v347_referentiel_appellation",
}
_V3_TREE = "v344_arborescence"

# The source of the skills was ISO 8859-15 read as ISO 8859-1: « mise en œuvre » came out as « mise en ½uvre ».
_LATIN_9 = str.maketrans("½¼¾", "œŒŸ")


def _read(source: Path, name: str, columns: Sequence[str]) -> dict[str, list[str]]:
    path = source / f"{name}.parquet"
    if not path.is_file():
        raise InvalidInputError(
            f"{source} has no {path.name}; --source must be the folder of the ROME tables"
        )
    schema = pq.read_schema(path)
    missing = sorted(set(columns) - set(schema.names))
    if missing:
        raise InvalidInputError(f"{path.name} has no column {missing[0]!r}; it has {', '.join(schema.names)}")
    table = pq.ParquetFile(path).read(columns=list(columns))
    return {name: [(value or "").strip() for value in table.column(name).to_pylist()] for name in columns}


def _codes(source: Path) -> Any:
    file = _FILES["codes"]
    rows = _read(
        source, file, ["code_rome", "libelle_rome", "code_rome_parent", "code_ogr", *FLAG_COLUMNS.values()]
    )
    return make_table(
        "codes",
        {
            "code": rows["code_rome"],
            "label": rows["libelle_rome"],
            "parent": rows["code_rome_parent"],
            "ogr": list(map(int, rows["code_ogr"])),
            **flag_columns(rows, file=file),
        },
    )


def _domains(source: Path) -> Any:
    columns = ["code_grand_domaine", "libelle_grand_domaine", "code_domaine_professionel"]
    rows = _read(source, _FILES["domains"], [*columns, "libelle_domaine_professionel"])
    pairs = set(zip(rows["code_grand_domaine"], rows["libelle_grand_domaine"], strict=True)) | set(
        zip(rows["code_domaine_professionel"], rows["libelle_domaine_professionel"], strict=True)
    )
    codes, labels = zip(*sorted(pairs), strict=True)
    return make_table("domains", {"code": codes, "label": labels})


def _appellations(source: Path) -> Any:
    file = _FILES["appellations"]
    columns = [
        "code_ogr",
        "libelle_appellation_long",
        "libelle_appellation_court",
        "code_rome",
        "code_rome_parent",
    ]
    rows = _read(source, file, [*columns, "classification", "peu_usite", *FLAG_COLUMNS.values()])
    return make_table(
        "appellations",
        {
            "ogr": list(map(int, rows["code_ogr"])),
            "label": rows["libelle_appellation_long"],
            "short_label": rows["libelle_appellation_court"],
            "code": rows["code_rome"],
            "main": [value == "PRINCIPALE" for value in rows["classification"]],
            "rare": yes_no(rows["peu_usite"], column="peu_usite", file=file),
            "origin": rows["code_rome_parent"],
            **flag_columns(rows, file=file),
        },
    )


def _skills(source: Path) -> Any:
    rows = _read(source, _FILES["skills"], ["code_ogr_competence", "libelle", "category"])
    return make_table(
        "skills",
        {
            "ogr": list(map(int, rows["code_ogr_competence"])),
            "label": [label.translate(_LATIN_9) for label in rows["libelle"]],
            "category": rows["category"],
        },
    )


def _links(source: Path) -> Any:
    rows = _read(source, _FILES["links"], ["code_rome", "code_ogr_competence", "niveau"])
    ogrs = list(map(int, rows["code_ogr_competence"]))
    return make_table("links", {"code": rows["code_rome"], "ogr": ogrs, "level": rows["niveau"]})


def _v3_codes(source: Path) -> Any:
    rows = _read(source, _FILES["v3_codes"], ["code_rome", "libelle_rome"])
    tree = _read(source, _V3_TREE, ["libelle_noeud", "code_noeud", "libelle"])
    leaves = {
        code: label
        for kind, code, label in zip(tree["libelle_noeud"], tree["code_noeud"], tree["libelle"], strict=True)
        if kind == "FEUILLE" and len(code) == 5
    }
    labels = dict(zip(rows["code_rome"], rows["libelle_rome"], strict=True))
    # 3.47 lacks L1510, though its appellations name it; the tree of 3.44 has its title.
    used = set(_read(source, _FILES["v3_appellations"], ["code_rome"])["code_rome"])
    labels.update({code: leaves[code] for code in used - set(labels) if code in leaves})
    return make_table("v3_codes", {"code": list(labels), "label": list(labels.values())})


def _v3_appellations(source: Path) -> Any:
    rows = _read(source, _FILES["v3_appellations"], ["code_ogr", "code_rome"])
    return make_table("v3_appellations", {"ogr": list(map(int, rows["code_ogr"])), "code": rows["code_rome"]})


def build(source: Path, out: Path) -> Manifest:
    """Makes the tables of a release from the collected ROME tables and checks them.

    Args:
        source: A folder with the Parquet copies of the ROME files.
        out: The folder to write; each file in it is replaced whole, the manifest last.

    Raises:
        InvalidInputError: A file or column is missing, or the tables do not agree with each other.
    """
    makers = {
        "codes": _codes,
        "domains": _domains,
        "appellations": _appellations,
        "skills": _skills,
        "links": _links,
        "v3_codes": _v3_codes,
        "v3_appellations": _v3_appellations,
    }
    tables = {name: make(source) for name, make in makers.items()}
    check_tables(tables, files=_FILES)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix=".build-") as work:
        manifest = write_release(
            Path(work), tables, version=_VERSION, published=_PUBLISHED, v3_version=_V3_VERSION
        )
        for file in sorted(Path(work).iterdir(), key=lambda path: path.name == "manifest.json"):
            os.replace(file, out / file.name)
    return manifest


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(prog="python -m tremplin.nomenclature.build", description=__doc__)
    parser.add_argument("--source", type=Path, required=True, help="folder of the collected ROME tables")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    given = parser.parse_args(arguments)
    manifest = build(given.source, given.out)
    for name, entry in manifest.tables.items():
        sys.stdout.write(f"{name}: {entry.rows} rows, {entry.size} bytes\n")


if __name__ == "__main__":
    main()
