import time

import pytest

from tremplin.base.errors import InvalidInputError
from tremplin.text.steps.registry import STEPS

MAKE = STEPS["pseudonymise"].make


def mask(text, **options):
    return MAKE(**options).apply([text])[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jean DUPONT et jean-dupont", "<NOM> et <NOM>"),
        ("Dupont, Jean. Dupontel", "Dupont, Jean. Dupontel"),
        ("HELENE, Hélène, He\u0301le\u0300ne", "<NOM>, <NOM>, <NOM>"),
        ("O’NEIL et o'neil", "<NOM> et <NOM>"),
        ("Jean\n\n\n\nDupont", "Jean\n\n\n\nDupont"),
    ],
)
def test_given_names(text, expected):
    assert mask(text, names=["Jean Dupont", "Hélène", "O'Neil"]) == expected


def test_the_longest_name_wins():
    assert mask("Jean Paul Sartre, Jean", names=["Jean", "Jean Paul Sartre"], by="X") == "X, X"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("M. Dupont", "M. <NOM>"),
        ("Monsieur Le Goff", "Monsieur <NOM>"),
        ("Mme Marie-Anne d'Aboville de Lyon", "Mme <NOM>"),
        ("Docteur Jean Charles Henri Martin", "Docteur <NOM> Martin"),
        ("M. J. Dupont est là", "M. <NOM> est là"),
        ("M. DUPONT EST DISPONIBLE", "M. <NOM> EST DISPONIBLE"),
        ("Mme Dupont. Vous", "Mme <NOM>. Vous"),
        ("Madame Monsieur Dupont", "Madame Monsieur <NOM>"),
        ("Monsieur le Maire, Madame la Directrice", "Monsieur le Maire, Madame la Directrice"),
        ("taille M Dupont, Mmes Dupont, M.Dupont", "taille M Dupont, Mmes Dupont, M.Dupont"),
        ("Monsieur de", "Monsieur de"),
    ],
)
def test_names_after_a_civility(text, expected):
    assert mask(text) == expected


def test_identifiers():
    assert mask("1850578006084 et 185057800608436") == "<ID> et <ID>"
    assert mask("2 99 12 2A 123 456 78, id 12345678") == "<ID>, id <ID>"
    assert mask("tél 0612345678, R1234567") == "tél 0612345678, R1234567"
    assert mask("id 1234567", identifiers="") == "id 1234567"
    assert mask("dossier AB12", identifiers=r"\bAB\d+", identifiers_by="#") == "dossier #"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"names": "Jean"}, "names is a list"),
        ({"names": 3}, "names is a list"),
        ({"names": ["..."]}, "1 to 8 words"),
        ({"names": [None]}, "1 to 8 words"),
        ({"names": ["a b c d e f g h i"]}, "1 to 8 words"),
        ({"by": None}, "by is a text"),
        ({"identifiers": None}, "identifiers is a text"),
        ({"identifiers": "("}, "regular expression"),
        ({"identifiers_by": 1}, "identifiers_by is a text"),
    ],
)
def test_other_options_are_refused(options, message):
    with pytest.raises(InvalidInputError, match=message):
        MAKE(**options)


def test_a_message_does_not_repeat_a_name():
    with pytest.raises(InvalidInputError) as caught:
        MAKE(names=["Jean Marie Paul Pierre Jacques Louis Henri Charles Dupont"])
    assert "Dupont" not in str(caught.value)


def test_the_time_does_not_depend_on_the_number_of_names():
    action = MAKE(names=[f"nom{number}" for number in range(100_000)])
    start = time.process_time()
    action.apply(["Contacter nom7 ou nom99999 pour un entretien. " * 2_000])
    assert time.process_time() - start < 2
