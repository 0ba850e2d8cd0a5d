from __future__ import annotations

import pytest

from tremplin.base import Request
from tremplin.base.errors import InvalidInputError, UnknownNameError
from tremplin.batch import Columns


def test_columns_of_the_same_name(request_model: type[Request]) -> None:
    assert Columns(request_model).of_table(["id", "text"]) == {"id": "id", "text": "text"}


def test_unknown_column_names_the_nearest_and_the_two_ways_out(request_model: type[Request]) -> None:
    with pytest.raises(InvalidInputError, match=r"'texte'; did you mean 'text'.*--columns.*--ignore-columns"):
        Columns(request_model).of_table(["text", "texte"])


def test_other_columns_are_left_aside_when_asked(request_model: type[Request]) -> None:
    assert Columns(request_model, ignore=True).of_table(["text", "rome"]) == {"text": "text"}


def test_mapping_reads_its_columns_and_id_only(request_model: type[Request]) -> None:
    columns = Columns(request_model, {"intitule": "text"})
    assert columns.of_table(["id", "intitule", "text", "k"]) == {"intitule": "text", "id": "id"}


def test_mapping_of_another_id(request_model: type[Request]) -> None:
    columns = Columns(request_model, {"intitule": "text", "ref": "id"})
    assert columns.of_table(["id", "ref", "intitule"]) == {"intitule": "text", "ref": "id"}


def test_mapped_column_that_does_not_exist(request_model: type[Request]) -> None:
    with pytest.raises(UnknownNameError, match="unknown column 'intitulé'; did you mean 'intitule'"):
        Columns(request_model, {"intitulé": "text"}).of_table(["intitule"])


def test_mapping_to_an_unknown_field(request_model: type[Request]) -> None:
    with pytest.raises(UnknownNameError, match="unknown field 'txt'; did you mean 'text'"):
        Columns(request_model, {"a": "txt"})


def test_default_of_an_unknown_field(request_model: type[Request]) -> None:
    with pytest.raises(UnknownNameError, match="unknown field 'kk'"):
        Columns(request_model, defaults={"kk": 5})


def test_two_columns_for_one_field(request_model: type[Request]) -> None:
    with pytest.raises(InvalidInputError, match="two columns are mapped to the field 'text'"):
        Columns(request_model, {"a": "text", "b": "text"})


def test_a_column_that_stands_twice(request_model: type[Request]) -> None:
    with pytest.raises(InvalidInputError, match="'text' stands twice"):
        Columns(request_model).of_table(["text", "text"])


def test_no_column_fills_a_field(request_model: type[Request]) -> None:
    with pytest.raises(InvalidInputError, match="no column fills a request field; columns: id, rome"):
        Columns(request_model, ignore=True).of_table(["id", "rome"])


def test_records_are_chosen_from_in_the_same_way(request_model: type[Request]) -> None:
    record = {"id": 1, "intitule": "a", "rome": "b"}
    assert Columns(request_model).of_record(record) == record
    assert Columns(request_model, ignore=True).of_record(record) == {"id": 1}
    assert Columns(request_model, {"intitule": "text"}).of_record(record) == {"id": 1, "text": "a"}
    assert Columns(request_model, {"titre": "text"}).of_record(record) == {"id": 1}


def test_defaults_give_way_to_the_record(request_model: type[Request]) -> None:
    columns = Columns(request_model, defaults={"k": 5})
    assert columns.of_record({"text": "a"}) == {"text": "a", "k": 5}
    assert columns.of_record({"text": "a", "k": 2}) == {"text": "a", "k": 2}


def test_what_is_no_object_is_left_to_the_service(request_model: type[Request]) -> None:
    assert Columns(request_model, ignore=True).of_record([1]) == [1]


def test_empty_cells_may_stand_for_a_default_only(request_model: type[Request]) -> None:
    columns = Columns(request_model)
    assert columns.may_omit("k")
    assert not columns.may_omit("text")
    assert not columns.may_omit("id")
