from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tremplin.base.errors import ArtifactError, UnknownNameError
from tremplin.nomenclature.manifest import Manifest, TableEntry, write_manifest

__all__ = ["LEVELS", "SCHEMAS", "make_table", "read_table", "write_release"]

LEVELS = ("principal", "emergent", "standard")
"""How a skill belongs to a code, the strongest first."""

_WORD = pa.dictionary(pa.int32(), pa.string())
_FLAGS = [
    pa.field("ecology", _WORD),
    *(pa.field(name, pa.bool_()) for name in ("digital", "demographic", "regulated", "executive")),
]


def _schema(*fields: tuple[str, Any]) -> Any:
    return pa.schema([pa.field(name, kind, nullable=False) for name, kind in fields])


def _with_flags(schema: Any) -> Any:
    return pa.schema([*schema, *_FLAGS])


SCHEMAS: dict[str, Any] = {
    "domains": _schema(("code", pa.string()), ("label", pa.string())),
    "codes": _with_flags(
        _schema(("code", pa.string()), ("label", pa.string()), ("parent", _WORD), ("ogr", pa.int32()))
    ),
    "appellations": _with_flags(
        _schema(
            ("ogr", pa.int32()),
            ("label", pa.string()),
            ("short_label", pa.string()),
            ("code", _WORD),
            ("main", pa.bool_()),
            ("rare", pa.bool_()),
            ("origin", _WORD),
        )
    ),
    "skills": _schema(("ogr", pa.int32()), ("label", pa.string()), ("category", _WORD)),
    "links": _schema(("code", _WORD), ("ogr", pa.int32()), ("level", _WORD)),
    "v3_codes": _schema(("code", pa.string()), ("label", pa.string())),
    "v3_appellations": _schema(("ogr", pa.int32()), ("code", _WORD)),
}
"""The tables of a release and their columns."""

_ORDER = {
    "domains": ("code",),
    "codes": ("code",),
    "appellations": ("code", "ogr"),
    "skills": ("ogr",),
    "links": ("code", "level", "ogr"),
    "v3_codes": ("code",),
    "v3_appellations": ("ogr",),
}


def make_table(name: str, columns: Mapping[str, Sequence[Any]]) -> Any:
    """Makes one table of a release: typed, rows in their fixed order, no metadata.

    Args:
        name: The name of the table.
        columns: Its columns as equally long sequences, in any row order.
    """
    schema = SCHEMAS[name]
    plain = {
        field.name: pa.array(columns[field.name], field.type.value_type)
        if pa.types.is_dictionary(field.type)
        else pa.array(columns[field.name], field.type)
        for field in schema
    }
    table = pa.table(plain)
    keys = dict(plain)
    if "level" in keys:
        keys["level"] = pc.index_in(keys["level"], pa.array(LEVELS))
    order = pc.sort_indices(pa.table(keys), sort_keys=[(key, "ascending") for key in _ORDER[name]])
    return table.take(order).combine_chunks().cast(schema)


def _parquet(table: Any, schema: Any) -> bytes:
    words = [field.name for field in schema if pa.types.is_dictionary(field.type)]
    encoding = {
        field.name: "DELTA_BINARY_PACKED" if pa.types.is_int32(field.type) else "DELTA_BYTE_ARRAY"
        for field in schema
        if pa.types.is_int32(field.type) or pa.types.is_string(field.type)
    }
    sink = pa.BufferOutputStream()
    pq.write_table(
        table,
        sink,
        compression="zstd",
        compression_level=19,
        use_dictionary=words,
        column_encoding=encoding,
        write_statistics=False,
    )
    return bytes(sink.getvalue())


def write_release(
    folder: Path, tables: Mapping[str, Any], *, version: str, published: str, v3_version: str
) -> Manifest:
    """Writes the tables of a release and then its manifest; the same tables give the same bytes.

    Args:
        folder: An existing folder.
        tables: The tables of `SCHEMAS`, made by `make_table`.
        version: The version of ROME, such as ``4.60``.
        published: The day of its publication (ISO 8601), or empty.
        v3_version: The version of ROME 3 in the tables ``v3_…``.
    """
    entries = {}
    for name, schema in SCHEMAS.items():
        content = _parquet(tables[name], schema)
        file = f"{name}.parquet"
        (folder / file).write_bytes(content)
        entries[name] = TableEntry(
            file=file,
            rows=tables[name].num_rows,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )
    manifest = Manifest(version=version, published=published, v3_version=v3_version, tables=entries)
    write_manifest(folder, manifest)
    return manifest


def read_table(folder: Path, manifest: Manifest, name: str) -> Any:
    """Reads one table of a release and checks it against the manifest.

    Returns:
        A ``pyarrow.Table`` of one chunk per column.

    Raises:
        UnknownNameError: There is no such table.
        ArtifactError: Its file is missing, changed, or has other columns.
    """
    if name not in SCHEMAS:
        raise UnknownNameError("ROME table", name, SCHEMAS)
    if name not in manifest.tables:
        raise ArtifactError(f"the manifest of {folder} lists no table {name!r}; import the archive again")
    entry = manifest.tables[name]
    path = folder / Path(entry.file).name
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise ArtifactError(f"{path} is missing; import the archive again") from error
    if hashlib.sha256(content).hexdigest() != entry.sha256:
        raise ArtifactError(
            f"{path} is not the file that its manifest describes (sha256); import the archive again"
        )
    try:
        table = pq.ParquetFile(pa.BufferReader(content)).read(use_threads=False).combine_chunks()
    except pa.ArrowInvalid as error:
        raise ArtifactError(f"{path} is not a Parquet file: {error}; import the archive again") from error
    if not table.schema.equals(SCHEMAS[name]) or table.num_rows != entry.rows:
        raise ArtifactError(
            f"{path} has {table.num_rows} rows of {table.schema.names}; "
            f"expected {entry.rows} of {SCHEMAS[name].names}: import the archive again"
        )
    return table
