import importlib
import logging
import re
import sys

import pytest

from tremplin.base.errors import MissingExtraError
from tremplin.text.compat import compat_steps
from tremplin.text.compat.reference import PIP_LINE, feminine_endings, stopword_lists


@pytest.fixture
def absent(fresh, monkeypatch):
    monkeypatch.setitem(sys.modules, "words_n_fun", None)


def test_the_lists_are_read_once(installed, monkeypatch):
    assert stopword_lists()["iso"] == {"le"}
    assert feminine_endings()["ien"] == ("ienne", "ne")
    monkeypatch.setitem(sys.modules, "words_n_fun", None)
    assert stopword_lists()["none"] == frozenset()


def test_reading_leaves_logging_as_it_was(installed):
    stopword_lists()
    assert logging.root.manager.disable == logging.NOTSET


@pytest.mark.parametrize("name", ["remove_stopwords", "remove_gender_synonyms"])
def test_without_the_reference_the_pip_line_is_said(absent, name):
    with pytest.raises(MissingExtraError, match=re.escape("pip install words-n-fun==1.6.1")) as caught:
        compat_steps([name])[name].make()
    assert PIP_LINE in str(caught.value)
    assert logging.root.manager.disable == logging.NOTSET


def test_what_the_reference_itself_lacks_is_its_own_error(fresh, monkeypatch):
    def fails(name):
        raise ModuleNotFoundError("No module named 'pandas'", name="pandas")

    monkeypatch.setattr(importlib, "import_module", fails)
    with pytest.raises(ModuleNotFoundError, match="pandas") as caught:
        stopword_lists()
    assert not isinstance(caught.value, MissingExtraError)
