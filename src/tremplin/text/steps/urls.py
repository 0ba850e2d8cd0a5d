from __future__ import annotations

import re

from tremplin.base.errors import InvalidInputError
from tremplin.text.action import Action, each
from tremplin.text.steps.step import Step

__all__ = ["REPLACE_URLS", "REPLACE_URLS_WITH_DOMAINS", "URL", "split_url"]

URL = re.compile(r"(?:(?:https?|s?ftps?)://|\b(?=www\.\w))\w[^\s<>\"«»]*", re.IGNORECASE)
"""An address from its scheme or « www. » up to white space, a quote or an angle bracket."""

_TRAILING = frozenset(".,;:!?…'’”*_)]}")
_PAIRS = {")": "(", "]": "[", "}": "{"}
_SCHEME = re.compile(r"[a-z]+://", re.IGNORECASE)
_WWW = re.compile(r"(?:www\.)+(?=.)", re.IGNORECASE)
_AFTER_HOST = re.compile(r"[/?#\\]")


def split_url(found: str) -> tuple[str, str]:
    """Cuts the punctuation of the sentence from the end of an address.

    Args:
        found: What `URL` matched.

    Returns:
        The address, and what follows it. A bracket that the address opens belongs to it.
    """
    extra = {close: found.count(close) - found.count(open_) for close, open_ in _PAIRS.items()}
    end = len(found)
    while end and found[end - 1] in _TRAILING:
        last = found[end - 1]
        if last in extra:
            if extra[last] <= 0:
                break
            extra[last] -= 1
        end -= 1
    return found[:end], found[end:]


def _may_hold(text: str) -> bool:
    # most texts and nearly all words hold no address, and these searches cost a twentieth of the pattern's
    return "://" in text or "www." in text.lower()


def _domain(url: str) -> str:
    host = _AFTER_HOST.split(_SCHEME.sub("", url, count=1), maxsplit=1)[0]
    name = host.rpartition("@")[2].partition(":")[0]
    return _WWW.sub("", name, count=1) if name.lower().startswith("www.") else name


def _replace_urls(*, by: str = " ") -> Action:
    if not isinstance(by, str):
        raise InvalidInputError(f"by is the text put for an address, such as ' '; got {type(by).__name__}")

    def one(match: re.Match[str]) -> str:
        return by + split_url(match.group())[1]

    return each(lambda text: URL.sub(one, text) if _may_hold(text) else text, local=True)


def _name(match: re.Match[str]) -> str:
    url, rest = split_url(match.group())
    before = match.string[match.start() - 1 : match.start()]
    # « sitehttp://x.fr » must not become « sitex.fr »
    return f"{' ' if before.isalnum() else ''}{_domain(url)}{rest}"


def _replace_urls_with_domains() -> Action:
    return each(lambda text: URL.sub(_name, text) if _may_hold(text) else text, local=True)


REPLACE_URLS = Step(
    "replace_urls",
    _replace_urls,
    (
        ("Voir https://www.exemple.fr/offre?id=3&p=2, merci", "Voir  , merci"),
        ("(www.exemple.fr)", "( )"),
        ("ftp://exemple.fr/a_(b)", " "),
        ("www. n'est rien, contact@exemple.fr non plus", "www. n'est rien, contact@exemple.fr non plus"),
    ),
)
"""Addresses of web pages become a space; the punctuation that follows them stays."""

REPLACE_URLS_WITH_DOMAINS = Step(
    "replace_urls_with_domains",
    _replace_urls_with_domains,
    (
        ("Voir https://www.exemple.fr/offre?id=3.", "Voir exemple.fr."),
        ("http://moi:secret@emploi.exemple.fr:8080/", "emploi.exemple.fr"),
        ("Sitehttp://exemple.fr", "Site exemple.fr"),
    ),
    idempotent=False,
)
"""Addresses of web pages become the name of their site, without « www. »."""
