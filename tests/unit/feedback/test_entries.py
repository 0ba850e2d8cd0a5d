from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tremplin import feedback
from tremplin.base.errors import InvalidInputError, TooLargeError, UnknownNameError
from tremplin.feedback import KINDS, read
from tremplin.feedback.entries import EXTRA_LIMIT, VALUE_LIMIT
from tremplin.storage import append_event, migrate, open_engine, read_events

ID = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def engine(tmp_path):
    engine = open_engine(home=tmp_path)
    migrate(engine)
    yield engine
    engine.dispose()


def record(engine, **changes):
    fields = {"product": "jobs", "prediction_id": ID, "kind": "accepted", "model": "jobs@3"}
    return feedback.record(engine, **{**fields, **changes})


def test_feedback_comes_back(engine):
    before = datetime.now(UTC)
    extra = {
        "rank": 2,
        "score": 0.25,
        "shown": ("G1602", "Pizzaïolo / Pizzaïola"),
        "late": False,
        "note": None,
    }
    number = record(engine, kind="corrected", value="G1604", actor="u1", idempotency_key="k", extra=extra)
    [found] = read(engine, product="jobs", prediction_id=ID)
    assert before <= found.created <= datetime.now(UTC)
    assert (found.event_id, found.product, found.prediction_id) == (number, "jobs", ID)
    assert (found.kind, found.model, found.value, found.actor) == ("corrected", "jobs@3", "G1604", "u1")
    assert found.extra == {**extra, "shown": list(extra["shown"])}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_kept(engine, kind):
    record(engine, kind=kind, value="G1602")
    assert [found.kind for found in read(engine)] == [kind]


@pytest.mark.parametrize("kind", ["shown", "accepted", "rejected"])
def test_these_kinds_need_no_value(engine, kind):
    record(engine, kind=kind)
    [found] = read(engine)
    assert (found.value, found.actor, found.extra) == (None, None, {})


@pytest.mark.parametrize("kind", ["corrected", "outcome"])
def test_these_kinds_need_a_value(engine, kind):
    with pytest.raises(InvalidInputError, match=f"{kind} needs a value: .*the value says what"):
        record(engine, kind=kind)


def test_an_unknown_kind_names_the_nearest(engine):
    with pytest.raises(UnknownNameError, match="kind of feedback 'acepted'; did you mean 'accepted'"):
        record(engine, kind="acepted")


def test_a_kind_that_is_no_text_is_unknown(engine):
    with pytest.raises(UnknownNameError, match="unknown kind of feedback 'None'"):
        record(engine, kind=None)


def test_the_same_key_is_one_event(engine):
    first = record(engine, idempotency_key="k", extra={"rank": 1})
    assert record(engine, idempotency_key="k", extra={"rank": 1}) == first
    assert len(read(engine)) == 1


def test_the_same_key_for_other_feedback_is_refused(engine):
    record(engine, idempotency_key="k")
    with pytest.raises(InvalidInputError, match="idempotency key was used before"):
        record(engine, idempotency_key="k", kind="rejected")


def test_without_a_key_each_call_is_an_event(engine):
    assert record(engine) != record(engine)


@pytest.mark.parametrize(
    "value", ["G1602", "Chef·fe d’équipe", "Cuisine\u00a0: pâtisserie", "«\u202fautre\u202f»"]
)
def test_french_labels_pass(engine, value):
    record(engine, value=value)
    assert read(engine)[0].value == value


@pytest.mark.parametrize("value", ["", "  ", 3, ["G1602"]])
def test_a_value_is_a_label(engine, value):
    with pytest.raises(InvalidInputError, match="value must be a code or label"):
        record(engine, value=value)


@pytest.mark.parametrize("value", ["a\nb", "a\tb", "a\0", "\ud800"])
def test_a_value_is_one_line(engine, value):
    with pytest.raises(InvalidInputError, match="value has a line break or another invisible"):
        record(engine, value=value)


def test_a_long_value_is_refused(engine):
    record(engine, value="x" * VALUE_LIMIT)
    with pytest.raises(
        TooLargeError, match="value has 201 characters; the limit is 200: give a code or label"
    ):
        record(engine, value="x" * (VALUE_LIMIT + 1))


@pytest.mark.parametrize(
    "model", ["jobs", "jobs@", "@3", "Jobs@3", "jobs@3 ", "../x@3", "", None, "j@" + "1" * 65]
)
def test_a_model_is_an_exact_reference(engine, model):
    with pytest.raises(InvalidInputError, match="model must be the one of the response"):
        record(engine, model=model)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("product", "Jobs!"),
        ("prediction_id", "a b"),
        ("prediction_id", None),
        ("actor", "jean.dupont@example.org"),
        ("idempotency_key", ""),
    ],
)
def test_the_fields_of_an_event_are_checked(engine, field, value):
    with pytest.raises(InvalidInputError, match="subject" if field == "prediction_id" else field):
        record(engine, **{field: value})


def test_extra_is_an_object(engine):
    with pytest.raises(InvalidInputError, match="extra is list; expected an object"):
        record(engine, extra=["a"])


@pytest.mark.parametrize("name", ["", "Rank", "a b", "é", "a" * 41, 3])
def test_names_in_extra_are_plain(engine, name):
    with pytest.raises(InvalidInputError, match="a name in extra is lower-case"):
        record(engine, extra={name: 1})


@pytest.mark.parametrize("value", [{"a": 1}, [[1]], [{"a": 1}], b"a", object()])
def test_extra_holds_figures_and_codes_only(engine, value):
    with pytest.raises(InvalidInputError, match=r"extra.a is .*; expected a number, a code, or a list"):
        record(engine, extra={"a": value})


@pytest.mark.parametrize("value", ["x" * 201, ["x" * 201], list(range(EXTRA_LIMIT + 1))])
def test_extra_is_small(engine, value):
    with pytest.raises(TooLargeError, match=r"extra\.a has"):
        record(engine, extra={"a": value})


def test_extra_has_few_names(engine):
    with pytest.raises(TooLargeError, match="extra has 21 names; the limit is 20"):
        record(engine, extra={f"a{number}": 1 for number in range(EXTRA_LIMIT + 1)})


def test_a_figure_in_extra_is_finite(engine):
    with pytest.raises(InvalidInputError, match="cannot be written as JSON"):
        record(engine, extra={"a": float("nan")})


def test_nothing_is_kept_of_what_is_refused(engine):
    for change in ({"value": "x" * 300}, {"extra": {"a": {}}}, {"actor": "a@b"}):
        with pytest.raises(InvalidInputError):
            record(engine, **change)
    assert read_events(engine) == []


def test_reading_chooses(engine):
    one = record(engine)
    two = record(engine, prediction_id="other")
    three = record(engine, product="mail")
    append_event(engine, kind="label", product="jobs", subject=ID)

    def ids(**filters):
        return [found.event_id for found in read(engine, **filters)]

    assert ids() == [one, two, three]
    assert ids(product="jobs") == [one, two]
    assert ids(prediction_id=ID) == [one, three]
    assert ids(product="jobs", prediction_id=ID) == [one]
    assert ids(after=one, limit=1) == [two]


def test_a_limit_out_of_range_is_refused(engine):
    with pytest.raises(InvalidInputError, match="limit is 0"):
        read(engine, limit=0)
