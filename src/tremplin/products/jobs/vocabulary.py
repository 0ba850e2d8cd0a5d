from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from tremplin.base.extras import require
from tremplin.text.words import WORD, WordReader, fold

__all__ = ["WordLists", "allowed_stems", "company_words"]

_MIN_OFFERS = 5
_MIN_SOURCES = 3
_COMPANY_SHARE = 0.05
_COMPANY = re.compile(
    r"(?:\b(?:[Ss]ociété|[Gg]roupe|[Cc]abinet|[Ee]ntreprise|[Cc]hez|[Aa]gence|[Rr]ejoignez|[Ff]iliale)\s+"
    r"(?:de |du |d')?)((?:[A-ZÉÈÀÇ][\w'&-]*\s?){1,3})|((?:[A-ZÉÈÀÇ][\w'&-]+\s){1,3})(?:recrute|recherche)\b"
)


_EMPLOYERS = frozenset(
    """
    accenture accor adecco airbus akkodis alcatel alten altran amazon amiltone amiltonien anthropic apsidien
    apsidienne apsidiennes arianegroup atos auchan bpce bouygues capgemini carrefour cegedim cgi danone dassault
    decathlon devoteam edenred eiffage enedis engie euronext experis externatic facebook fnac groupama huawei
    iliad inetum intermarche instagram keolis kiabi klanik leclerc manpower manpowergroup matmut mbda meritis
    michelin natixis onepoint openai orano palantir peugeot proman publicis randstad renault safran samsic sanofi
    gobain scalian schneider siemens sncf sodexo sogeti sopra steria stellantis switchers synergie talan
    temporis thales tiktok totalenergies valeo veolia vinci viveris wavestone worldline youtube
    """.split()
)
"""Employers and agencies that offers often name without « chez »; only a word of the ROME stays."""


@dataclass(frozen=True)
class WordLists:
    """Words that decide what a shipped vocabulary may hold, folded.

    Args:
        names: First and last names.
        lexicon: Words of French vocabularies of jobs and skills, which stay even where they are names too.
    """

    names: frozenset[str] = frozenset()
    lexicon: frozenset[str] = frozenset()

    @classmethod
    def read(cls, data: Path) -> WordLists:
        """Reads the INSEE lists of names and the French labels of ESCO from the data folder."""
        folder = data / "mail"
        names = _words(folder / "insee_noms_list.parquet", "nom")
        names |= _words(folder / "insee_prenoms_freq.parquet", "prenom")
        lexicon: set[str] = set()
        for file in ("v112_occupations_fr", "v112_skill_groups_fr"):
            for column in ("PREFERREDLABEL", "ALTLABELS"):
                lexicon |= _words(data / "esco" / f"{file}.parquet", column)
        for column in ("preferredLabel", "altLabels"):
            lexicon |= _words(data / "esco" / "v1_0_skills_fr.parquet", column)
        return cls(frozenset(names), frozenset(lexicon))


def _words(path: Path, column: str) -> set[str]:
    texts = pq.read_table(path, columns=[column])[column].to_pylist()
    return {word for text in texts if text for word in WORD.findall(fold(text))}


def company_words(texts: Sequence[str]) -> frozenset[str]:
    """Finds the words that stand where a company is named (« chez … », « … recrute »), folded.

    A word counts as part of a company's name where at least one in twenty of the texts that use it names a
    company by it; so « AWS » or « CDI », seldom found there, are ordinary words.

    Examples:
        >>> sorted(company_words(["La société Boulon Futé recrute un soudeur."]))
        ['boulon', 'fute']
        >>> sorted(company_words(["Vous soudez chez le client."]))
        []
    """
    named: Counter[str] = Counter()
    used: Counter[str] = Counter()
    for text in texts:
        found = {w for m in _COMPANY.finditer(text) for w in WORD.findall(fold(m.group(1) or m.group(2)))}
        named.update(found)
        used.update(set(WORD.findall(fold(text))))
    return frozenset(word for word, times in named.items() if times >= _COMPANY_SHARE * used[word])


def allowed_stems(
    offers: Sequence[str], sources: Sequence[str], rome: Iterable[str], *, lists: WordLists
) -> frozenset[str]:
    """Says which stems a shipped model may hold, so that no person or company can be read out of it.

    A word may stay if the ROME uses it, or if it occurs in at least 5 offers of at least 3 sources and is either
    in a French lexicon or neither a first or last name nor part of a company's name.

    Args:
        offers: Whole texts of the offers.
        sources: Source of each offer.
        rome: Texts of the ROME.
        lists: Names, and a lexicon beside that of simplemma.

    Raises:
        MissingExtraError: simplemma, whose French lexicon is used, is not installed.
    """
    simplemma = require("simplemma", extra="train")
    count: Counter[str] = Counter()
    seen_in: defaultdict[str, set[str]] = defaultdict(set)
    spellings: defaultdict[str, set[str]] = defaultdict(set)
    for text, source in zip(offers, sources, strict=True):
        words = set(WORD.findall(text))
        for word in words:
            spellings[fold(word)].add(word.lower())
        for folded in {fold(word) for word in words}:
            count[folded] += 1
            seen_in[folded].add(source)
    companies = company_words(offers)
    reader = WordReader()
    own = {reader.stem(word) for text in rome for word in WORD.findall(text)}
    allowed = set(own)
    for folded, offers_with in count.items():
        if offers_with < _MIN_OFFERS or len(seen_in[folded]) < _MIN_SOURCES:
            continue
        named = folded in lists.names or folded in companies
        if (
            not named
            or folded in lists.lexicon
            or any(simplemma.is_known(s, lang="fr") for s in spellings[folded])
        ):
            allowed.add(reader.stem(folded))
    employers = {reader.stem(name) for name in _EMPLOYERS} - own
    return frozenset(allowed - employers - {""})
