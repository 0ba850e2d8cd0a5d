from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow.parquet as pq

from tremplin.base.extras import require
from tremplin.text.words import WORD, WordReader, fold

__all__ = ["allowed_stems", "company_words", "read_names"]

_MIN_OFFERS = 5
_MIN_SOURCES = 3
_COMPANY_SHARE = 0.05
_COMPANY = re.compile(
    r"(?:\b(?:[Ss]ociété|[Gg]roupe|[Cc]abinet|[Ee]ntreprise|[Cc]hez|[Aa]gence|[Rr]ejoignez|[Ff]iliale)\s+"
    r"(?:de |du |d')?)((?:[A-ZÉÈÀÇ][\w'&-]*\s?){1,3})|((?:[A-ZÉÈÀÇ][\w'&-]+\s){1,3})(?:recrute|recherche)\b"
)


def read_names(folder: Path) -> frozenset[str]:
    """Reads the INSEE lists of first and last names, folded and cut into words.

    Args:
        folder: Holds ``insee_noms_list.parquet`` and ``insee_prenoms_freq.parquet``.
    """
    last = pq.read_table(folder / "insee_noms_list.parquet")["nom"].to_pylist()
    first = pq.read_table(folder / "insee_prenoms_freq.parquet")["prenom"].to_pylist()
    return frozenset(word for name in last + first if name for word in WORD.findall(fold(name)))


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
    offers: Sequence[str], sources: Sequence[str], rome: Iterable[str], *, names: frozenset[str]
) -> frozenset[str]:
    """Says which stems a shipped model may hold, so that no person or company can be read out of it.

    A word may stay if the ROME uses it, or if it occurs in at least 5 offers of at least 3 sources and is either
    in a French lexicon or neither a first or last name nor part of a company's name.

    Args:
        offers: Whole texts of the offers.
        sources: Source of each offer.
        rome: Texts of the ROME.
        names: Folded first and last names.

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
    allowed = {reader.stem(word) for text in rome for word in WORD.findall(text)}
    for folded, offers_with in count.items():
        if offers_with < _MIN_OFFERS or len(seen_in[folded]) < _MIN_SOURCES:
            continue
        named = folded in names or folded in companies
        if not named or any(simplemma.is_known(s, lang="fr") for s in spellings[folded]):
            allowed.add(reader.stem(folded))
    return frozenset(allowed - {""})
