from __future__ import annotations

import doctest

import pytest

from tremplin import nomenclature
from tremplin.nomenclature import labels, rome


def test_public_names_resolve_and_are_few() -> None:
    assert len(nomenclature.__all__) <= 12
    assert all(getattr(nomenclature, name) is not None for name in nomenclature.__all__)


@pytest.mark.parametrize("module", [labels, rome])
def test_examples_of_the_docstrings(module: object) -> None:
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed
