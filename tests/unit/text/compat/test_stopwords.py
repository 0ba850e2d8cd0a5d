import pytest

from tremplin.base.errors import InvalidInputError, UnknownNameError
from tremplin.text.compat.promises import Promise
from tremplin.text.compat.stopwords import remove_stopwords

PROMISE = Promise(local=True, tidied=False)
pytestmark = pytest.mark.usefixtures("installed")


def one(text, **options):
    return remove_stopwords(PROMISE, **options).apply([text])[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("le poste de la ville", " poste   ville"),
        ("Le LA de", "Le LA "),
        ("le,la;(de)*", ",;()*"),
        ("l'eau d'un qu'elle", "'eau ' 'elle"),
        ("l’eau le-poste le_poste «le» le… @le le1", None),
        ("le\nla\t\u00a0de", "\n\t\u00a0"),
        ("\r\nle\r\n", "\r\n\r\n"),
        ("aujourd'hui, aujourd'huis", ", 'huis"),
        ("peut-être peut", " peut"),
        ("a\u0300 à", "a\u0300 "),
        ("le", ""),
        ("", ""),
    ],
)
def test_stop_words(text, expected):
    assert one(text) == (text if expected is None else expected)


def test_lists():
    assert one("le de", base="iso") == " de"
    assert one("le de", base="none") == "le de"
    assert one("le poste de", add=["poste"], remove=["de"]) == "  de"
    assert one("un c.d.i un", add=["c.d.i", "c"]) == "  "
    assert one("poste", add="poste") == ""


def test_unknown_list():
    with pytest.raises(UnknownNameError, match="did you mean 'iso'"):
        remove_stopwords(PROMISE, base="isos")


@pytest.mark.parametrize("word", ["", "de la", " le"])
def test_words_with_white_space_are_refused(word):
    for option in ("add", "remove"):
        with pytest.raises(InvalidInputError, match=f"{option} holds '{word}'"):
            remove_stopwords(PROMISE, **{option: [word]})
