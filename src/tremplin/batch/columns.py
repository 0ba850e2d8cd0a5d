from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tremplin.base.errors import InvalidInputError, UnknownNameError
from tremplin.base.records import Request
from tremplin.batch.fields import FieldShape, field_shape

__all__ = ["Columns"]


@dataclass(frozen=True)
class Columns:
    """Which columns of a data set fill which fields of a request.

    Without a mapping every column must be a request field or ``id``: one that is neither is an error, because
    a misspelt column would otherwise be lost in silence. With a mapping exactly its columns are read, and
    ``id``; the others are left aside. The same holds for the keys of JSON lines.

    Args:
        request: The pydantic model of one item.
        mapping: Field of the request, or ``id``, for each column that is read.
        ignore: Leave columns aside that are not request fields.
        defaults: Values of fields that a record does not give itself.
    """

    request: type[Request]
    mapping: Mapping[str, str] = field(default_factory=dict)
    ignore: bool = False
    defaults: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in (*self.mapping.values(), *self.defaults):
            if name not in self._fields:
                raise UnknownNameError("field", name, self._fields)
        for name in self.mapping.values():
            if list(self.mapping.values()).count(name) > 1:
                raise InvalidInputError(f"two columns are mapped to the field {name!r}: give one")

    @property
    def _fields(self) -> set[str]:
        return {"id", *self.request.model_fields}

    def of_table(self, names: Sequence[str]) -> dict[str, str]:
        """Chooses the columns of a table.

        Args:
            names: All column names, in order.

        Returns:
            The field that each chosen column fills.

        Raises:
            UnknownNameError: A column is not a request field, or a mapped column does not exist.
            InvalidInputError: A name stands twice, or no column fills a field.
        """
        twice = sorted({name for name in names if list(names).count(name) > 1})
        if twice:
            raise InvalidInputError(f"the column {twice[0]!r} stands twice in this file: rename one")
        chosen = self._mapped(names) if self.mapping else self._same_names(names)
        if not set(chosen.values()) - {"id"}:
            raise InvalidInputError(
                f"no column fills a request field; columns: {', '.join(names)}; "
                f"fields: {', '.join(sorted(self._fields))}. Give a mapping: --columns COLUMN=FIELD"
            )
        return chosen

    def _mapped(self, names: Sequence[str]) -> dict[str, str]:
        for column in self.mapping:
            if column not in names:
                raise UnknownNameError("column", column, names)
        chosen = dict(self.mapping)
        if "id" in names and "id" not in chosen and "id" not in chosen.values():
            chosen["id"] = "id"
        return chosen

    def _same_names(self, names: Sequence[str]) -> dict[str, str]:
        unknown = [name for name in names if name not in self._fields]
        if unknown and not self.ignore:
            problem = UnknownNameError("column", unknown[0], self._fields)
            raise InvalidInputError(
                f"{problem} Name the columns to read (--columns {unknown[0]}=FIELD), "
                f"or leave the others aside (--ignore-columns)"
            )
        return {name: name for name in names if name in self._fields}

    def of_record(self, record: object) -> object:
        """Chooses the keys of one JSON object and fills in the defaults; anything else stays as it is."""
        if not isinstance(record, dict):
            return record
        if self.mapping:
            keys = self._mapped([*self.mapping, *record])
            record = {name: record[key] for key, name in keys.items() if key in record}
        elif self.ignore:
            record = {name: value for name, value in record.items() if name in self._fields}
        return {**self.defaults, **record} if self.defaults else record

    def shape(self, name: str) -> FieldShape:
        """Returns what a field accepts; an ``id`` is any text."""
        if name == "id":
            return FieldShape(frozenset({str}))
        return field_shape(self.request.model_fields[name].annotation)

    def may_omit(self, name: str) -> bool:
        """Tells whether an empty cell may stand for the field's own default."""
        return name != "id" and (name in self.defaults or not self.request.model_fields[name].is_required())
