from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from tremplin.base.errors import InvalidInputError, TooLargeError
from tremplin.nomenclature import archive
from tremplin.nomenclature.archive import open_archive

STEM = "referentiel_savoir"
FILE = f"unix_{STEM}_v461_utf8.csv"


def zipped(path: Path, **files: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(name, content)
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "rome.zip"


@pytest.mark.parametrize("name", [FILE, f"RefRomeCsv/{FILE}", FILE.upper(), f"unix_{STEM}_v461.csv"])
def test_finds_a_file_by_its_stem(path: Path, name: str) -> None:
    with open_archive(
        zipped(path, **{name: "a", "__MACOSX/._" + FILE: "b", "version.txt": "Numéro"})
    ) as opened:
        member = opened.read(STEM)
        assert (member.version, member.content) == ("4.61", b"a")
        assert opened.read_text("version.txt") == "Numéro"
        assert opened.read_text("notes.txt") is None


def test_text_that_is_not_utf8_is_left_out(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("version.txt", "Numéro".encode("latin-1"))
    with open_archive(path) as opened:
        assert opened.read_text("version.txt") is None


def test_missing_file_names_the_nearest(path: Path) -> None:
    with (
        open_archive(zipped(path, **{"unix_referentiel_savoirs_v461_utf8.csv": "a"})) as opened,
        pytest.raises(
            InvalidInputError, match=rf"no file unix_{STEM}_v.*the nearest: unix_referentiel_savoirs_v461"
        ),
    ):
        opened.read(STEM)
    with (
        open_archive(zipped(path, other="a")) as opened,
        pytest.raises(InvalidInputError, match="give the CSV archive of the ROME"),
    ):
        opened.read(STEM)


def test_two_files_of_one_stem(path: Path) -> None:
    files = {FILE: "a", f"unix_{STEM}_v460_utf8.csv": "b"}
    with (
        open_archive(zipped(path, **files)) as opened,
        pytest.raises(InvalidInputError, match="several files"),
    ):
        opened.read(STEM)


@pytest.mark.parametrize("content", [b"", b"code_rome,code_ogr\n", b"PK\x03\x04 cut"])
def test_not_a_zip(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(InvalidInputError, match=r"rome\.zip is not a zip archive"), open_archive(path):
        pass


def test_no_such_file_and_a_folder(path: Path) -> None:
    with pytest.raises(InvalidInputError, match=r"cannot be read: No such file"), open_archive(path):
        pass
    path.mkdir()
    with pytest.raises(InvalidInputError, match="is not a zip archive"), open_archive(path):
        pass


@pytest.mark.parametrize(
    "name",
    ["../evil.csv", "a/../../evil.csv", "/etc/evil.csv", "C:\\evil.csv", "..\\evil.csv", "a\\..\\..\\b"],
)
def test_paths_that_lead_out(path: Path, name: str) -> None:
    with (
        pytest.raises(InvalidInputError, match="leads out of it; refused"),
        open_archive(zipped(path, **{name: ""})),
    ):
        pass


def test_archive_above_the_limit(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_ARCHIVE_LIMIT", 50)
    with (
        pytest.raises(TooLargeError, match=r"rome\.zip has \d+ bytes; the limit is 50"),
        open_archive(zipped(path, a="a")),
    ):
        pass


def test_too_many_files(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_COUNT_LIMIT", 1)
    with pytest.raises(TooLargeError, match="holds 2 files"), open_archive(zipped(path, a="", b="")):
        pass


def test_bomb_that_says_its_size(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out, out.open("a.csv", "w") as file:
        for _ in range(257):
            file.write(b"\0" * 2**20)
    assert path.stat().st_size < 2**20
    with pytest.raises(TooLargeError, match="unpacks to 269484032 bytes"), open_archive(path):
        pass


def test_file_above_the_limit(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_FILE_LIMIT", 99)
    with (
        open_archive(zipped(path, **{FILE: "a" * 100})) as opened,
        pytest.raises(TooLargeError, match="unpacks to more than 99 bytes"),
    ):
        opened.read(STEM)


def test_bomb_that_lies_about_its_size(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    zipped(path, **{FILE: "a" * 5000})
    # Both headers of the file now say 10 bytes.
    path.write_bytes(path.read_bytes().replace(struct.pack("<L", 5000), struct.pack("<L", 10)))
    monkeypatch.setattr(archive, "_FILE_LIMIT", 99)
    with open_archive(path) as opened, pytest.raises(InvalidInputError):
        opened.read(STEM)


def test_changed_byte_and_password(path: Path) -> None:
    zipped(path, **{FILE: "some text that is long enough to be changed"})
    content = bytearray(path.read_bytes())
    content[30 + len(FILE) + 5] ^= 0xFF
    path.write_bytes(content)
    with open_archive(path) as opened, pytest.raises(InvalidInputError, match="cannot be unpacked"):
        opened.read(STEM)
    zipped(path, **{FILE: "text"})
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    with (
        open_archive(path) as opened,
        pytest.raises(InvalidInputError, match=r"cannot be unpacked.*encrypted"),
    ):
        opened.read(STEM)
