import pytest

from tremplin.base.errors import InvalidInputError
from tremplin.text.steps.registry import STEPS
from tremplin.text.steps.wordlists import rare_words, word_counts

KEEP, REMOVE = STEPS["keep_words"].make, STEPS["remove_words"].make


def test_words_are_kept_whatever_their_case_and_accents():
    assert KEEP(words=["école", "vendeur", "porte-avions"]).apply(
        ["L’ECOLE, le Vendeur/vendeuse du porte-avions et la porte"]
    ) == ["ECOLE Vendeur porte-avions"]


def test_words_are_removed():
    action = REMOVE(words=["vendeur", "H/F", "porte", "l’école"])
    assert action.apply(["Vendeur (h/f), porte-avions, L'ÉCOLE, vendeur/vendeuse"]) == [
        "( ), porte-avions, , /vendeuse"
    ]


@pytest.mark.parametrize("make", [KEEP, REMOVE])
def test_what_is_no_list_of_words_is_refused(make):
    with pytest.raises(InvalidInputError, match="words"):
        make(words="vendeur")
    with pytest.raises(InvalidInputError, match="'de la'"):
        make(words=["de la"])


def test_counts():
    texts = ["vendeur en magasin", "vendeur"]
    assert word_counts(iter(texts)) == {"vendeur": 2, "en": 1, "magasin": 1}
    assert rare_words(texts) == ["en", "magasin"]
    assert rare_words(texts, max_count=2) == ["en", "magasin", "vendeur"]
    with pytest.raises(InvalidInputError, match="max_count is 1 or more"):
        rare_words(texts, max_count=0)
