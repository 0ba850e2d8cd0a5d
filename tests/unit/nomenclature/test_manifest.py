from __future__ import annotations

import json
from pathlib import Path

import pytest

from tremplin.base.errors import ArtifactError
from tremplin.nomenclature.manifest import read_manifest, version_order
from tremplin.nomenclature.rome import SHIPPED


def test_shipped_manifest_names_source_date_and_licence() -> None:
    manifest = read_manifest(SHIPPED)
    assert (manifest.version, manifest.published, manifest.v3_version) == ("4.60", "2025-09-18", "3.47")
    assert manifest.tables["codes"].rows == 1_584


def test_versions_order_by_number() -> None:
    assert version_order("4.9") < version_order("4.60") < version_order("4.61") < version_order("5.0")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is not valid JSON"),
        ("[]", "is of format None; this Tremplin reads 1"),
        ('{"format": 2}', "is of format 2; this Tremplin reads 1"),
        ('{"format": 1}', "lacks or misspells a field"),
        (json.dumps({"format": 1, "version": "4.60", "tables": {}}), "lacks or misspells a field"),
        (
            json.dumps({"format": 1, "version": "x", "published": "", "v3_version": "", "tables": {}}),
            "lacks or misspells a field",
        ),
        (json.dumps({"format": 1, "tables": {"codes": {"file": "a"}}}), "lacks or misspells a field"),
        (json.dumps({"format": 1, "tables": []}), "lacks or misspells a field"),
    ],
)
def test_unreadable_manifest(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(ArtifactError, match=message):
        read_manifest(tmp_path)
