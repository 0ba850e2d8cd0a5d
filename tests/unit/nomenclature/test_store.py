from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from tremplin.base.errors import ArtifactError
from tremplin.nomenclature import Rome, current
from tremplin.nomenclature.store import install, store_folder


def put(home: Path, tables: dict[str, Any], version: str = "4.61") -> Rome:
    return install(store_folder(home), tables, version=version, published="", v3_version="3.47")


def test_without_an_import_the_shipped_one_is_current(home: Path) -> None:
    assert current(home=home).folder == Rome.load().folder
    assert not home.exists()


def test_home_of_the_settings(home: Path, tables: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREMPLIN_HOME", str(home))
    put(home, tables)
    assert current().version == "4.61"
    assert store_folder(None) == home / "nomenclature"


def test_installed_release_is_current_and_leaves_no_trace_of_the_work(
    home: Path, tables: dict[str, Any]
) -> None:
    rome = put(home, tables)
    assert current(home=home).folder == rome.folder
    assert {path.name for path in (home / "nomenclature").iterdir()} == {"current.json", rome.folder.name}
    assert put(home, tables).folder == rome.folder
    assert put(home, tables, "4.62").folder != rome.folder
    assert current(home=home).version == "4.62"


def test_shipped_one_wins_over_an_older_import(
    home: Path, tables: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    put(home, tables, "4.9")
    with caplog.at_level(logging.INFO):
        assert current(home=home).version == "4.60"
    assert "shipped ROME 4.60 is newer than the imported 4.9" in caplog.text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is not valid JSON"),
        ("[]", "names no release of this format"),
        ('{"format": 2, "release": "4.61-0123456789ab"}', "names no release of this format"),
        ('{"format": 1, "release": "../../etc"}', "names no release of this format"),
        ('{"format": 1, "release": 3}', "names no release of this format"),
        ('{"format": 1, "release": "4.61-0123456789ab"}', "names 4.61-0123456789ab, which is not there"),
    ],
)
def test_damaged_pointer_says_the_way_out(home: Path, content: str, message: str) -> None:
    pointer = home / "nomenclature" / "current.json"
    pointer.parent.mkdir(parents=True)
    pointer.write_text(content, encoding="utf-8")
    with pytest.raises(ArtifactError, match=rf"{message}.*import the archive again, or delete this file"):
        current(home=home)
    pointer.unlink()
    assert current(home=home).version == "4.60"


@pytest.mark.parametrize("step", ["rename", "replace"])
def test_interrupted_between_the_steps_the_old_version_stays(
    home: Path, tables: dict[str, Any], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    put(home, tables)

    def stop(*paths: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(f"os.{step}", stop)
        with pytest.raises(KeyboardInterrupt):
            put(home, tables, "4.62")
    assert current(home=home).version == "4.61"
    assert not list((home / "nomenclature").glob(".import-*"))
    put(home, tables, "4.62")
    assert current(home=home).version == "4.62"


def test_full_disk_leaves_the_old_version(
    home: Path, tables: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(home, tables)

    def full(*paths: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.rename", full)
        with pytest.raises(OSError, match="No space left"):
            put(home, tables, "4.62")
    assert current(home=home).version == "4.61"


def test_left_over_work_of_a_killed_import_does_no_harm(home: Path, tables: dict[str, Any]) -> None:
    left = home / "nomenclature" / ".import-abc"
    left.mkdir(parents=True)
    (left / "codes.parquet").write_bytes(b"half")
    put(home, tables)
    assert current(home=home).version == "4.61"


def test_damaged_release_is_repaired_by_installing_it_again(home: Path, tables: dict[str, Any]) -> None:
    folder = put(home, tables).folder
    (folder / "codes.parquet").write_bytes(b"half")
    with pytest.raises(ArtifactError):
        current(home=home).code("G1604")
    assert put(home, tables).folder == folder
    assert current(home=home).label("G1604") == "Pizzaïolo / Pizzaïola"


def test_another_import_was_faster(
    home: Path, tables: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = put(home, tables).folder
    monkeypatch.setattr(Path, "is_dir", _false_once(Path.is_dir))
    assert put(home, tables).folder == folder


def _false_once(real: Any) -> Any:
    """Hides a release folder the first time it is looked for."""
    seen = []

    def is_dir(path: Path) -> bool:
        if path.name.startswith("4.61-") and not seen:
            seen.append(path)
            return False
        return bool(real(path))

    return is_dir


def test_pointer_is_small_json(home: Path, tables: dict[str, Any]) -> None:
    rome = put(home, tables)
    content = json.loads((home / "nomenclature" / "current.json").read_text(encoding="utf-8"))
    assert content == {"format": 1, "release": rome.folder.name}
