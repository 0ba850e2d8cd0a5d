from __future__ import annotations

from pathlib import Path

import pytest

from tremplin.base.errors import ConfigurationError
from tremplin.repository.location import open_store


@pytest.mark.parametrize("form", [str, Path, lambda p: f"file://{p}", lambda p: f"file://localhost{p}"])
def test_paths_and_file_urls_name_folders(tmp_path, form):
    assert open_store(form(tmp_path), must_exist=True).url == str(tmp_path.resolve())


def test_a_file_url_may_be_quoted(tmp_path):
    (tmp_path / "two words").mkdir()
    assert open_store(f"file://{tmp_path}/two%20words", must_exist=True).url.endswith("two words")


def test_the_tilde_is_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert open_store("~/models", must_exist=False).url == str(tmp_path.resolve() / "models")


def test_s3_is_not_there_yet():
    with pytest.raises(ConfigurationError, match="S3 are not available in this version yet; give a folder"):
        open_store("s3://bucket/models", must_exist=False)


@pytest.mark.parametrize("url", ["http://host/x", "gs://b", "ftp://x", "://x"])
def test_an_unknown_scheme_is_refused(url):
    with pytest.raises(ConfigurationError, match="unknown kind of repository"):
        open_store(url, must_exist=False)


@pytest.mark.parametrize("url", ["file://host/x", "file://x", "file://"])
def test_a_file_url_of_another_host_is_refused(url):
    with pytest.raises(ConfigurationError, match="with three slashes"):
        open_store(url, must_exist=False)


@pytest.mark.parametrize("url", ["", "  ", "a\0b"])
def test_no_name_is_refused(url):
    with pytest.raises(ConfigurationError, match="does not name a repository"):
        open_store(url, must_exist=False)


def test_a_file_is_no_repository(tmp_path):
    (tmp_path / "f").write_text("x")
    with pytest.raises(ConfigurationError, match="is a file"):
        open_store(tmp_path / "f", must_exist=False)


def test_a_folder_that_must_exist_and_does_not_is_named(tmp_path):
    with pytest.raises(ConfigurationError, match=r"no model repository at .*modles: check the path"):
        open_store(tmp_path / "modles", must_exist=True)
