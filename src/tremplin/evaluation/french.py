from __future__ import annotations

from tremplin.evaluation.intervals import Estimate

__all__ = ["between", "count", "decimal", "percent", "points", "times"]

_THIN = "\u202f"
_FIXED = "\u00a0"


def count(number: int) -> str:
    """Writes a whole number: 12345 → « 12 345 », with spaces that do not break."""
    return f"{number:,}".replace(",", _THIN)


def decimal(value: float, digits: int = 2) -> str:
    """Writes a decimal number: 0.431 → « 0,43 »."""
    return f"{value:.{digits}f}".replace(".", ",")


def percent(share: float, digits: int = 1) -> str:
    """Writes a share: 0.6234 → « 62,3 % »."""
    return f"{decimal(100 * share, digits)}{_FIXED}%"


def points(share: float) -> str:
    """Writes a distance between two shares: 0.032 → « 3,2 points »."""
    shown = decimal(100 * share, 1)
    return f"{shown}{_FIXED}point{'s' if round(100 * share, 1) >= 2 else ''}"


def times(number: int) -> str:
    """Writes how often: 12 → « 12 fois »."""
    return f"{count(number)}{_FIXED}fois"


def between(estimate: Estimate) -> str:
    """Writes the interval of a share: « entre 60,1 % et 64,4 % »."""
    return f"entre {percent(estimate.low)} et {percent(estimate.high)}"
