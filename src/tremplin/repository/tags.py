from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from tremplin.base.errors import ArtifactError, NotFoundError
from tremplin.repository.documents import REPAIR, seal, unseal

__all__ = ["TagLog", "TagMove"]

_ACTIONS = ("tag", "untag", "rollback")


@dataclass(frozen=True)
class TagMove:
    """One move of a tag: what was done, the version it led to (none after ``untag``), and when (UTC)."""

    action: str
    version: int | None
    at: str


@dataclass(frozen=True)
class TagLog:
    """A tag of a model and every move it ever made, oldest first."""

    name: str
    tag: str
    moves: tuple[TagMove, ...] = ()

    @property
    def current(self) -> int | None:
        """The version that carries the tag now."""
        return self.moves[-1].version if self.moves else None

    def _earlier(self) -> list[int | None]:
        """Replays the moves: what the tag was on, with each rollback taking its move back."""
        stack: list[int | None] = []
        for move in self.moves:
            if move.action == "rollback":
                while stack and stack[-1] != move.version:
                    stack.pop()
            else:
                stack.append(move.version)
        return stack[:-1]

    def moved(self, version: int, *, at: str) -> TagLog:
        """Puts the tag on a version."""
        return self if version == self.current else self._with("tag", version, at)

    def removed(self, *, at: str) -> TagLog:
        """Takes the tag off; what it was on stays known."""
        return self if self.current is None else self._with("untag", None, at)

    def rolled_back(self, *, at: str) -> TagLog:
        """Puts the tag back on the version that it was on before.

        Raises:
            NotFoundError: It was on no other version before.
        """
        for version in reversed(self._earlier()):
            if version is not None and version != self.current:
                return self._with("rollback", version, at)
        raise NotFoundError(
            f"{self.name}@{self.tag} has no earlier version to go back to; set it with tag('{self.name}@N', …)"
        )

    def _with(self, action: str, version: int | None, at: str) -> TagLog:
        return replace(self, moves=(*self.moves, TagMove(action, version, at)))

    def dump(self) -> bytes:
        """Writes it as it is stored."""
        moves = [{"action": m.action, "version": m.version, "at": m.at} for m in self.moves]
        return seal({"name": self.name, "tag": self.tag, "moves": moves})

    @classmethod
    def parse(cls, raw: bytes, *, name: str, tag: str, where: str) -> TagLog:
        """Reads a stored tag.

        Raises:
            ArtifactError: It is damaged, of another format or of another tag.
        """
        content = unseal(raw, where=where)
        if (content.get("name"), content.get("tag")) != (name, tag):
            raise ArtifactError(f"{where} does not describe {name}@{tag}: it was moved or renamed; {REPAIR}")
        moves = content.get("moves")
        if not isinstance(moves, list) or not all(_is_move(move) for move in moves):
            raise ArtifactError(f"{where} has no valid list of moves; {REPAIR}")
        return cls(name, tag, tuple(TagMove(m["action"], m["version"], m["at"]) for m in moves))


def _is_move(move: Any) -> bool:
    if not isinstance(move, dict) or set(move) != {"action", "version", "at"}:
        return False
    version = move["version"]
    return (
        move["action"] in _ACTIONS
        and isinstance(move["at"], str)
        and (version is None if move["action"] == "untag" else type(version) is int and version > 0)
    )
