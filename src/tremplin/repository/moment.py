from __future__ import annotations

from datetime import UTC, datetime

from tremplin.base.errors import InvalidInputError

__all__ = ["moment"]


def moment(given: str | None = None) -> str:
    """Returns a moment as it is stored: ISO 8601 in UTC, to the second; now where none is given.

    Raises:
        InvalidInputError: It is not ISO 8601, or has no time zone.
    """
    if given is None:
        when = datetime.now(UTC)
    else:
        try:
            when = datetime.fromisoformat(given)
        except (TypeError, ValueError) as error:
            raise InvalidInputError(
                f"{given!r} is not a moment; expected ISO 8601, for instance '2026-01-31T12:00:00Z'"
            ) from error
        if when.tzinfo is None:
            raise InvalidInputError(f"the moment {given!r} has no time zone; add 'Z' if it is UTC")
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
