import pytest

from tremplin.products.jobs.reading import Reading


@pytest.mark.parametrize(
    ("text", "title", "field", "span"),
    [
        ("soudeur", "soudeur", "title", (0, 7)),
        ("\n Soudeur (H/F)\n" + "Vous soudez. " * 40, "Soudeur (H/F)", "description", (16, 20)),
        ("Vous soudez des tubes. " * 40, "", "description", (0, 4)),
    ],
)
def test_a_text_is_cut_and_its_spans_found_again(text, title, field, span):
    reading = Reading.of_text(text)
    assert reading.document["title"].strip() == title
    part = reading.document[field]
    start = next(i for i, c in enumerate(part) if c.isalpha())
    name, first, last = reading.span(field, start, start + span[1] - span[0])
    assert (name, first, last) == ("text", *span)
    assert text[first:last] == part[start : start + span[1] - span[0]]
