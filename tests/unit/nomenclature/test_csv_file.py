from __future__ import annotations

import pytest

from tremplin.base.errors import InvalidInputError
from tremplin.nomenclature.csv_file import read_columns


def read(content: str | bytes, *columns: str) -> dict[str, list[str]]:
    data = content if isinstance(content, bytes) else content.encode()
    return read_columns(data, name="a.csv", columns=columns or ("code", "label"))


def test_reads_quotes_commas_line_ends_and_a_byte_order_mark() -> None:
    header, row = '\ufeff"code","label","other"\r\n', '"A1101"," Élever, nourrir ""bien""","x"\r\n'
    text = header + row + '\r\n"A1102","deux\nlignes",""\r\n'
    assert read(text) == {"code": ["A1101", "A1102"], "label": ['Élever, nourrir "bien"', "deux\nlignes"]}


def test_other_encoding_names_the_line() -> None:
    content = "code,label\nA1101,a\nA1102,Élevage\n".encode("iso-8859-15")
    with pytest.raises(
        InvalidInputError, match=r"a\.csv is not UTF-8: line 3 holds the byte 0xC9; .*_utf8\.csv"
    ):
        read(content)


def test_missing_column_names_the_nearest() -> None:
    with pytest.raises(InvalidInputError, match=r"a\.csv has no column 'label'; the nearest is 'libel'"):
        read("code,libel\nA1101,a\n")


def test_other_separator_shows_in_the_message() -> None:
    with pytest.raises(
        InvalidInputError, match=r"no column 'code'; it has code;label;x .*separated by commas"
    ):
        read("code;label;x\nA1101;a;b\n")


@pytest.mark.parametrize("content", ["", "\n", "\ufeff"])
def test_empty_file(content: str) -> None:
    with pytest.raises(InvalidInputError, match=r"a\.csv is empty"):
        read(content)


def test_header_without_rows() -> None:
    with pytest.raises(InvalidInputError, match="has a header and no row"):
        read("code,label\n")


@pytest.mark.parametrize("row", ["A1102", "A1102,a,b"])
def test_row_of_another_length_names_its_line(row: str) -> None:
    with pytest.raises(
        InvalidInputError, match=r"a\.csv, line 3: \d fields? where the header has 2|line 3: \d fields"
    ):
        read(f"code,label\nA1101,a\n{row}\n")


def test_endless_field() -> None:
    with pytest.raises(InvalidInputError, match=r"a\.csv, line \d+: field larger than field limit"):
        read('code,label\nA1101,"' + "a" * 200_000 + "\n")
