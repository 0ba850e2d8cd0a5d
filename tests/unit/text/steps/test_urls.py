import pytest

from tremplin.text.steps.registry import STEPS


@pytest.mark.parametrize(
    ("text", "replaced", "domains"),
    [
        ("HTTPS://Exemple.FR/a", "<URL>", "Exemple.FR"),
        ("(voir www.exemple.fr/a).", "(voir <URL>).", "(voir exemple.fr)."),
        ("http://exemple.fr/a_(b) ok", "<URL> ok", "exemple.fr ok"),
        ("http://exemple.fr/a?b=[c]].", "<URL>].", "exemple.fr]."),
        ("« http://exemple.fr »", "« <URL> »", "« exemple.fr »"),
        ('<a href="http://exemple.fr">', '<a href="<URL>">', '<a href="exemple.fr">'),
        ("sftp://exemple.fr:22/x", "<URL>", "exemple.fr"),
        ("www.www.exemple.fr", "<URL>", "exemple.fr"),
        ("http://www.", "<URL>.", "www."),
        ("http://, www., awww.x, exemple.fr", "http://, www., awww.x, exemple.fr", None),
    ],
)
def test_urls(text, replaced, domains):
    assert STEPS["replace_urls"].make(by="<URL>").apply([text]) == [replaced]
    assert STEPS["replace_urls_with_domains"].make().apply([text]) == [domains or replaced]
