import pytest

from tremplin.base.errors import InvalidInputError
from tremplin.classification import View
from tremplin.classification.features import FeatureSpace


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"name": "A b", "fields": ("text",)}, "lower-case"),
        ({"name": "a", "fields": ("text",), "words": 0}, "reads words"),
        ({"name": "a", "fields": ("text",), "words": 3}, "reads words"),
        ({"name": "a", "fields": ("text",), "characters": (3, 5)}, "reads words"),
        ({"name": "a", "fields": ("text",), "weight": 0}, "above 0"),
    ],
)
def test_bad_views(options, message):
    with pytest.raises(InvalidInputError, match=message):
        View(**options)


def test_bad_spaces():
    view = View("a", ("text",))
    with pytest.raises(InvalidInputError, match="at least one view"):
        FeatureSpace(())
    with pytest.raises(InvalidInputError, match="its own name"):
        FeatureSpace((view, view))
    with pytest.raises(InvalidInputError, match="no document"):
        FeatureSpace((view,)).fit([])


def test_rows_have_the_length_of_their_view():
    space = FeatureSpace((View("a", ("text",), weight=0.25, words=2, min_count=1),)).fit(
        [{"text": "soudeur arc"}, {"text": "soudeur soudeur tube"}]
    )
    (matrix,) = space.transform([{"text": "soudeur arc tube"}, {}])
    assert matrix[0].power(2).sum() == pytest.approx(0.25)
    assert matrix[1].nnz == 0
    assert space.words == ["arc", "soudeur", "tub"]
