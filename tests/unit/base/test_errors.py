from __future__ import annotations

import pytest

from tremplin.base import errors
from tremplin.base.errors import ERROR_CODES, TremplinError, UnknownNameError


def test_every_error_has_a_published_code() -> None:
    classes = [getattr(errors, name) for name in errors.__all__ if name.endswith("Error")]
    assert len(classes) == 8
    for found in classes:
        assert issubclass(found, TremplinError)
        assert found.code in ERROR_CODES


@pytest.mark.parametrize(
    ("name", "known", "message"),
    [
        ("texte", ["text", "kind"], "unknown field 'texte'; did you mean 'text'?"),
        ("titl", ["title", "titre"], "unknown field 'titl'; did you mean 'title' or 'titre'?"),
        ("xyz", ["b", "a"], "unknown field 'xyz'; known: a, b."),
        ("xyz", [], "unknown field 'xyz'; known: none."),
        ("xyz", list("abcdefghijklmn"), "unknown field 'xyz'; known: a, b, c, d, e, f, g, h, i, j, k, l, …."),
    ],
)
def test_unknown_name_names_the_nearest(name: str, known: list[str], message: str) -> None:
    error = UnknownNameError("field", name, known)
    assert str(error) == message
    assert isinstance(error, KeyError)
