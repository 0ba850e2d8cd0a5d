import pytest

from tremplin.text.steps.registry import STEPS

STRIP = STEPS["strip_html"].make()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a<br>b<BR/>c<br />d", "a\nb\nc\nd"),
        ("<div><p>a</p>\n<p>b</p></div>", "a\nb"),
        ("<h1>Titre</h1>texte", "Titre\ntexte"),
        ("<table><tr><td>a</td><td> b</td></tr><tr><td>c</td></tr></table>", "a  b\nc"),
        ("<style type='x'>p {}</style >a<SCRIPT>if (a < b) {}</SCRIPT>b", "ab"),
        ("a<script>never closed", "a"),
        ("a<script", "a<script"),
        ("<!DOCTYPE html><?xml version='1'?>a", "a"),
        ("a <!-- b", "a <!-- b"),
        ("<o:p>a</o:p>", "a"),
        ('<a title="never closed>b</a>', "b"),
        ("<nom> <p1> <TEL> <jean@exemple.fr>", "<nom> <p1> <TEL> <jean@exemple.fr>"),
        ("1 < 2 > 1, <3, <", "1 < 2 > 1, <3, <"),
        ("a</p", "a</p"),
        ("&eacute;&#233;&#xE9; &nbsp;", "ééé \u00a0"),
        ("&#" + "1" * 5000 + "; &#55296; &inconnu; &#0;", "&#" + "1" * 5000 + "; \ufffd &inconnu; \ufffd"),
        ("", ""),
    ],
)
def test_strip_html(text, expected):
    assert STRIP.apply([text]) == [expected]


def test_fix_text_leaves_quotes_if_told():
    assert STEPS["fix_text"].make(uncurl_quotes=False).apply(["l’Ã©cole"]) == ["l’école"]
