from __future__ import annotations

import pytest

from tremplin.base.errors import InvalidInputError, MissingExtraError
from tremplin.text import TextPipeline
from tremplin.text.steps import stems
from tremplin.text.steps.registry import STEPS
from tremplin.web.choice import Choice
from tremplin.web.cleaning import clean, install_lines

TEXT = "Le restaurant cherche un(e) serveur/euse (H/F),\u00a035 h. Permis B !"


def test_the_text_is_that_of_the_pipeline_and_each_step_is_told() -> None:
    found = clean(TEXT, Choice())
    assert found.text == TextPipeline().transform(TEXT)
    assert [stage.name for stage in found.stages] == list(Choice().steps)
    assert [stage.rank for stage in found.stages] == list(range(1, 13))
    assert found.stages[0].pieces == []
    assert found.stages[0].summary == ""
    assert found.stages[2].summary == "1 mot changé, 1 mot enlevé"
    assert found.short
    assert not found.cut
    assert found.hints == []


@pytest.mark.parametrize("name", list(STEPS))
def test_every_step_can_be_told(name: str) -> None:
    for before, after in STEPS[name].examples:
        found = clean(before, Choice((name,)))
        assert found.text.split() == after.split()
        assert bool(found.stages[0].pieces) == (before != after)


def test_a_long_text_is_told_of_its_beginning() -> None:
    text = "mot " * 600 + "a@b.fr"
    found = clean(text, Choice(("mask_emails", "to_lower", "remove_stopwords")))
    assert found.cut
    assert not found.short
    assert found.text.endswith("<email>")
    assert [stage.summary for stage in found.stages] == [
        "change la suite du texte",
        "change la suite du texte",
        "",
    ]


@pytest.mark.parametrize("text", [" " + "a" * 5000, "a" * 5000, "a" * 1990 + " " + "b" * 90])
def test_the_beginning_is_never_nothing(text: str) -> None:
    [stage] = clean(text.upper(), Choice(("to_lower",))).stages
    shown = "".join(piece.text for piece in stage.pieces if piece.kind == "retrait")
    assert 1900 < len(shown) <= 2000


def test_an_order_that_may_spoil_is_told() -> None:
    [hint] = clean("été", Choice(("remove_accents", "stemmatize"))).hints
    assert hint.startswith(
        "«\u00a0Réduire les mots à leur racine\u00a0» donnerait un meilleur résultat avant"
    )


def test_words_of_the_wrong_form() -> None:
    with pytest.raises(InvalidInputError):
        clean("a", Choice(("remove_words",), {"remove_words": "deux mots"}))


def test_a_package_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert install_lines() == {}

    def require(module: str, *, extra: str) -> None:
        raise MissingExtraError(
            f"{module} is not installed. Install it with: pip install 'tremplin[{extra}]'"
        )

    monkeypatch.setattr(stems, "require", require)
    assert install_lines() == {"lemmatize": "pip install 'tremplin[train]'"}
