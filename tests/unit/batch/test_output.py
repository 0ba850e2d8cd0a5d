from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tremplin.base.errors import InvalidInputError, NotFoundError
from tremplin.batch.output import open_output


def test_a_file_appears_when_it_is_complete(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    with open_output("-", str(target)) as stream:
        stream.write(b"x")
        assert not target.exists()
    assert target.read_bytes() == b"x"
    assert list(tmp_path.iterdir()) == [target]


def test_a_fault_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("before")
    with pytest.raises(ZeroDivisionError), open_output("-", str(target)):
        raise ZeroDivisionError
    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]


def test_wrong_targets(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("")
    (tmp_path / "link.txt").symlink_to(source)
    with (
        pytest.raises(InvalidInputError, match="is the data set itself"),
        open_output(str(source), str(tmp_path / "link.txt")),
    ):
        pass
    with pytest.raises(NotFoundError, match="create it first"), open_output("-", str(tmp_path / "no/b.txt")):
        pass
    with pytest.raises(InvalidInputError, match="not a regular file"), open_output("-", str(tmp_path)):
        pass


def test_a_dash_is_stdout() -> None:
    with open_output("-", "-") as stream:
        assert stream is sys.stdout.buffer
