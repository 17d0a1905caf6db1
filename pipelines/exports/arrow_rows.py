"""Rows as Arrow columns straight from SQLite, by the driver of the Arrow project: no value passes through Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pyarrow as pa
from sqlalchemy import func, literal_column

from pipelines.database.selection import ordered
from pipelines.exports.extract import REPUBLICATION

adbc: Any
driver: Any
try:
    import adbc_driver_manager as adbc  # not its dbapi, which would load pandas and polars where they are installed
    import adbc_driver_sqlite as driver
except ModuleNotFoundError:
    driver = None  # the rows then come by way of Python, a little slower

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL

    from pipelines.exports.extract import Extract

NUMBERS = frozenset({"revision", "snapshot_offset", "article_id", "revision_id"})


def can_read(extract: Extract) -> bool:
    """Tell whether the rows of an extract can be read this way: a plain selection of an SQLite file."""
    engine = extract.session.connection().engine
    return (
        driver is not None
        and engine.dialect.name == "sqlite"
        and bool(engine.url.database)
        and extract.shown.keeps_order
        and extract.since is None
        and not extract.chosen.query  # it calls a function that only our own connections have
    )


def read(extract: Extract, at_once: int) -> Iterator[dict[str, pa.Array]]:
    """Give the columns of the header, so many rows at once; texts as strings, empty where there are none."""
    connection = extract.session.connection()
    inner = ordered(extract.chosen, extract.shown)
    columns = [_column(column) for column in inner.selected_columns]
    compiled = inner.with_only_columns(*columns).compile(
        connection.engine, compile_kwargs={"render_postcompile": True}
    )
    values = [compiled.params[name] for name in compiled.positiontup or ()]
    with (
        driver.connect(_address(connection.engine.url)) as database,
        adbc.AdbcConnection(database) as opened,
        adbc.AdbcStatement(opened) as statement,
    ):
        statement.set_options(**{"adbc.sqlite.query.batch_rows": str(at_once)})
        statement.set_sql_query(compiled.string)
        if values:
            bound = pa.record_batch(
                [pa.array([value]) for value in values], [str(n) for n in range(len(values))]
            )
            schema, row = bound.__arrow_c_array__()
            statement.bind(row, schema)
        found, _ = statement.execute_query()
        for batch in pa.RecordBatchReader.from_stream(found):
            if batch.num_rows:
                yield _finished(extract, batch)
                extract.watch(batch.num_rows)


def _address(url: URL) -> str:
    """Return the file of an engine as SQLite's own kind of address; one that is only read has that form already."""
    place = str(url.database)
    if not place.startswith("file:"):
        return f"file:{quote(place)}?mode=ro"
    given = "&".join(f"{name}={value}" for name, value in url.query.items() if name != "uri")
    return f"{place}?{given}"


def _column(column: Any) -> Any:
    """Return a column whose type the driver cannot mistake: a text is never null."""
    return (
        column if column.name in NUMBERS else func.coalesce(column, literal_column("''")).label(column.name)
    )


def _finished(extract: Extract, batch: pa.RecordBatch) -> dict[str, pa.Array]:
    found = {name: batch.column(name) for name in batch.schema.names}
    if not extract.options.bodies:
        found["body"] = pa.array([""] * batch.num_rows, pa.string())
    if extract.groups is not None:
        groups = extract.groups
        found[REPUBLICATION] = pa.array(
            [groups.get(number, "") for number in found["revision_id"].to_pylist()], pa.string()
        )
    return found
