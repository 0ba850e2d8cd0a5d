from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

from tremplin.web import run as run_module

Shell = Callable[..., Result]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, dict[str, Any]]]:
    seen: list[tuple[Any, dict[str, Any]]] = []
    monkeypatch.setattr(run_module, "run", lambda products, **options: seen.append((products, options)))
    return seen


def test_demo_serves_every_product_on_loopback(shell: Shell, calls: list[Any]) -> None:
    assert shell("demo", "--port", "8123").exit_code == 0
    products, options = calls[0]
    assert "shout" in products
    assert options == {"host": "127.0.0.1", "port": 8123, "models": {}, "demo": True}


def test_serve_names_products_and_models(shell: Shell, calls: list[Any]) -> None:
    assert shell("serve", "shout", "shout", "--host", "::1", "--model", "shout=shout@3").exit_code == 0
    assert calls[0] == (
        ["shout"],
        {"host": "::1", "port": 8000, "models": {"shout": "shout@3"}, "demo": False},
    )
    assert shell("serve").exit_code == 0
    assert "shout" in calls[1][0]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["shoot"], "unknown product 'shoot'; did you mean 'shout'"),
        (["--model", "shout"], "write PRODUCT=REF"),
        (["--model", "shout="], "write PRODUCT=REF"),
        (["shout", "--model", "shoot=a@1"], "did you mean 'shout'"),
        (["--port", "70000"], "70000 is not in the range"),
    ],
)
def test_wrong_use(words: list[str], message: str, shell: Shell, calls: list[Any]) -> None:
    done = shell("serve", *words)
    assert done.exit_code == 2
    assert message in done.stderr
    assert calls == []
