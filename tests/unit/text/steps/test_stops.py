import subprocess
import sys

import pytest

from tremplin.base.errors import InvalidInputError, UnknownNameError
from tremplin.text.steps.registry import STEPS
from tremplin.text.steps.stops import STOPWORD_LISTS

MAKE = STEPS["remove_stopwords"].make


def remove(text, **options):
    return MAKE(**options).apply([text])[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l’école", "école"),
        ("lʼécole", "école"),
        ("qu'il", ""),
        ("QU’IL N'A PAS", ""),
        ("d'un(e)", "(e)"),
        ("presqu'île", "île"),
        ("l' école", "école"),
        ("'le'", "'"),
        ("n° 12", "n° 12"),
        ("c'est-à-dire", ""),
        ("C.D.D de 6 mois", "C.D.D 6 mois"),
        ("prud'homme d'aujourd'hui", "prud'homme aujourd'hui"),
    ],
)
def test_elided_words(text, expected):
    assert remove(text) == expected


def test_lists_and_options():
    assert remove("le poste avec moi") == "poste"
    assert remove("le poste avec moi", base="short") == "poste avec moi"
    assert remove("le poste avec moi", base="offers") == ""
    assert remove("le poste avec moi", base="none") == "le poste avec moi"
    assert remove("le Poste avec moi", add=["POSTE"], remove=["Avec"]) == "avec"
    assert remove("prêt-à-porter", add=["prêt-à-porter"]) == ""
    assert all(words == frozenset(map(str.lower, words)) for words in STOPWORD_LISTS.values())


def test_an_unknown_list_names_the_nearest():
    with pytest.raises(UnknownNameError, match="did you mean 'default'"):
        MAKE(base="defaut")
    with pytest.raises(UnknownNameError, match="list of stop words"):
        MAKE(base=None)


@pytest.mark.parametrize("words", ["le", 3, [""], ["de la"], [3], [" le"]])
@pytest.mark.parametrize("option", ["add", "remove"])
def test_what_is_no_list_of_words_is_refused(option, words):
    with pytest.raises(InvalidInputError, match=option):
        MAKE(**{option: words})


def test_the_hash_seed_changes_nothing():
    code = (
        "from tremplin.text.steps.registry import STEPS\n"
        "print(STEPS['remove_stopwords'].make().apply([\"Qu'il soit d’ici, l'a-t-on vu au rendez-vous ?\"]))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "7")
    }
    assert len(found) == 1
