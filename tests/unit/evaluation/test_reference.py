from __future__ import annotations

import pytest

from tremplin.base.errors import ArtifactError, InvalidInputError, NotFoundError
from tremplin.evaluation.intervals import clopper_pearson
from tremplin.evaluation.reference import ReferenceItem, freeze_reference, load_reference

ITEMS = (
    ReferenceItem("pizzaïolo", ("G1604",), "mot qu’aucun titre ne contient"),
    ReferenceItem("langues", ("K2107", "E1108")),
)


@pytest.fixture
def frozen(tmp_path):
    path = tmp_path / "words.jsonl"
    return path, freeze_reference(ITEMS, path)


def rewrite(path, text):
    """Changes the file and freezes it as it is, well formed or not."""
    import hashlib

    path.write_text(text, encoding="utf-8")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_name(path.name + ".sha256").write_text(f"{digest}  {path.name}\n", encoding="ascii")


def test_what_was_frozen_is_loaded(frozen):
    path, written = frozen
    assert load_reference(path) == written
    assert written.items == ITEMS
    hash_line = path.with_name("words.jsonl.sha256").read_text(encoding="ascii")
    assert hash_line == f"{written.sha256}  words.jsonl\n"
    assert sorted(p.name for p in path.parent.iterdir()) == ["words.jsonl", "words.jsonl.sha256"]


def test_a_single_answer_may_be_written_as_text(frozen):
    path, _ = frozen
    rewrite(path, '{"input": "soudeur", "expected": "H2913"}\n')
    assert load_reference(path).items == (ReferenceItem("soudeur", ("H2913",)),)


def test_scoring_looks_among_the_first_k(frozen):
    reference = frozen[1]

    def answer(inputs):
        assert inputs == ["pizzaïolo", "langues"]
        return [["G1604"], ["A1101", "E1108"]]

    assert reference.score(answer).missed == ()
    strict = reference.score(answer, k=1)
    assert strict.hits == clopper_pearson(1, 2)
    assert strict.missed == ITEMS[1:]


def test_a_changed_file_is_refused(frozen):
    path, _ = frozen
    path.write_bytes(path.read_bytes().replace(b"G1604", b"G1605"))
    with pytest.raises(ArtifactError, match="it was frozen with"):
        load_reference(path)


def test_a_missing_file_or_hash_is_refused(frozen):
    path, _ = frozen
    path.with_name("words.jsonl.sha256").unlink()
    with pytest.raises(NotFoundError, match=r"words.jsonl.sha256 does not exist"):
        load_reference(path)
    path.unlink()
    with pytest.raises(NotFoundError, match=r"words.jsonl does not exist"):
        load_reference(path)


@pytest.mark.parametrize(
    "line",
    ["not json", "[]", '{"input": "x"}', '{"input": "x", "expected": 3}', '{"input": "", "expected": "a"}'],
)
def test_a_line_that_is_no_item_is_refused(frozen, line):
    path, _ = frozen
    rewrite(path, line + "\n")
    with pytest.raises(ArtifactError, match="line 1 must be"):
        load_reference(path)


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ((), "at least one item"),
        ((ReferenceItem("x", ()),), "item 1 needs"),
        ((ITEMS[0], ReferenceItem("", ("a",))), "item 2 needs"),
    ],
)
def test_a_set_without_content_is_not_frozen(tmp_path, items, message):
    with pytest.raises(InvalidInputError, match=message):
        freeze_reference(items, tmp_path / "x.jsonl")
    assert not list(tmp_path.iterdir())


def test_wrong_answers_are_refused(frozen):
    with pytest.raises(InvalidInputError, match="1 answers came for 2 inputs"):
        frozen[1].score(lambda inputs: [["a"]])
    with pytest.raises(InvalidInputError, match="k is 0"):
        frozen[1].score(lambda inputs: [[], []], k=0)
