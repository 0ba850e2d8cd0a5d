import numpy as np
import pytest

from tremplin.base.errors import InvalidInputError, UnknownNameError
from tremplin.products.jobs.model import JobClassifier, best
from tremplin.products.jobs.schemas import JobRequest
from tremplin.repository import Repository

PIZZA = "Il assure la cuisson des pizzas"
CARD = {
    "title": "essai",
    "description": "essai",
    "data": "essai",
    "license": "Apache-2.0",
    "metrics": {"top_1": 0.5},
}


def test_the_seed_example_comes_first_with_its_words(model):
    (candidates,) = model.predict_top([PIZZA], k=3)
    assert candidates[0].code == "G1604"
    assert candidates[0].label.startswith("Pizza")
    strongest = max(model.explain(PIZZA, code="G1604"), key=lambda reason: reason.contribution)
    assert strongest.text == "pizzas"
    assert PIZZA[strongest.start : strongest.end] == "pizzas"


def test_scores_fall_and_sum_to_at_most_one(model):
    (candidates,) = model.predict_top(["boulanger"], k=50)
    scores = [candidate.score for candidate in candidates]
    assert scores == sorted(scores, reverse=True)
    assert sum(scores) <= 1 + 1e-5


def test_reasons_sum_to_the_logit(model):
    text = {"title": "Boulanger", "description": "pétrit la pâte à pizza"}
    for column, code in enumerate(model.codes):
        total = sum(reason.contribution for reason in model.explain(text, code=code))
        logit = 7.0 * model.linear.decision_function([text])[0, column]
        assert total == pytest.approx(float(logit), abs=1e-4)


def test_a_few_sentences_start_from_how_common_a_job_is(model):
    sentence = "Il soude, pétrit la pâte et assure aussi la cuisson des pizzas le soir"
    total = sum(reason.contribution for reason in model.explain(sentence, code="G1604"))
    column = model.codes.index("G1604")
    score = model.scores([{"description": sentence}], ["sentence"])[0, column]
    assert total == pytest.approx(8.0 * float(score - 0.05), abs=1e-4)
    assert model.scores([{"title": "pizza"}], ["title"])[0, column] != 0.05


def test_without_a_known_word_it_abstains(model):
    (answer,) = model.predict([JobRequest(text="😀😀")])
    assert answer.abstained
    assert len(answer.candidates) == 3


def test_appellations_share_the_probability_of_their_code(model, rome):
    asked = JobRequest(title="Pizzaïolo", k=5, target="appellation", reasons=True)
    (answer,) = model.predict([asked])
    first = answer.candidates[0]
    assert "Pizza" in first.label
    assert rome.appellation(first.code).code == "G1604"
    assert first.reasons
    assert sum(candidate.score for candidate in answer.candidates) <= 1 + 1e-5


def test_ties_keep_the_order_of_the_codes():
    scores = np.array([[0.2, 0.5, 0.2, 0.2], [0.1, 0.2, 0.3, 0.4]], np.float32)
    assert best(scores, 3).tolist() == [[1, 0, 2], [3, 2, 1]]
    assert best(scores[:1], 9).tolist() == [[1, 0, 2, 3]]


def test_pushed_and_loaded_it_answers_the_same(model, tmp_path):
    ref = Repository.open(tmp_path).push(model, name="jobs", card=CARD)
    loaded = JobClassifier.load(ref, repository=str(tmp_path))
    assert loaded.ref == "jobs@1"
    assert loaded.abstain_below == model.abstain_below
    assert loaded.predict_top([PIZZA]) == model.predict_top([PIZZA])


def test_one_text_instead_of_a_list_is_refused(model):
    with pytest.raises(InvalidInputError, match=r"\[text\]"):
        model.predict_top("soudeur")


def test_an_unknown_field_names_the_nearest(model):
    with pytest.raises(UnknownNameError, match="'title'"):
        model.predict_top([{"titel": "soudeur"}])


def test_an_unknown_code_names_the_nearest(model):
    with pytest.raises(UnknownNameError, match="G1604"):
        model.explain("pizza", code="G1605")
