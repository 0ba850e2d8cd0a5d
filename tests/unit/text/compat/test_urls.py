import pytest

from tremplin.text.compat.promises import Promise
from tremplin.text.compat.urls import replace_urls, replace_urls_with_domains

WEAK = Promise(local=False, tidied=False)

CASES = [
    ("http://http://www.y.fr", " ", " y.fr "),
    ("FTP.y.fr", " ", " y.fr "),
    ("x/www.y.fr 1www.y.fr", None, None),
    ("-www.y.fr,", "- ,", "- y.fr ,"),
    ("www.y.fr/(z)", " (z)", " y.fr (z)"),
    ("www.www.fr", " ", " www.fr "),
    ("www.y.fr-", " ", " y.fr- "),
    ("http://y..fr http://localhost:80/ http://m:p@y.fr", None, None),
    ("https://élan.co.uk:80/z?q=1;2", " ;2", " élan.co.uk ;2"),
    ("y.fr, moi@y.fr //y.fr www.y", None, None),
    ("ſhttpſ://y.fr httpſ://y.fr", "ſhttpſ://y.fr  ", "ſhttpſ://y.fr  y.fr "),
]


@pytest.mark.parametrize(("text", "without", "domain"), CASES)
def test_addresses(text, without, domain):
    assert replace_urls(WEAK).apply([text]) == [text if without is None else without]
    assert replace_urls_with_domains(WEAK).apply([text]) == [text if domain is None else domain]


def test_replacement_is_a_template():
    assert replace_urls(WEAK, by=r"<\g<0>>").apply(["à www.y.fr!"]) == ["à <www.y.fr>!"]


def test_long_texts_take_linear_time():
    for text in ("www." * 20_000, "http://" * 20_000, "www.y.fr" + "." * 100_000, "a" * 100_000 + "."):
        replace_urls(WEAK).apply([text])
