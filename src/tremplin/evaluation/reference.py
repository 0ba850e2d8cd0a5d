from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tremplin.base.errors import ArtifactError, InvalidInputError, NotFoundError
from tremplin.evaluation.intervals import Estimate, clopper_pearson

__all__ = ["ReferenceItem", "ReferenceScore", "ReferenceSet", "freeze_reference", "load_reference"]


@dataclass(frozen=True)
class ReferenceItem:
    """An input, the answers that are right for it (one is enough), and why it is here."""

    input: str
    expected: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class ReferenceScore:
    """How many items found an expected answer, and those that did not."""

    hits: Estimate
    missed: tuple[ReferenceItem, ...]


@dataclass(frozen=True)
class ReferenceSet:
    """Items frozen by the sha256 of their file."""

    items: tuple[ReferenceItem, ...]
    sha256: str

    def score(self, answer: Callable[[list[str]], Sequence[Sequence[str]]], *, k: int = 10) -> ReferenceScore:
        """Asks for every input and looks for an expected answer among the first k.

        Args:
            answer: Takes all inputs, returns the answers of each, best first.
            k: How many answers count.

        Returns:
            The share of items found, with its Clopper-Pearson interval, and the items missed.

        Raises:
            InvalidInputError: ``k`` is below 1, or there are not as many answers as inputs.
        """
        if k < 1:
            raise InvalidInputError(f"k is {k}; give at least 1")
        answers = answer([item.input for item in self.items])
        if len(answers) != len(self.items):
            raise InvalidInputError(
                f"{len(answers)} answers came for {len(self.items)} inputs; return one per input"
            )
        missed = tuple(
            item
            for item, found in zip(self.items, answers, strict=True)
            if not set(item.expected) & set(found[:k])
        )
        return ReferenceScore(clopper_pearson(len(self.items) - len(missed), len(self.items)), missed)


def _hash_path(path: Path) -> Path:
    return path.with_name(path.name + ".sha256")


def freeze_reference(items: Iterable[ReferenceItem], path: Path) -> ReferenceSet:
    """Writes a reference set, one JSON object per line, and its sha256 beside it (read by ``sha256sum -c``).

    Args:
        items: What to write.
        path: The file, usually ``*.jsonl``; its hash goes to the same name with ``.sha256``.

    Raises:
        InvalidInputError: There is no item, or one without input or expected answer.
    """
    kept = tuple(items)
    if not kept:
        raise InvalidInputError("a reference set needs at least one item")
    for place, item in enumerate(kept, start=1):
        _check_item(item, place)
    content = "".join(json.dumps(asdict(item), ensure_ascii=False) + "\n" for item in kept).encode()
    digest = hashlib.sha256(content).hexdigest()
    for target, data in ((path, content), (_hash_path(path), f"{digest}  {path.name}\n".encode())):
        partial = target.with_name(target.name + ".partial")
        partial.write_bytes(data)
        os.replace(partial, target)
    return ReferenceSet(kept, digest)


def load_reference(path: Path) -> ReferenceSet:
    """Reads a reference set after checking that nobody changed it.

    Args:
        path: The file that `freeze_reference` wrote.

    Raises:
        NotFoundError: The file or its hash is not there.
        ArtifactError: The file is not the one that was frozen, or a line is not an item.
    """
    for needed in (path, _hash_path(path)):
        if not needed.is_file():
            raise NotFoundError(f"{needed} does not exist; write a reference set with freeze_reference")
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    frozen = _hash_path(path).read_text(encoding="ascii", errors="replace").split(" ")[0].strip()
    if digest != frozen:
        raise ArtifactError(
            f"{path.name} has sha256 {digest[:12]}…, it was frozen with {frozen[:12]}…; "
            "restore it, or freeze the new one under another name"
        )
    lines = content.decode("utf-8").splitlines()
    return ReferenceSet(tuple(_read_item(line, place) for place, line in enumerate(lines, start=1)), digest)


def _read_item(line: str, place: int) -> ReferenceItem:
    try:
        fields = json.loads(line)
        expected = fields["expected"]
        item = ReferenceItem(
            input=fields["input"],
            expected=(expected,) if isinstance(expected, str) else tuple(expected),
            note=fields.get("note", ""),
        )
        _check_item(item, place)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArtifactError(
            f'line {place} must be {{"input": text, "expected": label or list of labels, "note": text}}'
        ) from error
    return item


def _check_item(item: ReferenceItem, place: int) -> None:
    texts = [item.input, *item.expected]
    if not item.expected or not all(isinstance(text, str) and text for text in texts):
        raise InvalidInputError(
            f"item {place} needs an input and at least one expected answer, all of them text"
        )
