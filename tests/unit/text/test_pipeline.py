import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.pipeline import make_pipeline

from tremplin.base.errors import InvalidInputError, UnknownNameError
from tremplin.text import TextPipeline

SEED = ["remove_non_string", "to_lower", "remove_punct", "remove_stopwords"]


def test_a_misspelt_step_names_the_nearest():
    with pytest.raises(UnknownNameError, match="did you mean 'to_lower'"):
        TextPipeline(["to_lowr"]).transform(["a"])


def test_a_value_that_is_no_text_is_named_by_its_row():
    with pytest.raises(InvalidInputError, match=r"row 1 is float.*remove_non_string"):
        TextPipeline(["to_lower"]).transform(["a", 1.5])


@pytest.mark.parametrize(
    ("bad", "message"), [(np.zeros((2, 2)), "1-D"), (3, "expected a str"), ({"a": 1}, "expected a str")]
)
def test_other_containers_are_refused(bad, message):
    with pytest.raises(InvalidInputError, match=message):
        TextPipeline(SEED).transform(bad)


def test_steps_given_as_one_string_are_refused():
    with pytest.raises(InvalidInputError, match=r"\['to_lower'\]"):
        TextPipeline("to_lower").transform("A")


def test_seed_steps():
    assert TextPipeline(SEED).transform("Le Soudeur, à l'ARC !") == "soudeur arc"


def test_accents_leave_case_alone():
    assert TextPipeline(["remove_accents"]).transform("Élève Œuvre çà") == "Eleve OEuvre ca"


def test_container_in_is_container_out():
    steps = TextPipeline(SEED)
    assert steps.transform(("A b",)) == ("b",)
    assert steps.transform([None, "Pizza !"]) == ["", "pizza"]
    array = steps.transform(np.array(["Pizza !"], dtype=object))
    assert isinstance(array, np.ndarray)
    series = steps.transform(pd.Series(["Pizza !", None], index=[4, 9], name="offre"))
    assert series.name == "offre"
    assert series.to_dict() == {4: "pizza", 9: ""}


def test_it_is_an_estimator():
    copy = clone(TextPipeline(SEED))
    assert copy.get_params() == {"steps": SEED}
    assert make_pipeline(copy).fit_transform(["Pizza !"]) == ["pizza"]
