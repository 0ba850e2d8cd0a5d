from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from tremplin.base.errors import ConfigurationError, UnknownNameError
from tremplin.base.settings import Settings, product_resources, read_settings


def test_defaults_need_nothing() -> None:
    settings = read_settings()
    assert settings.database_url == ""
    assert settings.home_folder().is_absolute()
    assert settings.data is None


def test_settings_are_read_when_called(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREMPLIN_HOME", "/srv/tremplin")
    monkeypatch.setenv("TREMPLIN_BATCH_LIMIT", "7")
    assert read_settings().home_folder() == Path("/srv/tremplin")
    assert read_settings().batch_limit == 7
    monkeypatch.setenv("TREMPLIN_BATCH_LIMIT", "8")
    assert read_settings().batch_limit == 8


def test_settings_are_frozen_and_secrets_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREMPLIN_SECRET", "hush")
    settings = read_settings()
    assert "hush" not in repr(settings)
    assert settings.secret.get_secret_value() == "hush"
    with pytest.raises(ValidationError, match="frozen"):
        settings.batch_limit = 3  # type: ignore[misc]


def test_unknown_variable_names_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREMPLIN_REPOSITRY", "models")
    with pytest.raises(UnknownNameError, match="did you mean 'TREMPLIN_REPOSITORY'"):
        read_settings()


@pytest.mark.parametrize(("name", "value"), [("BATCH_LIMIT", "0"), ("BODY_LIMIT", "secret-value")])
def test_wrong_value_names_the_setting_and_quotes_nothing(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"TREMPLIN_{name}", value)
    with pytest.raises(
        ConfigurationError, match=f"wrong settings: TREMPLIN_{name}: Input should be"
    ) as caught:
        read_settings()
    assert "secret-value" not in str(caught.value)


def test_resources_of_a_product(
    install: Callable[[str, str], None], echo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    install("echo", echo)
    monkeypatch.setenv("TREMPLIN_ECHO_FOLDER", "here")
    monkeypatch.setenv("TREMPLIN_ECHO_VOICE", "")
    assert product_resources("echo") == {"folder": "here"}
    assert isinstance(read_settings(), Settings)
