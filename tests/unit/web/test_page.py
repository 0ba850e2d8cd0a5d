from __future__ import annotations

from importlib.metadata import EntryPoint
from typing import Any

import pytest
from fastapi import APIRouter

from tremplin.base.errors import ConfigurationError
from tremplin.web import page
from tremplin.web.page import Page, find_pages
from tremplin.web.pages import text
from tremplin.web.pages.jobs import PAGE

NOT_A_PAGE = "nothing"


def declare(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    def points(**options: Any) -> list[EntryPoint]:
        return [EntryPoint(name, value, "tremplin.pages") for name, value in values.items()]

    monkeypatch.setattr(page, "entry_points", points)


def test_the_page_of_a_product_is_found_by_its_name_and_tools_are_always_there() -> None:
    assert find_pages(["unknown", "jobs"]) == (PAGE, text.PAGE)
    assert find_pages([]) == (text.PAGE,)


def test_the_page_of_a_product_that_is_not_served_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    declare(monkeypatch, jobs="no.such.module:PAGE")
    assert find_pages([]) == ()


@pytest.mark.parametrize(
    "value", [f"{__name__}:NOT_A_PAGE", "tremplin.web.pages.jobs:PAGE", "tremplin.web.pages.text:PAGE"]
)
def test_an_entry_point_must_be_a_page_of_its_product(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    declare(monkeypatch, other=value)
    with pytest.raises(
        ConfigurationError, match=r"must be a tremplin\.web\.page\.Page of 'other', .* product;"
    ):
        find_pages(["other"])


def test_the_page_of_no_product_must_be_a_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    declare(monkeypatch, other="tremplin.web.pages.jobs:PAGE")
    with pytest.raises(ConfigurationError, match="no product: give it tool=True"):
        find_pages([])
    declare(monkeypatch, text="tremplin.web.pages.text:PAGE")
    with pytest.raises(ConfigurationError, match="which is a product"):
        find_pages(["text"])


@pytest.mark.parametrize("path", ["", "jobs", "/", "/v1/jobs", "/static", "/connexion", "/api"])
def test_a_page_keeps_off_the_server_s_own_addresses(path: str) -> None:
    with pytest.raises(ConfigurationError, match="choose one like /jobs"):
        Page("jobs", path, "Métiers", "Trouve.", APIRouter())
