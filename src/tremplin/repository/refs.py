from __future__ import annotations

import re
from dataclasses import dataclass

from tremplin.base.errors import InvalidInputError

__all__ = ["DEFAULT_TAG", "Ref", "check_model_name", "check_tag", "is_file_name"]

DEFAULT_TAG = "production"
"""The tag that a bare name means, where it is set."""

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}", re.ASCII)
_TAG = re.compile(r"[a-z][a-z0-9-]{0,63}", re.ASCII)
_VERSION = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
_SEGMENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*", re.ASCII)
_FILE_NAME_LIMIT = 200


def check_model_name(name: object) -> str:
    """Returns a model's name if it is one: lower-case letters, digits and hyphens.

    Raises:
        InvalidInputError: It is not.
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise InvalidInputError(
            f"{name!r} cannot name a model: use 1 to 64 lower-case letters, digits and hyphens, "
            "starting with a letter or digit, for instance 'jobs-open'"
        )
    return name


def check_tag(tag: object) -> str:
    """Returns a tag if it is one; it starts with a letter, so that no tag reads as a version.

    Raises:
        InvalidInputError: It is not.
    """
    if not isinstance(tag, str) or not _TAG.fullmatch(tag):
        raise InvalidInputError(
            f"{tag!r} cannot be a tag: use 1 to 64 lower-case letters, digits and hyphens, "
            "starting with a letter, for instance 'production'"
        )
    return tag


def is_file_name(name: object) -> bool:
    """Tells whether a relative name stays below its folder on every system and in every object store."""
    return (
        isinstance(name, str)
        and len(name) <= _FILE_NAME_LIMIT
        and all(_SEGMENT.fullmatch(segment) for segment in name.split("/"))
    )


@dataclass(frozen=True)
class Ref:
    """Names a model: ``name``, ``name@version`` or ``name@tag``.

    A bare name means the version tagged `DEFAULT_TAG`, or the newest where nothing carries that tag.
    """

    name: str
    version: int | None = None
    tag: str | None = None

    def __str__(self) -> str:
        rest = self.tag if self.version is None else self.version
        return self.name if rest is None else f"{self.name}@{rest}"

    @classmethod
    def parse(cls, text: object) -> Ref:
        """Reads a reference.

        Raises:
            InvalidInputError: It is none of the three forms.
        """
        name, at, rest = text.partition("@") if isinstance(text, str) else ("", "", "")
        if _NAME.fullmatch(name):
            if not at:
                return cls(name)
            if _VERSION.fullmatch(rest):
                return cls(name, version=int(rest))
            if _TAG.fullmatch(rest):
                return cls(name, tag=rest)
        raise InvalidInputError(
            f"{text!r} is not a model reference: write 'jobs', 'jobs@3' (a version) or 'jobs@production' (a tag)"
        )
