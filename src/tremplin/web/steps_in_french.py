from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tremplin.text.pipeline import DEFAULT_STEPS

__all__ = ["FIELDS", "GROUPS", "LABELS", "PRESETS", "Group", "Preset", "WordField"]


@dataclass(frozen=True)
class Group:
    """Steps of one kind; of each its name, its French label, and what it does in one line."""

    title: str
    steps: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Preset:
    """Steps that are chosen together, in their order."""

    key: str
    label: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class WordField:
    """The list of words that a step may be given: option, French label, and whether the step needs it."""

    option: str
    label: str
    needed: bool = True


GROUPS = (
    Group(
        "Caractères",
        (
            (
                "fix_text",
                "Réparer les caractères abîmés",
                "«\u00a0lâ€™Ã©cole\u00a0» redevient «\u00a0l'école\u00a0».",
            ),
            (
                "strip_html",
                "Enlever le code des pages web",
                "Les balises comme <p> disparaissent, le texte reste.",
            ),
            (
                "remove_emoji",
                "Enlever les émojis",
                "Les petites images laissent un espace\u00a0; ©, €, → restent.",
            ),
            ("to_lower", "Tout en minuscules", "«\u00a0ÉLÈVE\u00a0» devient «\u00a0élève\u00a0»."),
            (
                "to_lower_except_singleletters",
                "Minuscules, sauf lettres seules",
                "«\u00a0Permis B\u00a0» devient «\u00a0permis B\u00a0», et non «\u00a0permis b\u00a0».",
            ),
            (
                "remove_punct",
                "Enlever la ponctuation",
                "Virgules, tirets, parenthèses… deviennent des espaces.",
            ),
            (
                "remove_punct_except_parenthesis",
                "Enlever la ponctuation, sauf (\u00a0)",
                "Comme la ligne au-dessus, mais les parenthèses restent.",
            ),
            (
                "add_space_around_special",
                "Détacher la ponctuation",
                "«\u00a0Bac+2,débutant\u00a0» devient «\u00a0Bac+2 , débutant\u00a0».",
            ),
            ("add_point", "Finir par un point", "Un point est ajouté si le texte finit sans ponctuation."),
            (
                "remove_numeric",
                "Enlever les chiffres",
                "«\u00a012 postes\u00a0» devient «\u00a0postes\u00a0».",
            ),
            ("remove_accents", "Enlever les accents", "«\u00a0Élève\u00a0» devient «\u00a0Eleve\u00a0»."),
        ),
    ),
    Group(
        "Mots",
        (
            (
                "pe_matching",
                "Souder «\u00a0permis B\u00a0»",
                "«\u00a0Permis B\u00a0» devient un seul mot, «\u00a0PermisB\u00a0».",
            ),
            (
                "expand_abbreviations",
                "Développer les sigles",
                "«\u00a0BTP\u00a0» devient «\u00a0bâtiment et travaux publics\u00a0».",
            ),
            (
                "remove_stopwords",
                "Enlever les mots vides",
                "«\u00a0le, de, pour, nous…\u00a0» disparaissent.",
            ),
            (
                "remove_words",
                "Enlever des mots de votre choix",
                "Quels que soient leurs accents et majuscules.",
            ),
            ("keep_words", "Ne garder que des mots de votre choix", "Tous les autres mots disparaissent."),
            (
                "lemmatize",
                "Mettre les mots à leur forme du dictionnaire",
                "«\u00a0étaient grandes\u00a0» devient «\u00a0être grand\u00a0».",
            ),
            (
                "stemmatize",
                "Réduire les mots à leur racine",
                "«\u00a0boulangers\u00a0» et «\u00a0boulangère\u00a0» deviennent «\u00a0boulanger\u00a0».",
            ),
        ),
    ),
    Group(
        "Féminin et masculin",
        (
            (
                "remove_gender_synonyms",
                "Ne garder que le masculin",
                "«\u00a0Chargé(e) (H/F)\u00a0» devient «\u00a0Chargé\u00a0».",
            ),
            (
                "expand_gender",
                "Écrire les deux formes en entier",
                "«\u00a0vendeur/euse\u00a0» devient «\u00a0vendeur vendeuse\u00a0».",
            ),
        ),
    ),
    Group(
        "Liens et données personnelles",
        (
            (
                "replace_urls_with_domains",
                "Réduire les liens au nom du site",
                "«\u00a0https://www.exemple.fr/a?b=1\u00a0» devient «\u00a0exemple.fr\u00a0».",
            ),
            ("replace_urls", "Enlever les liens", "Les adresses de pages web deviennent un espace."),
            (
                "mask_emails",
                "Masquer les adresses de courriel",
                "«\u00a0rh@exemple.fr\u00a0» devient «\u00a0<EMAIL>\u00a0».",
            ),
            (
                "mask_phones",
                "Masquer les téléphones",
                "«\u00a006 12 34 56 78\u00a0» devient «\u00a0<TEL>\u00a0».",
            ),
            (
                "pseudonymise",
                "Masquer les noms et identifiants",
                "«\u00a0Mme Jeanne Dupont\u00a0» devient «\u00a0Mme <NOM>\u00a0», un identifiant «\u00a0<ID>\u00a0».",
            ),
            (
                "mask_numbers",
                "Masquer les nombres",
                "«\u00a01\u00a0800,50\u00a0€\u00a0» devient «\u00a0<NOMBRE>\u00a0€\u00a0».",
            ),
        ),
    ),
    Group(
        "Espaces et cases vides",
        (
            (
                "get_true_spaces",
                "Uniformiser les espaces",
                "Tabulations, retours à la ligne… deviennent des espaces simples.",
            ),
            (
                "trim_string",
                "Supprimer les espaces en trop",
                "Un seul espace entre les mots, aucun au bord.",
            ),
            (
                "remove_leading_and_ending_spaces",
                "Supprimer les espaces au bord",
                "Au début et à la fin du texte seulement.",
            ),
            (
                "notnull",
                "Remplir les cases vides d’un tableau",
                "Une case vide devient un texte vide\u00a0; sans effet sur un texte collé.",
            ),
            (
                "remove_non_string",
                "Vider ce qui n’est pas du texte",
                "Dans un tableau, un nombre devient un texte vide\u00a0; sans effet sur un texte collé.",
            ),
        ),
    ),
)
"""Every step, as a person chooses it."""

LABELS: Mapping[str, str] = MappingProxyType(
    {name: label for group in GROUPS for name, label, _ in group.steps}
)

PRESETS = (
    Preset("defaut", "Les étapes par défaut", DEFAULT_STEPS),
    Preset(
        "base",
        "Les quatre étapes de base",
        ("remove_non_string", "to_lower", "remove_punct", "remove_stopwords"),
    ),
    Preset(
        "personnes",
        "Masquer les données personnelles",
        ("replace_urls_with_domains", "mask_emails", "mask_phones", "pseudonymise"),
    ),
)

FIELDS: Mapping[str, WordField] = MappingProxyType(
    {
        "remove_words": WordField("words", "Mots à enlever, séparés par des virgules"),
        "keep_words": WordField("words", "Mots à garder, séparés par des virgules"),
        "pseudonymise": WordField(
            "names", "Noms à masquer partout, séparés par des virgules (facultatif)", needed=False
        ),
    }
)
