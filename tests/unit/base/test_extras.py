from __future__ import annotations

from pathlib import Path

import pytest

from tremplin.base import extras
from tremplin.base.errors import MissingExtraError, UnknownNameError
from tremplin.base.extras import missing_modules, require


def test_installed_module() -> None:
    assert require("json.decoder", extra="fast").__name__ == "json.decoder"


@pytest.mark.parametrize("module", ["no_such_package", "no_such_package.part"])
def test_missing_extra_carries_the_pip_line(module: str) -> None:
    with pytest.raises(MissingExtraError, match=r"pip install 'tremplin\[scan\]'") as caught:
        require(module, extra="scan")
    assert isinstance(caught.value, ImportError)
    assert caught.value.name == module


@pytest.mark.parametrize(
    ("code", "error"), [("import no_such_package", ModuleNotFoundError), ("1 / 0", ZeroDivisionError)]
)
def test_an_installed_module_that_fails_raises_its_own_error(
    code: str, error: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken_extra.py").write_text(code)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(error) as caught:
        require("broken_extra", extra="scan")
    assert not isinstance(caught.value, MissingExtraError)


def test_missing_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(extras.EXTRA_MODULES, "fast", ("json", "no_such_package"))
    assert missing_modules("fast") == ["no_such_package"]


def test_unknown_extra() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'spark'"):
        missing_modules("sparc")
