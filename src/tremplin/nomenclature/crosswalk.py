from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tremplin.base.errors import UnknownNameError
from tremplin.nomenclature.records import Share

__all__ = ["Crosswalk"]


def _shares(pairs: Counter[tuple[str, str]]) -> dict[str, tuple[Share, ...]]:
    """Turns counts of (from, to) into shares that sum to 1 for each "from", the largest first."""
    totals: Counter[str] = Counter()
    for (origin, _), count in pairs.items():
        totals[origin] += count
    found: defaultdict[str, list[Share]] = defaultdict(list)
    for (origin, target), count in pairs.items():
        found[origin].append(Share(code=target, weight=count / totals[origin], basis="appellations"))
    return {origin: tuple(sorted(all_, key=lambda s: (-s.weight, s.code))) for origin, all_ in found.items()}


@dataclass(frozen=True)
class Crosswalk:
    """How the codes of ROME 3 and ROME 4 answer each other, through the appellations that both have.

    Each appellation counts once: nobody knows from these tables how often it is used.
    """

    to_v3: Mapping[str, tuple[Share, ...]]
    to_v4: Mapping[str, tuple[Share, ...]]
    v4_codes: frozenset[str]
    v3_codes: frozenset[str]

    @classmethod
    def make(
        cls, v4: Mapping[int, str], v3: Mapping[int, str], *, parents: Mapping[str, str], known: Iterable[str]
    ) -> Crosswalk:
        """Counts the appellations that both versions have.

        Args:
            v4: The ROME 4 code of each appellation, by OGR.
            v3: The ROME 3 code of each appellation, by OGR.
            parents: The parent of each ROME 4 code. A code that shares no appellation goes where its parent goes.
            known: All ROME 3 codes.
        """
        pairs = Counter((code, v4[ogr]) for ogr, code in v3.items() if ogr in v4)
        to_v3 = _shares(Counter({(new, old): count for (old, new), count in pairs.items()}))
        v3_codes = frozenset(known)
        for code, parent in parents.items():
            if code not in to_v3 and parent in v3_codes:
                to_v3[code] = (Share(code=parent, weight=1.0, basis="parent"),)
        to_v4 = _shares(pairs)
        for code in v3_codes - to_v4.keys():
            if code in parents:
                to_v4[code] = (Share(code=code, weight=1.0, basis="parent"),)
        return cls(to_v3=to_v3, to_v4=to_v4, v4_codes=frozenset(parents), v3_codes=v3_codes)

    def from_v4(self, code: str) -> tuple[Share, ...]:
        """Gives the ROME 3 codes of a ROME 4 code.

        Raises:
            UnknownNameError: There is no such ROME 4 code.
        """
        return _find(self.to_v3, code, self.v4_codes, "ROME 4 code")

    def from_v3(self, code: str) -> tuple[Share, ...]:
        """Gives the ROME 4 codes of a ROME 3 code.

        Raises:
            UnknownNameError: There is no such ROME 3 code.
        """
        return _find(self.to_v4, code, self.v3_codes, "ROME 3 code")


def _find(
    shares: Mapping[str, tuple[Share, ...]], code: str, known: frozenset[str], kind: Any
) -> tuple[Share, ...]:
    if code not in known:
        raise UnknownNameError(kind, code, known)
    return shares.get(code, ())
