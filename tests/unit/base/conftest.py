from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Installs a module that declares a product: ``install(name, code)``, as pip would."""

    def make(name: str, code: str) -> None:
        (tmp_path / f"plug_{name}.py").write_text(code)
        info = tmp_path / f"plug_{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: plug_{name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[tremplin.products]\n{name} = plug_{name}:PRODUCT\n")
        monkeypatch.delitem(sys.modules, f"plug_{name}", raising=False)

    monkeypatch.syspath_prepend(tmp_path)
    return make


_ECHO = """
from tremplin.base import Product, Request, Resource, Response

class Say(Request):
    text: str

class Said(Response):
    text: str

PRODUCT = Product(
    name="echo", title="Écho", request=Say, response=Said,
    load=lambda source, ref, *, resources: None, predict=lambda model, items: [],
    resources=(Resource("folder", "where echoes are"), Resource("voice", "who speaks")),
)
"""


@pytest.fixture
def echo() -> str:
    """The code of a module that declares the product ``echo``."""
    return _ECHO


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("TREMPLIN_")]:
        monkeypatch.delenv(name)
