from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tremplin.web.difference import Difference, difference

_MARKS = {"": ("", ""), "retrait": ("[-", "-]"), "ajout": ("{+", "+}")}


def shown(found: Difference) -> str:
    return "".join(_MARKS[piece.kind][0] + piece.text + _MARKS[piece.kind][1] for piece in found.pieces)


@pytest.mark.parametrize(
    ("before", "after", "pieces", "summary"),
    [
        ("", "", "", ""),
        ("a b", "a b", "a b", ""),
        ("Le pizzaïolo de la plage", "pizzaïolo plage", "[-Le-] pizzaïolo [-de la-] plage", "3 mots enlevés"),
        ("l'accueil, oui", "l accueil oui", "l[-'-] accueil[-,-] oui", "2 signes enlevés"),
        ("Élève doué", "Eleve doue", "[-Élève-] {+Eleve+} [-doué-] {+doue+}", "2 mots changés"),
        ("Chargé(e) de", "Chargé de", "Chargé[-(e)-] de", "1 mot enlevé, 2 signes enlevés"),
        ("RH", "ressources humaines", "[-RH-] {+ressources humaines+}", "1 mot changé, 1 mot ajouté"),
        ("voir http://x.fr/a?b, oui", "voir  , oui", "voir [-http://x.fr/a?b-]  , oui", "1 mot enlevé"),
        (
            "a@b.fr ici",
            "<EMAIL> ici",
            "[-a@b.fr-] {+<EMAIL>+} ici",
            "1 mot changé, 2 mots enlevés, 2 signes enlevés",
        ),
        ("Poste", "Poste.", "Poste{+.+}", "1 signe ajouté"),
        ("a b", "", "[-a b-]", "2 mots enlevés"),
        ("", "a b", "{+a b+}", "2 mots ajoutés"),
        ("a\n\n\u00a0b ", "a b", "a[-↵↵⍽-]{+·+}b[-·-]", "seuls les espaces changent"),
        (" a", "a", "[-·-]a", "seuls les espaces changent"),
    ],
)
def test_what_stays_goes_and_comes(before: str, after: str, pieces: str, summary: str) -> None:
    found = difference(before, after)
    assert shown(found) == pieces
    assert found.summary() == summary


def test_a_long_passage_that_goes_is_found_again() -> None:
    gone = " ".join(f"mot{i}" for i in range(60))
    found = difference(f"début {gone} la fin du texte", "début la fin du texte")
    assert (found.removed, found.changed, found.added) == (60, 0, 0)
    assert difference("début la fin du texte", f"début {gone} la fin du texte").added == 60


@given(st.text("ab ,.é", max_size=40), st.text("ab ,.é", max_size=40))
def test_nothing_is_lost(before: str, after: str) -> None:
    found = difference(before, after)
    if found.spaces:
        return
    for text, left_out in ((before, "ajout"), (after, "retrait")):
        said = "".join(piece.text for piece in found.pieces if piece.kind != left_out)
        assert "".join(said.split()) == "".join(text.split())


@pytest.mark.parametrize("before", ["a b " * 1000, "." * 2000, "aA," * 700])
def test_the_work_is_bounded(before: str) -> None:
    begun = time.process_time()
    for after in (before[::2], before.swapcase(), before[::-1], before.replace("a", "b")):
        difference(before, after)
    assert time.process_time() - begun < 4
