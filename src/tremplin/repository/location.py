from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from tremplin.base.errors import ConfigurationError
from tremplin.repository.disk import DiskStore
from tremplin.repository.store import Store

__all__ = ["open_store"]


def _folder(url: str | Path) -> Path:
    """Returns the folder that a path or a ``file://`` URL names."""
    text = str(url)
    if (isinstance(url, str) and not text.strip()) or "\0" in text:
        raise ConfigurationError(f"{text!r} does not name a repository: give a folder, for instance 'models'")
    scheme, marker, _ = text.partition("://")
    if isinstance(url, Path) or not marker:
        return Path(text).expanduser()
    if scheme.lower() == "s3":
        raise ConfigurationError(
            f"{text}: repositories on S3 are not available in this version yet; give a folder, for instance "
            "one on a shared disk"
        )
    if scheme.lower() != "file":
        raise ConfigurationError(
            f"{text}: unknown kind of repository {scheme!r}; give a folder or a file:// URL"
        )
    parts = urlsplit(text)
    if parts.netloc not in ("", "localhost") or not parts.path.startswith("/"):
        raise ConfigurationError(
            f"{text} names a folder of another host; write file:///folder, with three slashes"
        )
    return Path(unquote(parts.path))


def open_store(url: str | Path, *, must_exist: bool) -> Store:
    """Opens the store that a path or URL names.

    Args:
        url: A folder, or its ``file://`` URL.
        must_exist: Refuse a folder that does not exist; otherwise the first write makes it.

    Raises:
        ConfigurationError: The URL is of a kind that this version cannot open, or names no folder.
    """
    folder = _folder(url)
    if folder.exists() and not folder.is_dir():
        raise ConfigurationError(f"{url} is a file: a model repository is a folder")
    if must_exist and not folder.is_dir():
        raise ConfigurationError(
            f"there is no model repository at {url}: check the path, or push a model to it"
        )
    return DiskStore(folder)
