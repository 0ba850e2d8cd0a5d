import pytest

from tremplin.text.compat.licences import pe_matching
from tremplin.text.compat.promises import Promise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PERMIS \u00a0B", "PERMISB"),
        ("(permis b)", "(permisb)"),
        ("l'Permis b/c", "l'Permisb/c"),
        ("permis b permis b", "permisb permisb"),
        ("permi\u017f b perm\u0131s b", "permi\u017fb perm\u0131sb"),
        ("PERM\u0130S B", "PERM\u0130SB"),
        ("permis be, xpermis b, permis 'b', permis C", None),
        ("-permis b, permis b-, «permis b», permis b’", None),
        ("permis : b\ud800", None),
    ],
)
def test_permis_b(text, expected):
    action = pe_matching(Promise(local=False, tidied=False))
    assert action.apply([text]) == [text if expected is None else expected]
