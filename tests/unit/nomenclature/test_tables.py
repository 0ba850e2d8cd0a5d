from __future__ import annotations

import dataclasses
import hashlib
import shutil
from pathlib import Path
from typing import Any

import pytest

from tremplin.base.errors import ArtifactError
from tremplin.nomenclature import Rome
from tremplin.nomenclature.manifest import read_manifest
from tremplin.nomenclature.rome import SHIPPED
from tremplin.nomenclature.tables import make_table, read_table, write_release


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "release"))


def test_rows_get_their_order_whatever_they_came_in() -> None:
    rows = [
        ("B1101", 2, "standard"),
        ("A1101", 9, "standard"),
        ("A1101", 8, "emergent"),
        ("A1101", 10, "principal"),
    ]
    for some in (rows, rows[::-1]):
        columns = dict(zip(("code", "ogr", "level"), zip(*some, strict=True), strict=True))
        table = make_table("links", columns)
        assert table.column("ogr").to_pylist() == [10, 8, 9, 2]


def test_the_same_tables_give_the_same_bytes(tmp_path: Path, tables: dict[str, Any]) -> None:
    contents = []
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        write_release(folder, tables, version="4.60", published="2025-09-18", v3_version="3.47")
        contents.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert contents[0] == contents[1]
    assert Rome.load(tmp_path / "a").table("codes").equals(tables["codes"])


def test_one_changed_byte_is_refused(copied: Path) -> None:
    path = copied / "codes.parquet"
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    rome = Rome.load(copied)
    with pytest.raises(ArtifactError, match=r"codes\.parquet is not the file that its manifest describes"):
        rome.code("G1604")
    assert rome.table("skills").num_rows == 29_978


def test_missing_file(copied: Path) -> None:
    (copied / "links.parquet").unlink()
    with pytest.raises(ArtifactError, match=r"links\.parquet is missing; import the archive again"):
        Rome.load(copied).skills("G1604")


def test_table_that_the_manifest_does_not_list(copied: Path) -> None:
    manifest = read_manifest(copied)
    short = dataclasses.replace(manifest, tables={"codes": manifest.tables["codes"]})
    with pytest.raises(ArtifactError, match="lists no table 'links'"):
        read_table(copied, short, "links")


def test_other_table_under_the_name(copied: Path) -> None:
    manifest = read_manifest(copied)
    swapped = dataclasses.replace(manifest, tables={"codes": manifest.tables["domains"]})
    with pytest.raises(ArtifactError, match="expected 124 of"):
        read_table(copied, swapped, "codes")


def test_file_that_is_no_parquet(tmp_path: Path, copied: Path) -> None:
    manifest = read_manifest(copied)
    (copied / "codes.parquet").write_bytes(b"x")
    entry = dataclasses.replace(manifest.tables["codes"], sha256=hashlib.sha256(b"x").hexdigest())
    with pytest.raises(ArtifactError, match="is not a Parquet file"):
        read_table(copied, dataclasses.replace(manifest, tables={"codes": entry}), "codes")
