from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from tremplin.base.errors import InvalidInputError, NotFoundError, UnknownNameError
from tremplin.classification.features import Document
from tremplin.nomenclature import Rome
from tremplin.products.jobs.reading import Kind

__all__ = ["Corpus", "Offers", "cut", "read_offers", "rome_corpus"]

_SENTENCE = 25
_NEEDED = ("title", "description", "rome_code")


@dataclass(frozen=True)
class Corpus:
    """Documents with the ROME code of each."""

    documents: list[Document]
    codes: list[str]

    @property
    def texts(self) -> list[str]:
        """The documents as plain texts, title first."""
        return ["\n".join((d.get("title", ""), d.get("description", ""))) for d in self.documents]

    def take(self, rows: Sequence[int]) -> Corpus:
        """Returns some of the documents with their codes."""
        return Corpus([self.documents[i] for i in rows], [self.codes[i] for i in rows])

    def __add__(self, other: Corpus) -> Corpus:
        return Corpus(self.documents + other.documents, self.codes + other.codes)


@dataclass(frozen=True)
class Offers:
    """Coded offers, with the source and near-duplicate group of each where the file names them."""

    corpus: Corpus
    sources: list[str]
    groups: list[str]
    columns: dict[str, list[object]]

    def take(self, rows: Sequence[int]) -> Corpus:
        """Returns the documents and codes of some rows."""
        return self.corpus.take(rows)


def read_offers(path: Path, rome: Rome) -> Offers:
    """Reads coded offers from Parquet: ``title``, ``description``, ``rome_code``, ``source_repo``, ``dup_group``.

    Raises:
        NotFoundError: There is no such file.
        InvalidInputError: A needed column is missing, or a row has no code.
        UnknownNameError: A code is not in the nomenclature.
    """
    if not path.is_file():
        raise NotFoundError(f"no file {path}; give a Parquet file of coded offers")
    table = pq.read_table(path)
    for name in _NEEDED:
        if name not in table.column_names:
            raise InvalidInputError(
                f"{path.name} has no column {name!r}; it has {', '.join(table.column_names)}. Needed: "
                f"{', '.join(_NEEDED)}"
            )
    columns: dict[str, list[object]] = table.to_pydict()
    codes = [str(code or "") for code in columns["rome_code"]]
    known = set(rome.codes)
    for row, code in enumerate(codes):
        if not code:
            raise InvalidInputError(f"{path.name}, row {row}: no rome_code; remove the row or code it")
        if code not in known:
            raise UnknownNameError(f"ROME code in row {row} of {path.name}", code, known)
    texts = zip(columns["title"], columns["description"], strict=True)
    documents: list[Document] = [{"title": str(t or ""), "description": str(d or "")} for t, d in texts]
    none: list[object] = [None] * len(codes)
    return Offers(
        Corpus(documents, codes),
        [str(source or "") for source in columns.get("source_repo", none)],
        [str(i if group is None else group) for i, group in enumerate(columns.get("dup_group", none))],
        columns,
    )


def cut(document: Document, kind: Kind) -> Document:
    """Cuts an offer down to a kind of text: its title, some words from the middle, or all but the title."""
    title, description = document.get("title", ""), document.get("description", "")
    if kind == "title":
        return {"title": title, "description": title}
    if kind == "sentence":
        words = description.split()
        start = max((len(words) - _SENTENCE) // 2, 0)
        return {"description": " ".join(words[start : start + _SENTENCE])}
    return {"description": description} if kind == "body" else document


def rome_corpus(rome: Rome) -> Corpus:
    """Makes training texts of the ROME itself: every appellation as a short text, every code as a whole text.

    A short text is both title and description, as `Reading` reads it. The skills of a code stand once more
    without a title, since people also describe what they do, not what they are called.
    """
    documents: list[Document] = []
    codes: list[str] = []
    for code in rome.codes:
        names = [found.label for found in rome.appellations(code)]
        skills = [skill.label for skill in rome.skills(code)]
        documents.extend({"title": name, "description": name} for name in names)
        documents.append({"title": rome.label(code), "description": " . ".join(skills + names)})
        documents.append({"description": " . ".join(skills)})
        codes.extend([code] * (len(names) + 2))
    return Corpus(documents, codes)
