from __future__ import annotations

from typing import Any

import pytest

from tremplin.base import Product, Resource
from tremplin.base.errors import MissingExtraError, UnknownNameError
from tremplin.web import loading
from tremplin.web.loading import load_services

from .toy import ToyModel, make_product


class Source:
    def pull(self, ref: str) -> Any:
        raise LookupError(ref)


def load(source: Any, ref: str, *, resources: dict[str, str]) -> ToyModel:
    return ToyModel(f"{ref}@{len(resources)}")


def no_extra(source: Any, ref: str, *, resources: dict[str, str]) -> ToyModel:
    raise MissingExtraError("cv2 is not installed. Install it with: pip install 'tremplin[scan]'")


@pytest.fixture(autouse=True)
def products(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = Resource("rules", "a folder of rules")
    known: dict[str, Product] = {
        "jobs": make_product(load=load, resources=(rules,)),
        "scan": make_product(name="scan", load=no_extra, extra="scan"),
        "plain": make_product(name="plain", load=no_extra),
    }
    monkeypatch.setattr(loading, "find_product", known.__getitem__)
    monkeypatch.setattr(
        loading, "product_resources", lambda name: {"rules": "here"} if name == "jobs" else {}
    )
    monkeypatch.setattr(loading, "missing_modules", lambda extra: [])


def test_a_product_is_loaded_with_its_model_and_resources() -> None:
    services, missing = load_services(["jobs"], source=Source(), models={"jobs": "jobs-open"})
    assert [service.model.ref for service in services] == ["jobs-open@1"]
    assert missing == {}


def test_an_extra_that_is_not_installed_is_a_pip_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "missing_modules", lambda extra: ["cv2"])
    services, missing = load_services(["jobs", "scan"], source=Source())
    assert [service.product.name for service in services] == ["jobs"]
    assert missing == {"scan": "pip install 'tremplin[scan]'"}


def test_an_extra_that_fails_while_it_loads_is_a_pip_line_too(caplog: pytest.LogCaptureFixture) -> None:
    services, missing = load_services(["scan"], source=Source())
    assert services == []
    assert missing == {"scan": "pip install 'tremplin[scan]'"}
    assert "cv2 is not installed" in caplog.text


def test_a_product_that_declares_no_extra_fails() -> None:
    with pytest.raises(MissingExtraError):
        load_services(["plain"], source=Source())


def test_a_model_is_named_for_a_product_that_is_served() -> None:
    with pytest.raises(
        UnknownNameError, match="unknown product among those served 'job'; did you mean 'jobs'"
    ):
        load_services(["jobs"], source=Source(), models={"job": "jobs@1"})
