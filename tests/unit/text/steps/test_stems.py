import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from tremplin.base.errors import MissingExtraError
from tremplin.text.steps.registry import STEPS


def test_lemmas_need_an_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "simplemma", None)
    with pytest.raises(MissingExtraError, match=r"tremplin\[train\]"):
        STEPS["lemmatize"].make()


def test_long_words_have_no_lemma():
    assert STEPS["lemmatize"].make().apply(["É" * 65]) == ["é" * 65]


def test_stems_are_the_same_from_several_threads():
    action = STEPS["stemmatize"].make()
    texts = ["Les boulangers expérimentés travaillaient la nuit"] * 50
    alone = action.apply(texts)
    with ThreadPoolExecutor(4) as pool:
        assert all(found == alone for found in pool.map(action.apply, [texts] * 8))
