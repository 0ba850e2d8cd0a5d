from __future__ import annotations

import importlib
import logging
import warnings
from collections.abc import Mapping
from functools import cache
from types import ModuleType

from tremplin.base.errors import MissingExtraError

__all__ = ["PIP_LINE", "feminine_endings", "stopword_lists"]

PIP_LINE = "pip install words-n-fun==1.6.1"
"""Installs the package whose output the compatibility mode gives."""

_PACKAGE = "words_n_fun"


def _module(name: str) -> ModuleType:
    """Imports a module of the reference, without what it logs and warns of.

    Raises:
        MissingExtraError: The reference is not installed.
    """
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return importlib.import_module(f"{_PACKAGE}.preprocessing.{name}")
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] != _PACKAGE:
            raise
        raise MissingExtraError(
            f"words-n-fun is not installed, and wnf_compat=True reads its lists of words from it. "
            f"Install it with: {PIP_LINE}",
            name=_PACKAGE,
        ) from error
    finally:
        logging.disable(before)


@cache
def stopword_lists() -> Mapping[str, frozenset[str]]:
    """Reads the reference's lists of stop words.

    Raises:
        MissingExtraError: The reference is not installed.
    """
    found: Mapping[str, set[str]] = _module("stopwords").STOPWORDS_OPTIONS
    return {name: frozenset(words) for name, words in found.items()}


@cache
def feminine_endings() -> Mapping[str, tuple[str, ...]]:
    """Reads the reference's table of endings: masculine → the feminine ones it stands for.

    Raises:
        MissingExtraError: The reference is not installed.
    """
    found: Mapping[str, list[str]] = _module("synonym_malefemale_replacement").SYNONYM_DICT
    return {masculine: tuple(feminine) for masculine, feminine in found.items()}
