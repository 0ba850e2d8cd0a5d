from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from tremplin.base.errors import UnknownNameError
from tremplin.text.action import Action, each
from tremplin.text.steps.step import Step
from tremplin.text.steps.units import APOSTROPHE, UNIT, folded, folded_words
from tremplin.text.stopwords import FRENCH_STOPWORDS
from tremplin.text.words import fold

__all__ = ["REMOVE_STOPWORDS", "STOPWORD_LISTS"]

_SHORT = frozenset(
    """
    a au aux c ce ces cet cette d dans de des du elle elles en est et eux il ils j je jusqu l la le les leur
    leurs lorsqu lui m ma mais me mes mon n ne nos notre nous on ont ou par pas pour puisqu qu que qui s sa se
    ses si son sont sur t ta te tes toi ton tu un une vos votre vous y
    """.split()
)
_ELIDED = frozenset("lorsqu puisqu quoiqu entr presqu quelqu'un quelqu'une c'est-a-dire peut-etre".split())
_OFFERS = frozenset(
    """
    annonce candidat candidate candidats candidature candidatures client clients cv emploi entreprise
    entreprises lettre mission missions offre offres poste postes pourvoir postuler profil profils recherche
    recherchee recherches recrute recrutons recrutement rejoignez rejoindre sein societe souhaite souhaitee
    urgent
    """.split()
)

STOPWORD_LISTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "default": FRENCH_STOPWORDS | _ELIDED,
        "short": _SHORT,
        "offers": FRENCH_STOPWORDS | _ELIDED | _OFFERS,
        "none": frozenset(),
    }
)
"""Lists of stop words, folded: function words; the shortest of them; with them what any job offer says; none."""


# a point is no tie here: « C.D.I » is not made of three stop words
_TIE = re.compile(r"[-‐‑/]")


def _is_stop(word: str, stops: frozenset[str]) -> bool:
    """Says whether a word, or each of the words that hyphens and slashes tie into it, is a stop word."""
    return word in stops or all(part in stops for part in _TIE.split(word))


def _without_stops(unit: str, stops: frozenset[str]) -> str:
    """Takes stop words from the front of « d'un », « l'école », « qu'il »; « aujourd'hui » is one word."""
    spelling = folded(unit)
    if spelling.strip("'") in stops:
        return ""
    start = 0
    while start < len(unit):
        apostrophe = APOSTROPHE.search(unit, start)
        end = apostrophe.start() if apostrophe else len(unit)
        if not _is_stop(folded(unit[start:end]), stops):
            return unit[start:]
        start = end + 1
    return ""


def _remove_stopwords(
    *, base: str = "default", add: Sequence[str] = (), remove: Sequence[str] = ()
) -> Action:
    if base not in STOPWORD_LISTS:
        raise UnknownNameError("list of stop words", str(base), STOPWORD_LISTS)
    stops = STOPWORD_LISTS[base] | folded_words(add, option="add")
    stops -= folded_words(remove, option="remove")

    def one(match: re.Match[str]) -> str:
        return _without_stops(match.group(), stops)

    def clean(text: str) -> str:
        if text.isalnum() and "ʼ" not in text:
            return "" if fold(text) in stops else text
        return " ".join(UNIT.sub(one, text).split())

    return each(clean, local=True, collapses=True)


REMOVE_STOPWORDS = Step(
    "remove_stopwords",
    _remove_stopwords,
    (
        ("Le pizzaïolo de la plage", "pizzaïolo plage"),
        ("l’école et l'hôtel", "école hôtel"),
        ("Qu'il soit À L’AISE", "AISE"),
        ("aujourd’hui, quelqu'un vient", "aujourd’hui, vient"),
        ("rendez-vous à Vaulx-en-Velin", "rendez-vous Vaulx-en-Velin"),
        ("vélo et/ou bus", "vélo bus"),
        ("développeur C++ (H/F), CDI", "développeur C++ (), CDI"),
        ("en C.D.I", "C.D.I"),
        ("dans un restaurant.", "restaurant."),
    ),
    keeps_spaces=False,
)
"""Function words go, whatever their case and accents; both ' and ’ set apart an elided word."""
