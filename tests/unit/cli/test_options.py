from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import click
import pytest

from tremplin.base import Product, Resource, find_product
from tremplin.base.errors import ConfigurationError, InvalidInputError, UnknownNameError
from tremplin.batch.fields import field_shape
from tremplin.cli.options import field_values, product_options, read_columns, read_pairs, resource_values


@pytest.fixture
def product(install: Callable[[str, str], None], code: str) -> Product:
    install("shout", code)
    return find_product("shout")


def test_each_field_and_resource_has_its_typed_option(product: Product) -> None:
    options: dict[str, Any] = {option.opts[0]: option for option in product_options(product, taken=set())}
    assert list(options) == ["--title", "--k", "--pitch", "--style", "--tags", "--reasons", "--echo"]
    assert options["--k"].type is click.INT
    assert options["--k"].help == "How often.  [default: 1]"
    assert options["--pitch"].type is click.FLOAT
    assert list(options["--style"].type.choices) == ["plain", "stars"]
    assert options["--reasons"].secondary_opts == ["--no-reasons"]
    assert options["--reasons"].help == "[default: false]"


@pytest.mark.parametrize("name", ["k", "in"])
def test_two_options_of_one_name(name: str, product: Product) -> None:
    twice = dataclasses.replace(product, resources=(Resource(name, "x"),))
    with pytest.raises(ConfigurationError, match=f"--{name} is already an option: rename"):
        product_options(twice, taken={"--in"})


def test_given_values_are_told_apart() -> None:
    values = {"field_k": 0, "field_style": None, "resource_echo": "a", "source": "b"}
    assert field_values(values) == {"k": 0}
    assert resource_values(values) == {"echo": "a"}


def test_read_columns() -> None:
    assert read_columns(()) == {}
    assert read_columns(("a=text,b c=title", "d=e=id")) == {"a": "text", "b c": "title", "d=e": "id"}


@pytest.mark.parametrize("word", ["a", "a=", "=text", "", "a=text,"])
def test_columns_of_another_form(word: str) -> None:
    with pytest.raises(InvalidInputError, match="write COLUMN=FIELD"):
        read_columns((word,))


def test_a_column_given_twice() -> None:
    with pytest.raises(InvalidInputError, match="names the column 'a' twice"):
        read_columns(("a=text", "a=title"))


def test_read_pairs() -> None:
    known = {"epochs": field_shape(int), "name": field_shape(str)}
    assert read_pairs(("epochs=3", "name=5=a"), known) == {"epochs": 3, "name": "5=a"}
    with pytest.raises(InvalidInputError, match="write NAME=VALUE"):
        read_pairs(("epochs",), known)
    with pytest.raises(UnknownNameError, match="did you mean 'epochs'"):
        read_pairs(("epoch=3",), known)
