from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tremplin.cli.root import root

_SHOUT = """
from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, Field

from tremplin.base import ItemError, Product, Reason, Request, Resource, Response
from tremplin.base.records import Text


class Loud(Request):
    text: Text | None = None
    title: Text | None = None
    k: int = Field(1, description="How often.")
    pitch: float = 1.0
    style: Literal["plain", "stars"] = "plain"
    tags: list[str] = []
    reasons: bool = False


class Shout(BaseModel):
    code: str
    label: str
    score: float
    reasons: list[Reason] = []


class Shouts(Response):
    candidates: list[Shout]
    abstained: bool = False


@dataclass
class Voice:
    ref: str
    resources: dict[str, str]


def predict(model, requests):
    answers = []
    for request in requests:
        text = request.text or request.title
        if text is None:
            answers.append(ItemError(code="invalid_input", message="nothing to shout"))
            continue
        code = text.upper() + "".join(request.tags) + model.resources.get("echo", "")
        if request.style == "stars":
            code = f"*{code}*"
        reasons = [Reason(text=text, contribution=request.pitch)] if request.reasons else []
        shout = Shout(code=code, label="cri", score=0.5, reasons=reasons)
        answers.append(Shouts(candidates=[shout] * request.k, abstained=request.k > 2))
    return answers


def train(data: Path, out: str, *, seed: int = 0, epochs: int = 1, name: str = "shout") -> str:
    Path(out).mkdir()
    (Path(out) / "made.json").write_text(json.dumps([data.name, seed, epochs, name]))
    return f"{name}@1"


def evaluate(model, data, report):
    report.write_text(f"<title>{data.name}</title>")
    return {"accuracy": 0.5}


PRODUCT = Product(
    name="shout", title="Crier plus fort", request=Loud, response=Shouts,
    load=lambda source, ref, *, resources: Voice(ref, resources), predict=predict,
    default_ref="shout", resources=(Resource("echo", "what is called back"),),
    train=train, evaluate=evaluate, example={"text": "bonjour"},
)
"""

Install = Callable[[str, str], None]
Shell = Callable[..., Result]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Installs a module that declares a product: ``install(name, code)``, as pip would."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(site)

    def make(name: str, code: str) -> None:
        (site / f"plug_{name}.py").write_text(code)
        info = site / f"plug_{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: plug_{name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[tremplin.products]\n{name} = plug_{name}:PRODUCT\n")
        monkeypatch.delitem(sys.modules, f"plug_{name}", raising=False)

    return make


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("TREMPLIN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TREMPLIN_HOME", str(tmp_path / "home"))


@pytest.fixture
def code() -> str:
    """The code of a module that declares the product ``shout``."""
    return _SHOUT


@pytest.fixture
def shell(install: Install, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Runs ``tremplin …`` in an empty folder, with the product ``shout`` installed."""
    install("shout", code)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")

    def run(*words: str, **options: Any) -> Result:
        return CliRunner().invoke(root, words, prog_name="tremplin", **options)

    return run
