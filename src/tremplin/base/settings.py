from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from tremplin.base.errors import ConfigurationError, UnknownNameError
from tremplin.base.product import find_product, product_names

__all__ = ["Settings", "product_resources", "read_settings"]

_PREFIX = "TREMPLIN_"


class Settings(BaseSettings):
    """What can be set from outside, each as ``TREMPLIN_NAME`` in the environment."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, extra="forbid", frozen=True)

    home: Path = Field(Path("~/.local/share/tremplin"), description="Folder of the local database.")
    database_url: str = Field("", description="SQLAlchemy URL; empty means SQLite in the home folder.")
    repository: str = Field("", description="Folder or URL of the model repository; empty: shipped models.")
    secret: SecretStr = Field(
        SecretStr(""), description="Key of sessions, CSRF tokens and replay hashes; empty: new at each start."
    )
    tokens: SecretStr = Field(
        SecretStr(""), description="Service tokens as role:token, separated by commas; needed off loopback."
    )
    allowed_hosts: str = Field(
        "127.0.0.1,localhost,[::1]", description="Host names that the server answers to, with commas."
    )
    body_limit: int = Field(2_000_000, ge=1_000, description="The most bytes of one request body.")
    batch_limit: int = Field(1_000, ge=1, description="The most items of one batch request.")
    data: Path | None = Field(None, description="Folder of the real data, for training and benchmarks.")

    def home_folder(self) -> Path:
        """Returns the home folder with ``~`` expanded."""
        return self.home.expanduser()


def product_resources(product: str) -> dict[str, str]:
    """Reads the resources of a product from ``TREMPLIN_PRODUCT_RESOURCE`` variables."""
    found = {}
    for resource in find_product(product).resources:
        value = os.environ.get(f"{_PREFIX}{product.upper()}_{resource.name.upper()}")
        if value:
            found[resource.name] = value
    return found


def _check_names() -> None:
    known = {_PREFIX + name.upper() for name in Settings.model_fields}
    products = tuple(f"{_PREFIX}{name.upper()}_" for name in product_names())
    for name in os.environ:
        if name.startswith(_PREFIX) and name not in known and not name.startswith(products):
            raise UnknownNameError("setting", name, known)


def read_settings() -> Settings:
    """Reads the settings from the environment, now.

    Raises:
        UnknownNameError: A ``TREMPLIN_…`` variable names no setting.
        ConfigurationError: A value is of the wrong form.
    """
    _check_names()
    try:
        return Settings()
    except ValidationError as error:
        problems = "; ".join(
            f"{_PREFIX}{'.'.join(map(str, p['loc'])).upper()}: {p['msg']}"
            for p in error.errors(include_input=False)
        )
        raise ConfigurationError(f"wrong settings: {problems}") from error
