"""The official CSV archive of the ROME, as France Travail publishes it since ROME 4.0.

``liens_rome_referentiels`` says in its block 5 which skills a code asks for, ``coherence_item`` which of them
are at its core; their labels are in ``referentiel_competence`` and ``referentiel_savoir``, and what a know-how is
about (the « enjeu ») in ``arborescence_competences``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tremplin.base.errors import InvalidInputError
from tremplin.nomenclature.archive import Archive
from tremplin.nomenclature.csv_file import read_columns
from tremplin.nomenclature.flags import FLAG_COLUMNS, flag_columns, yes_no
from tremplin.nomenclature.labels import fold
from tremplin.nomenclature.tables import make_table

__all__ = ["OfficialFiles", "read_tables"]

_COLUMNS: dict[str, tuple[str, ...]] = {
    "referentiel_code_rome": (
        "code_rome",
        "code_ogr",
        "libelle_rome",
        "code_rome_parent",
        *FLAG_COLUMNS.values(),
    ),
    "referentiel_appellation": (
        "code_ogr",
        "libelle_appellation_long",
        "libelle_appellation_court",
        "code_rome",
        "classification",
        "code_rome_parent",
        "peu_usite",
        *FLAG_COLUMNS.values(),
    ),
    # The published header spells « professionel » with one n.
    "cr_gd_dp": (
        "code_grand_domaine",
        "libelle_grand_domaine",
        "code_domaine_professionel",
        "libelle_domaine_professionel",
    ),
    "referentiel_competence": ("code_ogr", "libelle_competence", "cat_comp"),
    "referentiel_savoir": ("code_ogr_savoir", "libelle_savoir", "categorie_savoir"),
    "arborescence_competences": ("enjeu", "code_ogr_macro_competence", "code_ogr_competence"),
    "liens_rome_referentiels": ("code_rome", "code_compo_bloc", "code_ogr"),
    "coherence_item": ("code_rome", "code_ogr", "coeur_metier"),
}

_SKILL_BLOCK = "5"
_LEVELS = {"": "standard", "principale": "principal", "emergente": "emergent"}
_CLASSES = {"PRINCIPALE": True, "SYNONYME": False}
_PUBLISHED = re.compile(r"Date de publication\s*:\s*(\d{2})/(\d{2})/(\d{4})")


@dataclass
class OfficialFiles:
    """The files of an archive, parsed, with the version that their names bear."""

    version: str
    published: str
    rows: Mapping[str, Mapping[str, list[str]]]
    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, archive: Archive) -> OfficialFiles:
        """Reads all files that the tables are made from.

        Raises:
            InvalidInputError: A file is missing or cannot be read, or their versions differ.
        """
        rows, names, versions = {}, {}, {}
        for stem, columns in _COLUMNS.items():
            member = archive.read(stem)
            names[stem], versions[stem] = member.name, member.version
            rows[stem] = read_columns(member.content, name=member.name, columns=columns)
        if len(set(versions.values())) > 1:
            raise InvalidInputError(
                f"{archive.path.name} mixes the versions {', '.join(sorted(set(versions.values())))} of the ROME"
            )
        date = _PUBLISHED.search(archive.read_text("version.txt") or "")
        return cls(
            version=versions["referentiel_code_rome"],
            published=f"{date[3]}-{date[2]}-{date[1]}" if date else "",
            rows=rows,
            names=names,
        )

    def table_files(self) -> dict[str, str]:
        """Names the file that each table comes from, for the messages of the checks."""
        skills = f"{self.names['referentiel_competence']} or {self.names['referentiel_savoir']}"
        return {
            "domains": self.names["cr_gd_dp"],
            "codes": self.names["referentiel_code_rome"],
            "appellations": self.names["referentiel_appellation"],
            "skills": skills,
            "links": self.names["liens_rome_referentiels"],
            "v3_codes": "the shipped ROME 3",
            "v3_appellations": "the shipped ROME 3",
        }


def _integers(values: Sequence[str], *, column: str, file: str) -> list[int]:
    bad = next((value for value in values if not re.fullmatch(r"[0-9]{1,9}", value)), None)
    if bad is not None:
        raise InvalidInputError(
            f"{file}: the column {column} holds {bad!r}; expected a number of up to 9 digits"
        )
    return list(map(int, values))


def _mapped(values: Sequence[str], known: Mapping[str, Any], *, column: str, file: str) -> list[Any]:
    unknown = sorted(set(values) - set(known))
    if unknown:
        raise InvalidInputError(
            f"{file}: the column {column} holds {unknown[0]!r}; expected one of {', '.join(map(repr, known))}"
        )
    return [known[value] for value in values]


def _codes(files: OfficialFiles) -> Any:
    file, rows = files.names["referentiel_code_rome"], files.rows["referentiel_code_rome"]
    return make_table(
        "codes",
        {
            "code": rows["code_rome"],
            "label": rows["libelle_rome"],
            "parent": rows["code_rome_parent"],
            "ogr": _integers(rows["code_ogr"], column="code_ogr", file=file),
            **flag_columns(rows, file=file),
        },
    )


def _appellations(files: OfficialFiles) -> Any:
    file, rows = files.names["referentiel_appellation"], files.rows["referentiel_appellation"]
    return make_table(
        "appellations",
        {
            "ogr": _integers(rows["code_ogr"], column="code_ogr", file=file),
            "label": rows["libelle_appellation_long"],
            "short_label": rows["libelle_appellation_court"],
            "code": rows["code_rome"],
            "main": _mapped(rows["classification"], _CLASSES, column="classification", file=file),
            "rare": [bool(rare) for rare in yes_no(rows["peu_usite"], column="peu_usite", file=file)],
            "origin": [
                o or code for o, code in zip(rows["code_rome_parent"], rows["code_rome"], strict=True)
            ],
            **flag_columns(rows, file=file),
        },
    )


def _domains(files: OfficialFiles) -> Any:
    rows = files.rows["cr_gd_dp"]
    pairs = set(zip(rows["code_grand_domaine"], rows["libelle_grand_domaine"], strict=True)) | set(
        zip(rows["code_domaine_professionel"], rows["libelle_domaine_professionel"], strict=True)
    )
    codes, labels = zip(*sorted(pairs), strict=True)
    return make_table("domains", {"code": codes, "label": labels})


def _links(files: OfficialFiles) -> Any:
    rows, core = files.rows["liens_rome_referentiels"], files.rows["coherence_item"]
    file = files.names["coherence_item"]
    levels = _mapped(
        [fold(value) for value in core["coeur_metier"]], _LEVELS, column="coeur_metier", file=file
    )
    level = dict(zip(zip(core["code_rome"], core["code_ogr"], strict=True), levels, strict=True))
    # A fact that the file states twice is one fact.
    pairs = sorted(
        {
            (code, ogr)
            for code, block, ogr in zip(
                rows["code_rome"], rows["code_compo_bloc"], rows["code_ogr"], strict=True
            )
            if block == _SKILL_BLOCK
        }
    )
    return make_table(
        "links",
        {
            "code": [code for code, _ in pairs],
            "ogr": _integers(
                [ogr for _, ogr in pairs], column="code_ogr", file=files.names["liens_rome_referentiels"]
            ),
            "level": [level.get(pair, "standard") for pair in pairs],
        },
    )


def _stakes(files: OfficialFiles) -> dict[str, str]:
    """Gives what each know-how is about, such as « Soin », by its OGR number."""
    rows = files.rows["arborescence_competences"]
    stakes = dict(zip(rows["code_ogr_macro_competence"], rows["enjeu"], strict=True))
    stakes.update(zip(rows["code_ogr_competence"], rows["enjeu"], strict=True))
    return stakes


def _skills(files: OfficialFiles, used: set[int]) -> Any:
    """Takes the skills that some code asks for; the others would never be shown."""
    know_how, knowledge = files.rows["referentiel_competence"], files.rows["referentiel_savoir"]
    stakes = _stakes(files)
    ogrs = [
        *_integers(know_how["code_ogr"], column="code_ogr", file=files.names["referentiel_competence"]),
        *_integers(
            knowledge["code_ogr_savoir"], column="code_ogr_savoir", file=files.names["referentiel_savoir"]
        ),
    ]
    categories = [
        *(stakes.get(ogr, cat) for ogr, cat in zip(know_how["code_ogr"], know_how["cat_comp"], strict=True)),
        *knowledge["categorie_savoir"],
    ]
    labels = [*know_how["libelle_competence"], *knowledge["libelle_savoir"]]
    kept = [row for row in zip(ogrs, labels, categories, strict=True) if row[0] in used]
    return make_table(
        "skills",
        {name: [row[place] for row in kept] for place, name in enumerate(("ogr", "label", "category"))},
    )


def read_tables(files: OfficialFiles) -> dict[str, Any]:
    """Makes the tables of a release from the official files, all but those of ROME 3.

    Raises:
        InvalidInputError: A field holds what it must not.
    """
    links = _links(files)
    return {
        "domains": _domains(files),
        "codes": _codes(files),
        "appellations": _appellations(files),
        "links": links,
        "skills": _skills(files, set(links.column("ogr").to_pylist())),
    }
