from __future__ import annotations

import re

import pytest

from tremplin.base.errors import InvalidInputError
from tremplin.repository.moment import moment


@pytest.mark.parametrize(
    "given", ["2026-01-31T12:00:00Z", "2026-01-31T13:00:00.9+01:00", "2026-01-31 12:00+00:00"]
)
def test_a_moment_is_kept_in_utc(given):
    assert moment(given) == "2026-01-31T12:00:00Z"


def test_now_has_the_same_form():
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment())


@pytest.mark.parametrize("given", ["", "yesterday", "31/01/2026", 12])
def test_another_form_is_refused(given):
    with pytest.raises(InvalidInputError, match="expected ISO 8601"):
        moment(given)


def test_a_moment_without_zone_is_refused():
    with pytest.raises(InvalidInputError, match="has no time zone; add 'Z'"):
        moment("2026-01-31T12:00:00")
