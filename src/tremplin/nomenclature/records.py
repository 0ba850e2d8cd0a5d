from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Appellation", "Code", "Domain", "Flags", "Share", "Skill"]


@dataclass(frozen=True)
class Flags:
    """What France Travail says of a job beside its title; None where it says nothing.

    ``ecology`` is one of « Emploi Vert », « Emploi Blanc », « Emploi Brun » and « Emploi stratégique pour la
    Transition écologique »; the others say whether the digital or the demographic transition concerns the
    job, whether the law regulates it and whether it is an executive's.
    """

    ecology: str | None = None
    digital: bool | None = None
    demographic: bool | None = None
    regulated: bool | None = None
    executive: bool | None = None


@dataclass(frozen=True)
class Code:
    """A ROME code, such as G1604, with its place in both trees.

    ``parent`` is the older, broader code that it was derived from, or itself for one of the 532 roots; it may
    lie in another domain. ``domain`` (G16) and ``grand_domaine`` (G) are read off the code.
    """

    code: str
    label: str
    parent: str
    ogr: int
    flags: Flags

    @property
    def domain(self) -> str:
        """The professional domain, its first three characters."""
        return self.code[:3]

    @property
    def grand_domaine(self) -> str:
        """The family of domains, its first character."""
        return self.code[:1]


@dataclass(frozen=True)
class Appellation:
    """A job title of ROME under one code.

    ``main`` marks the title that the code itself bears, ``rare`` one that France Travail no longer shows.
    ``origin`` is the code that held the title before the codes were divided.
    """

    ogr: int
    label: str
    short_label: str
    code: str
    main: bool
    rare: bool
    origin: str
    flags: Flags


@dataclass(frozen=True)
class Skill:
    """A skill, a piece of knowledge or an attitude; ``level`` says how it belongs to the code asked for.

    ``level`` is ``principal``, ``emergent`` or ``standard``, and None where no code was asked for.
    """

    ogr: int
    label: str
    category: str
    level: str | None = None


@dataclass(frozen=True)
class Domain:
    """A professional domain (G16, whose parent is G) or a family of domains (G, without parent)."""

    code: str
    label: str
    parent: str | None


@dataclass(frozen=True)
class Share:
    """How much of a code goes to a code of another version of ROME.

    ``weight`` is the share of the appellations of the code asked for, among those that both versions have;
    ``basis`` is ``appellations``, or ``parent`` where no appellation is shared and the code tree decides.
    """

    code: str
    weight: float
    basis: str
