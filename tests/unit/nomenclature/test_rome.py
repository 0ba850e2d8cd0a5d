from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tremplin.base.errors import ArtifactError, UnknownNameError
from tremplin.nomenclature import Domain, Rome, Share
from tremplin.nomenclature.rome import SHIPPED
from tremplin.nomenclature.tables import SCHEMAS


def test_shipped_counts(rome: Rome) -> None:
    assert rome.version == "4.60"
    assert {name: rome.table(name).num_rows for name in SCHEMAS} == {
        "domains": 124,
        "codes": 1_584,
        "appellations": 13_120,
        "skills": 29_978,
        "links": 90_556,
        "v3_codes": 532,
        "v3_appellations": 10_990,
    }
    assert len(rome.codes) == 1_584
    assert len(rome.domains) == 14 + 110


def test_shipped_files_are_what_the_manifest_says_and_small(rome: Rome) -> None:
    rome.verify()
    assert {path.name for path in SHIPPED.iterdir()} == {
        "manifest.json",
        *(f"{name}.parquet" for name in SCHEMAS),
    }
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) < 2_500_000
    assert "Licence Ouverte 2.0" in rome.manifest.licence
    assert "France Travail" in rome.manifest.source


def test_nothing_but_labels_is_shipped(rome: Rome) -> None:
    longest = {}
    for name in SCHEMAS:
        table = rome.table(name)
        assert not table.schema.metadata
        for column in table.column_names:
            values = [value for value in table.column(column).unique().to_pylist() if isinstance(value, str)]
            if values and column not in ("label", "short_label"):
                assert max(map(len, values)) <= 60, (name, column)
            longest[name] = max([longest.get(name, 0), *map(len, values)])
    assert longest["skills"] <= 252
    assert max(length for name, length in longest.items() if name != "skills") <= 137


def test_letters_of_the_skills_are_whole(rome: Rome) -> None:
    labels = rome.table("skills").column("label").to_pylist()
    assert not [label for label in labels if set(label) & set("½¼¾\ufffd")]
    assert any("mise en œuvre" in label for label in labels)


def test_code(rome: Rome) -> None:
    code = rome.code("A1102")
    assert (code.label, code.parent) == (
        "Conducteur / Conductrice d'engins d'exploitation forestière",
        "A1101",
    )
    assert (code.domain, code.grand_domaine) == ("A11", "A")
    assert code.flags.executive is None
    assert rome.label("G1604") == "Pizzaïolo / Pizzaïola"
    assert rome.code("G1604").flags.executive is False


def test_domains_and_children(rome: Rome) -> None:
    assert rome.domain("G16") == Domain("G16", "Production culinaire", "G")
    assert rome.domain("G").parent is None
    assert rome.label("G16") == "Production culinaire"
    assert "G16" in rome.children("G")
    assert "G1604" in rome.children("G16")
    assert rome.children("A1101") == ("A1102",)
    assert rome.children("A1102") == ()
    assert all(rome.code(code).parent in rome.codes for code in rome.codes)


def test_appellations(rome: Rome) -> None:
    titles = rome.appellations("G1604")
    assert [t.ogr for t in titles] == sorted(t.ogr for t in titles)
    assert {t.code for t in titles} == {"G1604"}
    assert [t.label for t in titles if t.main] == ["Pizzaïolo / Pizzaïola"]
    assert sum(len(rome.appellations(code)) for code in rome.codes) == 13_120
    title = rome.appellation(404030)
    assert title == rome.appellation("404030")
    assert (title.label, title.code, title.rare) == (
        "Conducteur / Conductrice d'engins agricoles",
        "A1101",
        False,
    )


def test_skills_come_with_their_level_strongest_first(rome: Rome) -> None:
    skills = rome.skills("A1101")
    assert len(skills) == 57
    assert [s.level for s in skills] == ["principal"] * 9 + ["emergent"] * 2 + ["standard"] * 46
    some = set(rome.codes[:100])
    linked = [code for code in rome.table("links").column("code").to_pylist() if code in some]
    assert sum(len(rome.skills(code)) for code in some) == len(linked)
    one = rome.skill(300460)
    assert (one.label, one.category, one.level) == (
        "Faire preuve d'autonomie",
        "Savoir-être professionnels",
        None,
    )


