from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool
from unit.web.toy import ToyModel, make_product

from tremplin import feedback
from tremplin.base import Service
from tremplin.base.settings import Settings
from tremplin.web.app import create_app
from tremplin.web.run import listen

EXPERT = "expert-token-of-the-tests"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass
class Live:
    """A server that runs in a thread, and the feedback it was given."""

    address: str
    kept: list[dict[str, Any]] = field(default_factory=list)


@contextmanager
def serve(settings: Settings) -> Iterator[str]:
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    missing = {"scan": "pip install 'tremplin[scan]'"}
    app = create_app(
        [Service(make_product(), ToyModel())], settings, engine=engine, missing=missing, demo=True
    )
    with listen("127.0.0.1", 0) as taken:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{taken.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)
            engine.dispose()


@pytest.fixture(scope="session")
def live() -> Iterator[Live]:
    kept: list[dict[str, Any]] = []
    with pytest.MonkeyPatch.context() as patch, serve(Settings(secret="of the tests")) as address:
        patch.setattr(feedback, "record", lambda engine, **event: kept.append(event) or len(kept))
        yield Live(address, kept)


@pytest.fixture(scope="session")
def closed() -> Iterator[Live]:
    with serve(Settings(secret="of the tests", tokens=f"expert:{EXPERT}")) as address:
        yield Live(address)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no chromium here: install Debian's with apt-get install chromium fonts-dejavu")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Watched:
    """The addresses that a page asked for and the errors it wrote."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture
def open_page(chromium: Browser, live: Live) -> Iterator[Callable[..., Page]]:
    """Opens pages and, at the end, fails for a request that left the host or an error in the console."""
    contexts: list[BrowserContext] = []
    watched: list[tuple[Watched, tuple[str, ...]]] = []

    def open_one(
        *, width: int = 1280, height: int = 900, expected: tuple[str, ...] = (), **options: Any
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, base_url=live.address, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        seen = Watched()
        page.on("request", lambda request: seen.requests.append(request.url))
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        page.on(
            "console",
            lambda said: seen.errors.append(said.text) if said.type in ("error", "warning") else None,
        )
        watched.append((seen, expected))
        return page

    yield open_one
    for context in contexts:
        context.close()
    for seen, expected in watched:
        assert [url for url in seen.requests if not url.startswith("http://127.0.0.1:")] == []
        assert [error for error in seen.errors if not any(text in error for text in expected)] == []
