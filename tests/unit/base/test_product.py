from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from tremplin.base import Product, Request, Resource, Response, find_product, product_names
from tremplin.base.errors import ConfigurationError, UnknownNameError


def product(*resources: Resource, default_ref: str = "") -> Product:
    def load(source: Any, ref: str, *, resources: dict[str, str]) -> Any:
        return source, ref, resources

    return Product(
        name="echo",
        title="Écho",
        request=Request,
        response=Response,
        load=load,
        predict=lambda model, items: [],
        default_ref=default_ref,
        resources=resources,
    )


@pytest.mark.parametrize(
    ("default", "ref", "loaded"),
    [("", None, "echo"), ("echo-open", None, "echo-open"), ("a", "echo@3", "echo@3")],
)
def test_which_model_is_loaded(default: str, ref: str | None, loaded: str) -> None:
    source: Any = object()
    assert product(default_ref=default).open(source, ref) == (source, loaded, {})


def test_resources_are_handed_over() -> None:
    source: Any = None
    model: Any = product(Resource("folder", "x", required=True)).open(source, resources={"folder": "a"})
    assert model[2] == {"folder": "a"}


def test_unknown_resource() -> None:
    source: Any = None
    with pytest.raises(UnknownNameError, match="unknown resource of echo 'foldr'; did you mean 'folder'"):
        product(Resource("folder", "x")).open(source, resources={"foldr": "a"})


def test_missing_resource_says_both_ways_to_give_it() -> None:
    source: Any = None
    with pytest.raises(ConfigurationError, match=r"give --folder, or set TREMPLIN_ECHO_FOLDER"):
        product(Resource("folder", "x", required=True)).open(source)


def test_names_are_read_without_importing(install: Callable[[str, str], None]) -> None:
    install("echo", "raise RuntimeError")
    assert "echo" in product_names()
    assert "plug_echo" not in sys.modules


def test_installed_product(install: Callable[[str, str], None], echo: str) -> None:
    install("echo", echo)
    assert find_product("echo").title == "Écho"


def test_unknown_product(install: Callable[[str, str], None], echo: str) -> None:
    install("echo", echo)
    with pytest.raises(UnknownNameError, match="unknown product 'ecco'; did you mean 'echo'"):
        find_product("ecco")


@pytest.mark.parametrize(("name", "code"), [("other", ""), ("bad", "PRODUCT = 3")])
def test_entry_point_that_is_no_product_of_that_name(
    name: str, code: str, install: Callable[[str, str], None], echo: str
) -> None:
    install(name, code or echo)
    with pytest.raises(ConfigurationError, match=f"must be a tremplin.base.Product named '{name}'"):
        find_product(name)


@pytest.mark.parametrize("code", ["import absent_library", "OTHER = 1"])
def test_a_broken_package_is_named(code: str, install: Callable[[str, str], None]) -> None:
    install("echo", code)
    with pytest.raises(ConfigurationError, match=r"the product 'echo' .*cannot be imported.*uninstall"):
        find_product("echo")