@pytest.mark.parametrize(
    "text",
    [
        "Pizzaïolo / Pizzaïola",
        "pizzaiolo",
        "PIZZAÏOLA (H/F)",
        "Pizzaïolo/Pizzaïola",
        " Pizzaïolo  H/F ",
    ],
)
def test_find_appellation(rome: Rome, text: str) -> None:
    assert [a.ogr for a in rome.find_appellation(text)] == [17807]


def test_find_appellation_may_find_several_or_none(rome: Rome) -> None:
    several = rome.find_appellation("aide-soignant(e)")
    assert several
    assert several[0].main
    assert rome.find_appellation("dompteur de nuages") == ()
    assert rome.find_appellation("") == ()


def test_every_appellation_is_found_by_each_of_its_forms(rome: Rome) -> None:
    labels = rome.table("appellations").column("label").to_pylist()[::37]
    ogrs = rome.table("appellations").column("ogr").to_pylist()[::37]
    for label, ogr in zip(labels, ogrs, strict=True):
        for form in (label, *rome.split_gender(label)):
            assert ogr in {a.ogr for a in rome.find_appellation(form.upper())}, form


def test_unknown_names_name_the_nearest(rome: Rome) -> None:
    with pytest.raises(UnknownNameError, match="unknown ROME code 'G1640'; did you mean 'G1"):
        rome.code("G1640")
    for ask in (rome.appellations, rome.skills, rome.children, rome.label):
        with pytest.raises(UnknownNameError, match="ROME code"):
            ask("Z9999")
    with pytest.raises(UnknownNameError, match="ROME domain 'G61'"):
        rome.domain("G61")
    with pytest.raises(UnknownNameError, match="unknown ROME table 'skill'; did you mean 'skills'"):
        rome.table("skill")


@pytest.mark.parametrize("ogr", [0, -1, "404031x", "", "²", "9" * 30, 2**40])
def test_unknown_ogr_numbers(rome: Rome, ogr: int | str) -> None:
    with pytest.raises(UnknownNameError, match="OGR number of an appellation"):
        rome.appellation(ogr)
    with pytest.raises(UnknownNameError, match="OGR number of a skill"):
        rome.skill(ogr)


def test_shares_between_versions(rome: Rome) -> None:
    assert {share.code for share in rome.to_v4("A1101")} == {"A1101", "A1102"}
    assert rome.to_v3("G1604") == (Share("G1604", 1.0, "appellations"),)
    assert rome.to_v3("A1214") == (Share("A1202", 1.0, "parent"),)
    assert len(rome.v3_labels) == 532
    assert rome.v3_labels["L1510"] == "Films d'animation et effets spéciaux"
    with pytest.raises(UnknownNameError, match="ROME 3 code"):
        rome.to_v4("A1102")
    with pytest.raises(UnknownNameError, match="ROME 4 code"):
        rome.to_v3("A9999")


def test_every_code_maps_and_the_round_trip_comes_home(rome: Rome) -> None:
    for code in rome.codes:
        shares = rome.to_v3(code)
        assert sum(s.weight for s in shares) == pytest.approx(1)
        if shares[0].basis == "appellations":
            assert all(code in {back.code for back in rome.to_v4(s.code)} for s in shares)
    for old in rome.v3_labels:
        shares = rome.to_v4(old)
        assert sum(s.weight for s in shares) == pytest.approx(1)
        assert all(old in {back.code for back in rome.to_v3(s.code)} for s in shares)


def test_two_releases_are_two_objects_that_hash(rome: Rome) -> None:
    assert rome != Rome.load()
    assert len({rome, Rome.load()}) == 2


def test_folder_without_a_release(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match=r"holds no ROME tables: it has no manifest\.json"):
        Rome.load(tmp_path)


def test_loads_neither_pandas_nor_polars() -> None:
    code = (
        "import sys\n"
        "from tremplin.nomenclature import Rome\n"
        "rome = Rome.load()\n"
        "rome.appellations('G1604'), rome.skills('G1604'), rome.to_v3('G1604'), rome.find_appellation('pizzaiolo')\n"
        "rome.appellation(17807)\n"
        "sys.exit(any(name in sys.modules for name in ('pandas', 'polars', 'sklearn')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
