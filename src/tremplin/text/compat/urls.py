from __future__ import annotations

import re

from tremplin.text.action import Action, each
from tremplin.text.compat.promises import Promise

__all__ = ["replace_urls", "replace_urls_with_domains"]

_SCHEME = r"(?:(?:https?|ftp)://)"
_PREFIX = r"(?:(?:www|ftp)\.)"
_URL = re.compile(
    rf"(?<![\w/])(?:{_SCHEME}*{_PREFIX}+|{_SCHEME}+{_PREFIX}*)"
    r"([\w-]+(?:\.[\w-]+)+)"
    r"(?:[\w.,@?^=%&:/~+#-]*[\w@?^=%&/~+#-])?",
    re.IGNORECASE,
)


def _may_hold_url(text: str) -> bool:
    if "." not in text:
        return False
    if "://" in text:
        return True
    # bytes are lowered several times faster than text
    small = text.encode("utf-8", "surrogatepass").lower()
    return b"www." in small or b"ftp." in small


def _replaced(text: str, by: str) -> str:
    return _URL.sub(by, text) if _may_hold_url(text) else text


def replace_urls(promise: Promise, *, by: str = " ") -> Action:
    r"""Addresses become ``by``, in which ``\g<0>`` stands for the address."""
    return each(lambda text: _replaced(text, by), local=True)


def replace_urls_with_domains(promise: Promise) -> Action:
    """Addresses become the name of their site, between spaces."""
    return replace_urls(promise, by=r" \1 ")
