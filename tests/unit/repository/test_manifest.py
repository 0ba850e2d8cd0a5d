from __future__ import annotations

import pytest

from tremplin.base.errors import ArtifactError
from tremplin.repository import Ref
from tremplin.repository.documents import seal
from tremplin.repository.manifest import FileEntry, Manifest

REF = Ref("jobs", version=3)
SHA = "0123456789abcdef" * 4


@pytest.fixture
def manifest(card):
    files = {"a.npy": FileEntry(SHA, 12), "deep/b.json": FileEntry(SHA[::-1], 0)}
    return Manifest("jobs", 3, "2026-01-31T12:00:00Z", files, card)


def parse(content):
    return Manifest.parse(seal(content), ref=REF, where="the manifest")


@pytest.fixture
def content(card):
    return {
        "name": "jobs",
        "version": 3,
        "created": "2026-01-31T12:00:00Z",
        "files": {"a.npy": {"sha256": SHA, "size": 12}},
        "card": card,
    }


def test_a_manifest_comes_back(manifest):
    assert Manifest.parse(manifest.dump(), ref=REF, where="it") == manifest
    assert manifest.ref == "jobs@3"
    assert manifest.size == 12


def test_the_form_is_fixed(content):
    assert parse(content).files == {"a.npy": FileEntry(SHA, 12)}
    assert seal(content) == parse(content).dump()


@pytest.mark.parametrize("change", [{"name": "mail"}, {"version": 2}, {"version": "3"}, {"name": None}])
def test_the_manifest_of_another_version_is_refused(content, change):
    with pytest.raises(ArtifactError, match="does not describe jobs@3"):
        parse({**content, **change})


@pytest.mark.parametrize(
    "change", [{"created": 1}, {"card": []}, {"card": None}, {"files": []}, {"files": {}}, {"files": None}]
)
def test_a_manifest_without_its_parts_is_refused(content, change):
    with pytest.raises(ArtifactError, match="lacks 'created', 'card' or 'files'"):
        parse({**content, **change})


@pytest.mark.parametrize("name", ["../a", "/etc/passwd", "a/../../b", "", ".", "a\\..\\b", "C:x", "a\0"])
def test_a_file_name_that_leads_out_is_refused(content, name):
    with pytest.raises(ArtifactError, match="could lie outside of the model"):
        parse({**content, "files": {name: {"sha256": SHA, "size": 1}}})


@pytest.mark.parametrize(
    "entry",
    [
        None,
        {},
        {"sha256": SHA},
        {"size": 1},
        {"sha256": "../../../etc/passwd", "size": 1},
        {"sha256": SHA.upper(), "size": 1},
        {"sha256": SHA + "\n", "size": 1},
        {"sha256": SHA[:-1], "size": 1},
        {"sha256": SHA, "size": -1},
        {"sha256": SHA, "size": 1.0},
        {"sha256": SHA, "size": True},
    ],
)
def test_a_file_entry_of_another_form_is_refused(content, entry):
    with pytest.raises(ArtifactError, match="no valid sha256 and size for the file 'a'"):
        parse({**content, "files": {"a": entry}})


def test_a_name_cannot_be_file_and_folder(content):
    entry = {"sha256": SHA, "size": 1}
    with pytest.raises(ArtifactError, match="'a' both as a file and as a folder"):
        parse({**content, "files": {"a/b": entry, "a": entry}})
