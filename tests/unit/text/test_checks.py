import pytest
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfVectorizer

from tremplin.text import check_text_transformer


class Upper(TransformerMixin, BaseEstimator):
    def __init__(self, suffix=""):
        self.suffix = suffix

    def fit(self, X, y=None):
        return self

    def transform(self, X):
        return [text.upper() + self.suffix for text in X]

    def get_feature_names_out(self, input_features=None):
        return ["text"]

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        return tags


class FitsSomethingElse(Upper):
    def fit(self, X, y=None):
        return Upper()


class ChangesItsParameters(Upper):
    def fit(self, X, y=None):
        self.suffix = "!"
        return self


class ChangesItsInput(Upper):
    def transform(self, X):
        if isinstance(X, list):
            X.append("")
        return super().transform(X)


class LosesRows(Upper):
    def transform(self, X):
        return super().transform(X)[:-1]


class CountsRows(Upper):
    def transform(self, X):
        return [f"{text} {len(X)}" for text in X]


class Remembers(Upper):
    def transform(self, X):
        self.calls_ = getattr(self, "calls_", 0) + 1
        return [f"{text} {self.calls_}" for text in X]


class Unpicklable(Upper):
    def fit(self, X, y=None):
        self.function_ = lambda text: text
        return self


class TakesListsOnly(Upper):
    def transform(self, X):
        return super().transform(X) if isinstance(X, list) else ["?"] * len(X)


class SaysNothing(Upper):
    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.string = False
        return tags


@pytest.mark.parametrize("estimator", [Upper(), CountVectorizer(), TfidfVectorizer(ngram_range=(1, 2))])
def test_good_ones_pass(estimator):
    check_text_transformer(estimator)


@pytest.mark.parametrize(
    ("estimator", "promise"),
    [
        (FitsSomethingElse(), "fit returns the estimator itself"),
        (ChangesItsParameters(), "fit leaves the parameters alone"),
        (ChangesItsInput(), "the input is not changed"),
        (LosesRows(), "one row comes out per text"),
        (CountsRows(), "a row does not depend on the others"),
        (Remembers(), "transform gives the same every time"),
        (TakesListsOnly(), "a tuple gives what a list gives"),
        (SaysNothing(), "its tags say that it takes strings"),
    ],
)
def test_broken_promises_are_named(estimator, promise):
    with pytest.raises(AssertionError, match=promise):
        check_text_transformer(estimator)


def test_what_cannot_be_pickled_is_refused():
    with pytest.raises((AttributeError, TypeError), match="pickle"):
        check_text_transformer(Unpicklable())


def test_a_vectoriser_without_names_is_refused():
    with pytest.raises(AttributeError, match="get_feature_names_out"):
        check_text_transformer(HashingVectorizer(n_features=16))
