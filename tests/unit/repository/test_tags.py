from __future__ import annotations

import pytest

from tremplin.base.errors import ArtifactError, NotFoundError
from tremplin.repository.documents import seal
from tremplin.repository.tags import TagLog

AT = "2026-01-31T12:00:00Z"


def moves(*steps):
    log = TagLog("jobs", "production")
    for step in steps:
        if step == "back":
            log = log.rolled_back(at=AT)
        elif step == "off":
            log = log.removed(at=AT)
        else:
            log = log.moved(step, at=AT)
    return log


@pytest.mark.parametrize(
    ("steps", "current"),
    [
        ((), None),
        ((1,), 1),
        ((1, 2), 2),
        ((1, 2, "back"), 1),
        ((1, 2, 3, "back", "back"), 1),
        ((1, 2, "back", 3, "back"), 1),
        ((1, 2, 1, "back"), 2),
        ((1, 2, 1, "back", "back"), 1),
        ((1, "off"), None),
        ((1, "off", "back"), 1),
        ((1, 2, "off", "back", "back"), 1),
        ((1, 2, "off", 2, "back"), 1),
        ((1, "off", 3, "back"), 1),
        ((1, 2, 2, "back"), 1),
    ],
)
def test_a_tag_goes_back_the_way_it_came(steps, current):
    assert moves(*steps).current == current


@pytest.mark.parametrize("steps", [(), (1,), (1, 1), (1, 2, "back")])
def test_there_must_be_an_earlier_version(steps):
    with pytest.raises(NotFoundError, match=r"jobs@production has no earlier version.*tag\('jobs@N'"):
        moves(*steps).rolled_back(at=AT)


def test_every_move_is_remembered():
    log = moves(1, 2, "back", "off")
    assert [(m.action, m.version) for m in log.moves] == [
        ("tag", 1),
        ("tag", 2),
        ("rollback", 1),
        ("untag", None),
    ]
    assert TagLog.parse(log.dump(), name="jobs", tag="production", where="it") == log


def test_the_same_move_twice_is_one():
    assert moves(1, 1) == moves(1)
    assert moves("off") == moves()


def test_the_tag_of_another_model_is_refused():
    for name, tag in (("mail", "production"), ("jobs", "candidate")):
        with pytest.raises(ArtifactError, match=f"does not describe {name}@{tag}"):
            TagLog.parse(moves(1).dump(), name=name, tag=tag, where="it")


@pytest.mark.parametrize(
    "found",
    [
        None,
        {},
        ["x"],
        [{"action": "tag", "version": 1}],
        [{"action": "move", "version": 1, "at": AT}],
        [{"action": "tag", "version": None, "at": AT}],
        [{"action": "untag", "version": 1, "at": AT}],
        [{"action": "tag", "version": 0, "at": AT}],
        [{"action": "tag", "version": True, "at": AT}],
        [{"action": "tag", "version": 1, "at": 2}],
    ],
)
def test_moves_of_another_form_are_refused(found):
    raw = seal({"name": "jobs", "tag": "production", "moves": found})
    with pytest.raises(ArtifactError, match="no valid list of moves"):
        TagLog.parse(raw, name="jobs", tag="production", where="the tag")
