from __future__ import annotations

import re
from collections.abc import Callable, Collection

__all__ = ["Grouping", "default_grouping", "one_level", "rome_groups"]

Grouping = Callable[[str], tuple[str, ...]]
"""Names the groups that hold a class, from the widest to the narrowest; () where there is none."""

_ROME_CODE = re.compile(r"[A-Z]\d{4}")
_ROME_SHARE = 0.9


def rome_groups(code: str) -> tuple[str, ...]:
    """Groups a ROME code by letter, then by domain: ``M1811`` is in ``M``, then ``M18``."""
    return (code[:1], code[:3])


def one_level(code: str) -> tuple[str, ...]:
    """Leaves classes without groups."""
    return ()


def default_grouping(codes: Collection[str]) -> Grouping:
    """Chooses `rome_groups` where at least nine codes in ten look like ROME codes, else `one_level`."""
    alike = sum(1 for code in codes if _ROME_CODE.fullmatch(code))
    return rome_groups if codes and alike >= _ROME_SHARE * len(codes) else one_level
