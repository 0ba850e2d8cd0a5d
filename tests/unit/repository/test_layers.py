from __future__ import annotations

import pytest

from tremplin.base.errors import (
    ArtifactError,
    ConfigurationError,
    InvalidInputError,
    NotFoundError,
    UnknownNameError,
)
from tremplin.repository import LayeredRepository, Repository, open_models, shipped


@pytest.fixture
def lower(tmp_path):
    return Repository.open(tmp_path / "lower")


@pytest.fixture
def both(repository, lower, push):
    """The upper has jobs 1; the lower has jobs 1 and 2, and mail 1."""
    push("upper")
    push("lower", into=lower)
    push("lower", into=lower)
    push("lower", name="mail", into=lower)
    return LayeredRepository(repository, lower)


def text(source, ref):
    return source.pull(ref).file("a.txt").read_text()


def test_the_first_that_has_the_name_answers(both):
    assert text(both, "jobs") == "upper"
    assert text(both, "mail") == "lower"


def test_the_first_that_has_the_version_answers(both):
    assert text(both, "jobs@1") == "upper"
    assert text(both, "jobs@2") == "lower"


def test_the_first_that_has_the_tag_answers(both, repository, lower):
    lower.tag("jobs@2", "production")
    assert text(both, "jobs") == "upper"
    assert text(both, "jobs@production") == "lower"
    repository.tag("jobs@1", "production")
    assert text(both, "jobs@production") == "upper"


def test_a_damaged_version_is_not_passed_over(both, repository):
    path = repository.pull("jobs@1").file("a.txt")
    path.chmod(0o644)
    path.write_text("other")
    with pytest.raises(ArtifactError, match="has changed"):
        both.pull("jobs@1")


def test_what_no_layer_has_is_an_error(both):
    with pytest.raises(UnknownNameError, match="did you mean 'mail'"):
        both.pull("mails")
    with pytest.raises(NotFoundError, match="version 9 of jobs"):
        both.card("jobs@9")
    with pytest.raises(NotFoundError, match="version 9 of mail"):
        both.pull("mail@9")
    with pytest.raises(UnknownNameError, match="tag of jobs 'candidate'"):
        both.pull("jobs@candidate")
    with pytest.raises(UnknownNameError, match="did you mean 'jobs'"):
        both.versions("job")
    with pytest.raises(InvalidInputError, match="is not a model reference"):
        both.pull("jobs@")


def test_the_list_hides_what_is_covered(both, repository, lower):
    assert [(line.ref, line.source) for line in both.list()] == [
        ("jobs@1", repository.url),
        ("jobs@2", lower.url),
        ("mail@1", lower.url),
    ]
    assert both.names() == ("jobs", "mail")
    assert both.url == f"{repository.url} > {lower.url}"


def test_verify_looks_into_all_layers(both, lower):
    lower.pull("mail").file("a.txt").unlink()  # the same bytes as those of the lower jobs, so the same file
    assert [problem.ref for problem in both.verify()] == ["jobs@1", "jobs@2", "mail@1"]
    assert both.verify("jobs@1") == []
    assert [problem.ref for problem in both.verify("mail")] == ["mail@1"]


def test_the_card_comes_from_the_same_layer(both, card):
    assert both.card("mail@1") == card


def test_no_layer_is_refused():
    with pytest.raises(InvalidInputError, match="at least one"):
        LayeredRepository()


def test_the_shipped_models_are_sound_and_read_only(folder, card):
    assert shipped().verify() == []
    with pytest.raises(ConfigurationError, match="read-only"):
        shipped().push(folder, name="jobs", card=card)


def test_models_are_shipped_ones_with_ones_own_above(pushed, root):
    assert open_models().names() == shipped().names()
    assert set(open_models(str(root)).names()) == {"jobs", *shipped().names()}
    assert open_models(root).pull("jobs").manifest == pushed.pull("jobs").manifest


def test_a_misspelt_repository_is_not_passed_over(root):
    with pytest.raises(ConfigurationError, match="check the path"):
        open_models(str(root) + "x")
