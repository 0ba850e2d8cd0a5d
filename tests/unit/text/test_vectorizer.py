import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from tremplin.base.errors import InvalidInputError
from tremplin.text import TextPipeline
from tremplin.text.checks import check_text_transformer

STEPS = ["to_lower", "remove_punct", "remove_stopwords"]
TEXTS = [
    "Le pizzaïolo cuit des pizzas au four à bois",
    "La pizza, la PIZZA et le four !",
    "Soudeur à l’arc : soude des tubes",
    "",
    "Tubes et fours \U0001f600 pizza",
] * 30


@pytest.mark.parametrize("fast", ["0", "1"])
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"ngram_range": (1, 2), "sublinear_tf": True},
        {"ngram_range": (2, 2), "min_df": 30},
        {"max_df": 0.3, "norm": None, "smooth_idf": False},
        {"use_idf": False, "norm": "l1", "max_features": 1},
    ],
)
def test_it_is_scikit_learn_on_the_cleaned_texts(options, fast, monkeypatch):
    monkeypatch.setenv("TREMPLIN_FAST", fast)
    pipeline = TextPipeline(STEPS)
    ours = pipeline.vectorizer(**options)
    found = ours.fit_transform(TEXTS)
    theirs = TfidfVectorizer(lowercase=False, tokenizer=str.split, token_pattern=None, **options)
    expected = theirs.fit_transform(pipeline.transform(TEXTS))
    assert ours.get_feature_names_out().tolist() == theirs.get_feature_names_out().tolist()
    np.testing.assert_allclose(found.toarray(), expected.toarray())
    new = ["Pizza inconnue au four", "rien"]
    np.testing.assert_allclose(
        ours.transform(new).toarray(), theirs.transform(pipeline.transform(new)).toarray()
    )


@pytest.mark.parametrize("options", [{}, {"ngram_range": (1, 2)}])
def test_it_keeps_the_promises_of_scikit_learn(options):
    check_text_transformer(TextPipeline(STEPS).vectorizer(**options))


@pytest.mark.parametrize(
    ("texts", "options", "message"),
    [
        ([], {}, "no text to learn from"),
        (["le la"], {}, "no feature is left"),
        (["pain"], {"ngram_range": (1, 3)}, r"ngram_range is \(1, 3\)"),
    ],
)
def test_bad_input(texts, options, message):
    with pytest.raises(InvalidInputError, match=message):
        TextPipeline(STEPS).vectorizer(**options).fit(texts)


def test_unfitted():
    with pytest.raises(InvalidInputError, match="call fit first"):
        TextPipeline(STEPS).vectorizer().transform(["pain"])


def test_nulls_are_texts_without_words():
    found = TextPipeline(STEPS).vectorizer().fit_transform(["pain", None])
    assert found.toarray().tolist() == [[1.0], [0.0]]
