from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import Result

from tremplin import nomenclature

Shell = Callable[..., Result]


def test_import_prints_what_became_of_it(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def import_rome(path: Path, *, home: Path) -> SimpleNamespace:
        return SimpleNamespace(summary=lambda: f"{path.name} into {home.name}")

    monkeypatch.setattr(nomenclature, "import_rome", import_rome)
    Path("rome.zip").write_bytes(b"")
    assert shell("nomenclature", "import", "rome.zip").output == "rome.zip into home\n"


@pytest.mark.parametrize(("content", "message"), [(None, "rome.zip is not a file"), (b"no zip", "rome.zip")])
def test_a_file_that_is_not_the_official_one(content: bytes | None, message: str, shell: Shell) -> None:
    if content is not None:
        Path("rome.zip").write_bytes(content)
    done = shell("nomenclature", "import", "rome.zip")
    assert done.exit_code == 2
    assert done.stderr.startswith("Error: ")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
