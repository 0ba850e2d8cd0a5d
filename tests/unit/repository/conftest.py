from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tremplin.repository import Repository

CARD: dict[str, Any] = {
    "title": "Jobs",
    "description": "French text to ROME code.",
    "data": "three titles written for this test",
    "metrics": {"top1": 0.5},
    "license": "Apache-2.0",
}


@pytest.fixture
def card() -> dict[str, Any]:
    return dict(CARD)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    model = tmp_path / "model"
    (model / "weights").mkdir(parents=True)
    (model / "classes.json").write_text(json.dumps(["G1602", "M1805"]))
    (model / "weights" / "w.bin").write_bytes(bytes(range(256)) * 40)
    return model


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository.open(tmp_path / "models")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "models"


@pytest.fixture
def pushed(repository: Repository, folder: Path, card: dict[str, Any]) -> Repository:
    repository.push(folder, name="jobs", card=card, created="2026-01-31T12:00:00Z")
    return repository


@pytest.fixture
def push(repository: Repository, tmp_path: Path, card: dict[str, Any]) -> Callable[..., str]:
    """Pushes a version with one file of the given text."""

    def make(text: str, *, name: str = "jobs", into: Repository | None = None) -> str:
        model = tmp_path / "small"
        model.mkdir(exist_ok=True)
        (model / "a.txt").write_text(text)
        return (into or repository).push(model, name=name, card=card, created="2026-01-31T12:00:00Z")

    return make
