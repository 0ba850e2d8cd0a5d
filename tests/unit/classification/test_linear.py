import numpy as np
import pytest
from sklearn.base import clone

from tremplin.base.errors import ArtifactError, InvalidInputError, UnknownNameError
from tremplin.classification import LinearClassifier, View, load_linear, save_linear

TITLES = ["soudeur", "soudeuse à l'arc", "pizzaïolo", "pizzaiolo de nuit", "boulanger", "boulangère"]
TEXTS = [
    "soude des tubes",
    "soude à l'arc",
    "cuit des pizzas",
    "étale la pâte à pizza",
    "pétrit la pâte",
    "cuit le pain",
]
CODES = ["H2913", "H2913", "G1604", "G1604", "D1102", "D1102"]
DOCS = [{"title": t, "description": d} for t, d in zip(TITLES, TEXTS, strict=True)]
VIEWS = (
    View("title", ("title",), weight=0.4, words=2, min_count=1),
    View("body", ("description",), weight=0.3, words=2, min_count=1),
    View("all", ("title", "description"), weight=0.2, min_count=1),
    View("letters", ("title",), weight=0.1, words=0, characters=(3, 4), min_count=1),
)


@pytest.fixture(scope="module")
def model():
    fitted = LinearClassifier(views=VIEWS, penalty=0.1).fit(DOCS, CODES)
    fitted.temperature_ = 7.0
    return fitted


def test_it_learns_and_generalises(model):
    assert model.predict(DOCS).tolist() == CODES
    assert model.predict([{"title": "Pizzaïolos (H/F)"}]).tolist() == ["G1604"]


def test_probabilities_sum_to_one_even_without_a_known_word(model):
    shares = model.predict_proba([*DOCS, {"title": "😀"}, {}])
    assert np.allclose(shares.sum(axis=1), 1, atol=1e-5)
    assert np.allclose(shares[-1], 1 / 3)


def test_reasons_sum_to_the_logit(model):
    document = {"title": "Boulanger pizzaïolo", "description": "étale la pâte à pizza, la pâte, la pâte"}
    for column, code in enumerate(model.classes_):
        total = sum(part.value for part in model.explain(document, code))
        assert total == pytest.approx(float(model.logits([document])[0, column]), abs=1e-4)


def test_reasons_point_at_words(model):
    parts = model.explain({"title": "Jeune pizzaïolo"}, "G1604")
    strongest = max(parts, key=lambda part: part.value)
    assert (strongest.field, strongest.start, strongest.end) == ("title", 6, 15)


def test_same_data_same_weights(model):
    again = LinearClassifier(views=VIEWS, penalty=0.1).fit(DOCS, CODES)
    assert again.weights_.values.tobytes() == model.weights_.values.tobytes()


def test_one_document_scores_as_in_a_batch(model):
    alone = np.vstack([model.decision_function([doc]) for doc in DOCS])
    assert np.allclose(alone, model.decision_function(DOCS), atol=1e-6)


def test_saved_and_loaded_model_scores_the_same(model, tmp_path):
    save_linear(model, tmp_path)
    loaded = load_linear(tmp_path.joinpath)
    assert np.array_equal(loaded.predict_proba(DOCS), model.predict_proba(DOCS))
    assert not list(tmp_path.glob("*.pkl"))


def test_another_format_is_refused(model, tmp_path):
    save_linear(model, tmp_path)
    (tmp_path / "linear.json").write_text('{"kind": "linear", "format": 99}')
    with pytest.raises(ArtifactError, match="train it again"):
        load_linear(tmp_path.joinpath)


def test_parts_that_do_not_fit_are_refused(model, tmp_path):
    save_linear(model, tmp_path)
    np.save(tmp_path / "body_keys.npy", np.arange(3))
    with pytest.raises(ArtifactError, match="do not fit"):
        load_linear(tmp_path.joinpath)


def test_polished_weights_repeat(model):
    first, again = (LinearClassifier(views=VIEWS, penalty=0.1, epochs=2).fit(DOCS, CODES) for _ in range(2))
    assert first.weights_.values.tobytes() == again.weights_.values.tobytes()
    assert first.weights_.values.tobytes() != model.weights_.values.tobytes()
    assert first.predict(DOCS).tolist() == CODES


def test_siblings_lend_strength():
    documents = [{"text": "soudeur"}, {"text": "soudeur"}, {"text": "pizza"}, {"text": "chaudronnier"}]
    labels = ["H1", "H1", "G1", "H2"]
    family = {"H1": "H", "H2": "H"}
    view = (View("words", ("text",), min_count=1),)
    plain = LinearClassifier(views=view).fit(documents, labels)
    shared = LinearClassifier(views=view, parents=family, sharing=0.5).fit(documents, labels)
    place = plain.classes_.tolist().index("H2")
    assert shared.decision_function(["soudeur"])[0, place] > plain.decision_function(["soudeur"])[0, place]


def test_a_small_budget_keeps_the_strongest_weights(model):
    small = LinearClassifier(views=VIEWS, penalty=0.1, budget=40).fit(DOCS, CODES)
    assert 0 < len(small.weights_.values) <= 60 < len(model.weights_.values)


def test_only_the_allowed_vocabulary_is_kept():
    limited = LinearClassifier(views=VIEWS, vocabulary={"pizz", "soudeur"}).fit(DOCS, CODES)
    assert set(limited.space_.words) <= {"pizz", "soudeur"}
    assert not any("lan" in gram for gram in limited.space_.grams)


def test_calibration_beats_none(model):
    copy = LinearClassifier(views=VIEWS, penalty=0.1).fit(DOCS, CODES)
    assert copy.calibrate(DOCS, CODES) > 1
    with pytest.raises(InvalidInputError, match="calibrate"):
        copy.calibrate(DOCS, ["Z0000"] * len(DOCS))


@pytest.mark.parametrize(
    ("docs", "labels", "message"),
    [
        (["a"], ["x", "y"], "1 documents and 2 labels"),
        (["a", "b"], ["x", "x"], "1 classes"),
        ("abc", ["x"], "one string"),
    ],
)
def test_bad_training_input(docs, labels, message):
    with pytest.raises(InvalidInputError, match=message):
        LinearClassifier().fit(docs, labels)


def test_unknown_class_names_the_nearest(model):
    with pytest.raises(UnknownNameError, match="G1604"):
        model.explain(DOCS[0], "G1605")


def test_it_is_an_estimator():
    assert clone(LinearClassifier(penalty=2)).penalty == 2
