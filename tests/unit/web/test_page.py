from __future__ import annotations

from importlib.metadata import EntryPoint
from typing import Any

import pytest
from fastapi import APIRouter

from tremplin.base.errors import ConfigurationError
from tremplin.web import page
from tremplin.web.page import Page, find_pages
from tremplin.web.pages.jobs import PAGE

NOT_A_PAGE = "nothing"


def test_the_page_of_a_product_is_found_by_its_name() -> None:
    assert find_pages(["unknown", "jobs"]) == (PAGE,)
    assert find_pages([]) == ()


@pytest.mark.parametrize("value", [f"{__name__}:NOT_A_PAGE", "tremplin.web.pages.jobs:PAGE"])
def test_an_entry_point_must_be_a_page_of_its_product(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    def points(**options: Any) -> list[EntryPoint]:
        return [EntryPoint("other", value, "tremplin.pages")]

    monkeypatch.setattr(page, "entry_points", points)
    with pytest.raises(ConfigurationError, match=r"must be a tremplin\.web\.page\.Page of 'other'"):
        find_pages(["other"])


@pytest.mark.parametrize("path", ["", "jobs", "/", "/v1/jobs", "/static", "/connexion", "/api"])
def test_a_page_keeps_off_the_server_s_own_addresses(path: str) -> None:
    with pytest.raises(ConfigurationError, match="choose one like /jobs"):
        Page("jobs", path, "Métiers", "Trouve.", APIRouter())
