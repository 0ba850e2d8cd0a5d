from __future__ import annotations

import pytest

from tremplin.base.errors import InvalidInputError
from tremplin.repository import Ref
from tremplin.repository.refs import check_model_name, check_tag, is_file_name


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("jobs", Ref("jobs")),
        ("jobs-open@3", Ref("jobs-open", version=3)),
        ("jobs@production", Ref("jobs", tag="production")),
        ("7z@v2", Ref("7z", tag="v2")),
    ],
)
def test_a_reference_is_read_and_written_alike(text, ref):
    assert Ref.parse(text) == ref
    assert str(ref) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@",
        "@3",
        "jobs@",
        "jobs@0",
        "jobs@03",
        "jobs@-1",
        "jobs@1.0",
        "jobs@3@4",
        "Jobs",
        "jobs@Production",
        "../jobs",
        "jobs/../x",
        "jobs\n",
        "jobs@3\n",
        " jobs",
        "jobs@٣",
        "jobs@9999999999",
        "métier",
        "a" * 65,
        None,
        3,
    ],
)
def test_anything_else_is_refused_with_the_three_forms(text):
    with pytest.raises(InvalidInputError, match="jobs@production"):
        Ref.parse(text)


@pytest.mark.parametrize("name", ["", "-jobs", "Jobs", "jobs_open", "a b", "a/b", "..", "jobs\n", "é", None])
def test_a_bad_model_name_is_refused(name):
    with pytest.raises(InvalidInputError, match="cannot name a model"):
        check_model_name(name)


@pytest.mark.parametrize("tag", ["", "3", "3a", "-x", "Prod", "a/b", "a@b", None])
def test_a_bad_tag_is_refused(tag):
    with pytest.raises(InvalidInputError, match="cannot be a tag"):
        check_tag(tag)


@pytest.mark.parametrize("name", ["a", "w.bin", "weights/w-1_2.npy", "__init__.py"])
def test_plain_file_names_are_accepted(name):
    assert is_file_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../a",
        "a/../b",
        "/etc/passwd",
        "a//b",
        "a/",
        ".hidden",
        "a\\b",
        "C:a",
        "a\0",
        "a\n",
        "é",
        "a b",
        "x" * 201,
        None,
        1,
    ],
)
def test_names_that_could_lead_elsewhere_are_not(name):
    assert not is_file_name(name)
