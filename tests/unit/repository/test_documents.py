from __future__ import annotations

import pytest

from tremplin.base.errors import ArtifactError
from tremplin.repository.documents import canonical, seal, unseal

CONTENT = {"b": [1, 2.5, None], "a": "é"}


def test_what_is_sealed_comes_back_and_has_one_form():
    raw = seal(CONTENT)
    assert unseal(raw, where="it") == CONTENT
    assert raw == seal(dict(reversed(CONTENT.items())))


def test_every_changed_byte_is_noticed():
    raw = seal(CONTENT)
    for place in range(len(raw)):
        changed = bytearray(raw)
        changed[place] ^= 1
        with pytest.raises(ArtifactError, match=r"^the manifest"):
            unseal(bytes(changed), where="the manifest")


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff", b"[" * 100_000, seal(CONTENT)[:-10]])
def test_what_is_not_json_is_refused(raw):
    with pytest.raises(ArtifactError, match=r"the tag is not valid JSON .*pull it again"):
        unseal(raw, where="the tag")


def test_json_that_is_no_object_is_refused():
    with pytest.raises(ArtifactError, match="another kind than an object"):
        unseal(b"[1]", where="it")


@pytest.mark.parametrize("number", [b"2", b"null", b'"1"', b"[]"])
def test_another_format_version_is_refused_with_the_upgrade_line(number):
    raw = seal(CONTENT).replace(b'"format": 1', b'"format": ' + number)
    with pytest.raises(ArtifactError, match=r"this version of Tremplin reads 1.*pip install --upgrade"):
        unseal(raw, where="it")


@pytest.mark.parametrize("value", [b"NaN", b'"\\ud800"'])
def test_values_that_are_never_written_are_refused(value):
    with pytest.raises(ArtifactError, match="has changed since"):
        unseal(b'{"a": ' + value + b', "format": 1, "sha256": ""}', where="it")


def test_a_number_that_is_not_finite_has_no_form():
    with pytest.raises(ValueError, match="JSON"):
        canonical({"a": float("nan")})
