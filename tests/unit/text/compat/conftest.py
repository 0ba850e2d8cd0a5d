import sys
from types import ModuleType

import pytest

from tremplin.text.compat import reference

LISTS = {
    "all": {"le", "la", "de", "un", "d", "l", "qu", "aujourd", "aujourd'hui", "peut-être", "à"},
    "iso": {"le"},
    "none": set(),
}
ENDINGS = {"eur": ["euse", "rice", "e"], "é": ["ée", "e"], "l": ["le", "elle"], "ien": ["ienne", "ne"]}


def module(name, **content):
    made = ModuleType(name)
    made.__dict__.update(content)
    return made


@pytest.fixture
def fresh():
    """Forgets what was read from the reference, before and after."""
    for read in (reference.stopword_lists, reference.feminine_endings):
        read.cache_clear()
    yield
    for read in (reference.stopword_lists, reference.feminine_endings):
        read.cache_clear()


@pytest.fixture
def installed(fresh, monkeypatch):
    """Puts a stand-in for the reference where it would be, with lists of our own."""
    package = "words_n_fun"
    for made in (
        module(package, __path__=[]),
        module(f"{package}.preprocessing", __path__=[]),
        module(f"{package}.preprocessing.stopwords", STOPWORDS_OPTIONS=LISTS),
        module(f"{package}.preprocessing.synonym_malefemale_replacement", SYNONYM_DICT=ENDINGS),
    ):
        monkeypatch.setitem(sys.modules, made.__name__, made)
