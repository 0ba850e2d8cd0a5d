from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from importlib import resources
from itertools import pairwise

import pytest

from tremplin.base.errors import InvalidInputError
from tremplin.evaluation import evaluate, write_report

from .conftest import rome_like

VOID = {"meta", "link", "input"}


class Page(HTMLParser):
    """Reads a page: its elements, attributes, texts, and whether every tag is closed."""

    def __init__(self, text):
        super().__init__()
        self.open, self.elements, self.words = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not {"script", "style"} & set(self.open):
            self.words.append(data)

    @property
    def text(self):
        return re.sub(r"[ \n]+", " ", "".join(self.words))


@pytest.fixture(scope="module")
def page(evaluation, labels, tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.html"
    written = write_report(
        evaluation,
        path,
        title="Évaluation de jobs",
        labels=labels,
        model="jobs@3",
        data="offres d’essai",
        notes="Premier.\n\nSecond.",
    )
    assert written == path
    assert list(path.parent.iterdir()) == [path]
    return path.read_text(encoding="utf-8")


def static(name):
    return resources.files("tremplin.evaluation").joinpath("templates", name).read_text(encoding="utf-8")


def test_the_page_is_well_formed_and_french(page):
    read = Page(page)
    assert read.open == []
    assert ("html", {"lang": "fr"}) in read.elements
    ids = [attrs["id"] for _, attrs in read.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = [attrs["href"][1:] for tag, attrs in read.elements if tag == "a"]
    assert set(targets) <= set(ids)


def test_the_page_asks_for_nothing_outside_and_has_no_inline_handler(page):
    for tag, attrs in Page(page).elements:
        assert not [name for name in attrs if name.startswith("on") or name in {"style", "src", "action"}], (
            tag
        )
        assert attrs.get("href", "#").startswith(("#", "data:,"))
    assert "url(" not in page
    assert "@import" not in page
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", page)


def test_the_page_allows_only_its_own_style_and_script(page):
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, flags=re.S)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"sha256-{digest}" in policy


def test_figures_confusions_and_classes_are_in_words(page, evaluation, labels):
    text = Page(page).text
    for expected in ("Évaluation de jobs", "jobs@3", "offres d’essai", "Premier.", "Second.", "En bref"):
        assert expected in text
    worst = next(cell for cell in evaluation.confusion if cell.truth != cell.predicted)
    truth, predicted = (f"{code} {labels[code]}" for code in (worst.truth, worst.predicted))
    assert f"{truth} pris pour {predicted} : {worst.count} fois" in text.replace("\xa0", " ")
    assert "trop peu d’exemples pour conclure" in text
    assert text.count("Métier numéro") >= len(evaluation.per_class)


def test_the_matrix_data_hold_every_cell(page, evaluation):
    (raw,) = re.findall(r'id="data">(.*?)</script>', page, flags=re.S)
    data = json.loads(raw)
    assert len(data["cells"]) == 3 * len(evaluation.confusion)
    assert len(data["classes"]) == len(evaluation.per_class)
    assert {name for name, _, parent in data["groups"] if parent < 0} == set("ABCDEFGHIJKLMN")


def test_rows_of_the_table_come_in_the_order_of_the_data(page):
    (raw,) = re.findall(r'id="data">(.*?)</script>', page, flags=re.S)
    codes = [line[0] for line in json.loads(raw)["classes"]]
    assert re.findall(r'<tr><th scope="row"><b>([A-N]\d{4})</b>', page) == codes


def test_labels_from_outside_are_escaped(tmp_path):
    bad = "<script>alert(1)</script>"
    found = evaluate(
        [bad] * 4, [["</script>"]] * 4, ks=(1,), slices={bad: [bad] * 4}, resamples=20, min_support=1
    )
    path = write_report(
        found, tmp_path / "r.html", title=bad, labels={bad: "<img src=x>"}, model=bad, data=bad, notes=bad
    )
    text = path.read_text(encoding="utf-8")
    assert bad not in text
    assert "<img" not in text
    assert text.count("</script>") == 2
    assert bad in Page(text).text


def test_a_report_without_scores_slices_or_errors(tmp_path):
    found = evaluate(["a"] * 4, [["a"]] * 4, ks=(1,), resamples=20)
    text = write_report(found, tmp_path / "r.html", title="t").read_text(encoding="utf-8")
    read = Page(text)
    assert "toutes les premières réponses sont bonnes" in read.text
    assert "Fiabilité des scores" not in read.text
    assert "Par sous-ensemble" not in read.text


def test_rows_without_answer_are_said_so(tmp_path):
    found = evaluate(["a", "b"], [["a"], [""]], ks=(1,), resamples=20)
    text = Page(write_report(found, tmp_path / "r.html", title="t").read_text(encoding="utf-8")).text
    assert "b laissé sans réponse\xa0: 1\xa0fois sur 1 exemple" in text


def test_the_grouping_is_an_option(tmp_path):
    found = evaluate(["xa", "yb"], [["xa"], ["xa"]], ks=(1,), resamples=20)
    path = write_report(found, tmp_path / "r.html", title="t", group=lambda code: (code[0],))
    assert '"groups": [["x", "", -1], ["y", "", -1]]' in path.read_text(encoding="utf-8")
    with pytest.raises(InvalidInputError, match="tuple"):
        write_report(found, tmp_path / "r.html", title="t", group=lambda code: code)


def test_the_size_stays_below_two_megabytes_with_every_rome_code(tmp_path):
    truth, ranking, scores, labels = rome_like(1_584, 10_000)
    found = evaluate(truth, ranking, scores=scores, resamples=10)
    path = write_report(found, tmp_path / "r.html", title="t", labels=labels)
    assert path.stat().st_size < 2_000_000


def test_classes_beyond_two_thousand_are_left_out_of_the_table_only(tmp_path):
    codes = [f"c{i}" for i in range(2_100)]
    found = evaluate(codes, [[code] for code in codes], ks=(1,), min_support=1, resamples=2)
    text = write_report(found, tmp_path / "r.html", title="t").read_text(encoding="utf-8")
    assert text.count('<tr><th scope="row"><b>') == 2_000
    assert "les 2\u202f000 classes qui ont le plus d’exemples, sur 2\u202f100" in Page(text).text


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first, second):
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def test_text_can_be_read_on_every_colour():
    style = static("report.css")
    tokens = dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6})", style))
    for ink in (tokens["ink"], tokens["soft"], tokens["blue"]):
        assert contrast(ink, "#ffffff") >= 4.5
        assert contrast(ink, tokens["tint"]) >= 4.5
    cells = dict(re.findall(r"#grid \.([ce]\d), .*?background: (#[0-9a-f]{6})", style))
    assert len(cells) == 14
    for name, colour in cells.items():
        ink = "#ffffff" if f"#grid .{name} + text" in style else tokens["ink"]
        assert contrast(ink, colour) >= 4.5, name
    for kind in "ce":
        shades = [luminance(cells[f"{kind}{step}"]) for step in range(7)]
        assert all(a > b for a, b in pairwise(shades)), "darker is more"
