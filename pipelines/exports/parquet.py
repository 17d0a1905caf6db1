"""Parquet: typed columns, lists in the place of joined texts, dictionaries for what repeats."""

from __future__ import annotations

from array import array
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from sqlalchemy import Text, or_, select

from pipelines.database import tables as t
from pipelines.database.readings import JOINER
from pipelines.database.spelling import LEVEL
from pipelines.exports import arrow_rows
from pipelines.exports.extract import LISTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from pipelines.exports.extract import Extract

MOMENTS = ("first_seen_at", "last_seen_at", "changed_at")
WHOLE = {"revision": pa.int32(), "snapshot_offset": pa.int64()}
REPEATING = ("site", "kind", "date_precision", "language", "status", "snapshot_file", "change")
ALWAYS = ("id", "title", "body")
"""Texts that may be empty; others are null then."""
NOTHING = pa.nulls(1, pa.string())[0]
EMPTY = pa.StringArray.from_buffers(1, pa.py_buffer(bytes(8)), pa.py_buffer(b""))[0]
"""Not by `pa.scalar`: to convert a plain value, Arrow loads pandas where that is installed."""
ROWS_A_GROUP = 1_000
"""Some 6 MB of texts: enough for readers to skip by date, little enough to keep in memory."""


def write(extract: Extract, target: BinaryIO) -> int:
    """Write the table; return how many rows there were."""
    header = extract.header
    lists = extract.options.lists
    schema = pa.schema([(name, type_of(name, lists=lists)) for name in header])
    in_parts = lists and _joiners_in_names(extract)
    repeated = [name for name in header if name in REPEATING]
    repeated += [f"{name}.list.element" if lists else name for name in header if name in LISTS]
    number = 0
    written: Future[None] | None = None
    with ThreadPoolExecutor(1) as helper, pq.ParquetWriter(
        target, schema, compression="zstd", compression_level=1, use_dictionary=repeated,
        write_statistics=[name for name in header if name != "body"],
    ) as writer:  # fmt: skip
        for table in _tables(extract, schema, in_parts=in_parts):
            if written is not None:
                written.result()
            written = helper.submit(writer.write_table, table)  # compresses while the next group is read
            number += table.num_rows
        if written is not None:
            written.result()
    return number


def _tables(extract: Extract, schema: pa.Schema, *, in_parts: bool) -> Iterator[pa.Table]:
    """Give the rows as tables of `ROWS_A_GROUP`: by the Arrow driver where it can, else by way of Python."""
    if not in_parts and arrow_rows.can_read(extract):
        for found in arrow_rows.read(extract, ROWS_A_GROUP):
            arrays = [_typed(field, found[field.name]) for field in schema]
            yield pa.Table.from_arrays(arrays, schema=schema)
        return
    for rows in _groups(extract.table(as_bytes=not in_parts, in_parts=in_parts)):
        yield _group(schema, rows)


def _group(schema: pa.Schema, rows: list[tuple[Any, ...]]) -> pa.Table:
    columns = zip(schema, zip(*rows, strict=True), strict=True)
    return pa.Table.from_arrays([_column(field, values) for field, values in columns], schema=schema)


def type_of(name: str, *, lists: bool = True) -> pa.DataType:
    """Return the type of a column; codes that repeat are read back as dictionaries."""
    if lists and name in LISTS:
        return pa.list_(pa.field("element", pa.string()))
    if name in MOMENTS:
        return pa.timestamp("s", tz="UTC")
    if name in REPEATING:
        return pa.dictionary(pa.int32(), pa.string())
    return WHOLE.get(name, pa.string())


def _groups(batches: Iterator[list[tuple[Any, ...]]]) -> Iterator[list[tuple[Any, ...]]]:
    group: list[tuple[Any, ...]] = []
    for batch in batches:
        group += batch
        if len(group) >= ROWS_A_GROUP:
            yield group
            group = []
    if group:
        yield group


def _column(field: pa.Field, values: tuple[Any, ...]) -> pa.Array:
    """Return the values of one column in its type."""
    if field.name in WHOLE:
        return pa.array([value if isinstance(value, int) else None for value in values], field.type)
    if any(isinstance(value, list) for value in values):
        return pa.array([value or None for value in values], field.type)
    return _typed(field, _texts(values))


def _typed(field: pa.Field, texts: pa.Array) -> pa.Array:
    """Return texts in the type of their column; numbers only change their width."""
    name = field.name
    if name in WHOLE:
        return texts.cast(field.type)
    if name in ALWAYS:
        return texts
    texts = pc.if_else(pc.equal(texts, EMPTY), NOTHING, texts)
    if pa.types.is_list(field.type):
        return pc.split_pattern(texts, LISTS[name]).cast(field.type)
    if name in MOMENTS:
        return pc.strptime(texts, format="%Y-%m-%dT%H:%M:%SZ", unit="s").cast(field.type)
    return texts.dictionary_encode() if name in REPEATING else texts


def _texts(values: tuple[Any, ...]) -> pa.Array:
    """Return texts as one array; bytes are joined in one stroke, ten times as fast as one by one.

    They are UTF-8, since every text went into the database as a string of Python.
    """
    if str in set(map(type, values)):
        return pa.array([value or "" for value in values], pa.string())
    filled = [value or b"" for value in values] if None in values else values
    ends = array("i", accumulate(map(len, filled), initial=0))
    return pa.StringArray.from_buffers(len(filled), pa.py_buffer(ends), pa.py_buffer(b"".join(filled)))


def _joiners_in_names(extract: Extract) -> bool:
    """Tell whether a name holds what joins names, so that joined texts cannot be parted again."""
    names = (t.keyword.c.name, t.source.c.canonical, t.revision_source.c.name)
    title = t.section.c.path.cast(Text)
    found = [select(name).where(name.contains(JOINER)).exists() for name in names]
    found.append(select(title).where(title.contains(LEVEL)).exists())
    return bool(extract.session.connection().execute(select(or_(*found))).scalar())
