"""The one row iterator that every export, search and view goes through."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, select

from pipelines.database import tables as t
from pipelines.database.editions import edition
from pipelines.database.filtering import Filter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from pipelines.database.editions import Edition

__all__ = ["COLUMNS", "ROWS_AT_ONCE", "Filter", "Row", "batches", "count", "moment", "rows"]
ROWS_AT_ONCE = 200


class Row(NamedTuple):
    """One article as exports show it; its fields are the CSV columns, in their fixed order."""

    id: str
    site: str
    url: str
    kind: str
    title: str
    published_on: str
    published_raw: str
    date_precision: str
    keywords: str
    section: str
    source_name: str
    source: str
    source_date: str
    source_raw: str
    author_line: str
    body: str
    language: str
    status: str
    revision: int
    first_seen_at: str
    last_seen_at: str
    changed_at: str
    snapshot_file: str
    snapshot_offset: int | str
    """Empty when the revision has no recording."""
    snapshot_digest: str
    warnings: str


COLUMNS = Row._fields


def count(session: Session, chosen: Filter, shown: Edition | None = None) -> int:
    """Return how many rows a filter lets through, of the present edition unless another is given."""
    shown = shown or edition(session)
    joined = t.article.join(t.revision, shown.revision_is)
    return session.execute(
        select(func.count()).select_from(joined).where(*chosen.where(shown, session))
    ).scalar_one()


def rows(session: Session, chosen: Filter, shown: Edition | None = None) -> Iterator[Row]:
    """Give the articles of a filter in order of `published_on`, then `id`, a few at a time in memory."""
    for batch in batches(session, chosen, shown):
        for values in batch:
            yield Row._make("" if value is None else value for value in values[: len(COLUMNS)])


def batches(
    session: Session, chosen: Filter, shown: Edition | None = None, *, as_bytes: bool = False
) -> Iterator[list[tuple[Any, ...]]]:
    """Give the same rows as lists of plain tuples: the values of `COLUMNS`, then the rows' numbers.

    Args:
        session: a reading session.
        chosen: which articles.
        shown: the edition, the present one by default.
        as_bytes: texts come as UTF-8, as SQLite holds them: twice as fast. Values are
            then bytes, int or None.

    Yields:
        At most `ROWS_AT_ONCE` tuples: the columns (None for what has no recording), the number of the article
        and that of its revision.
    """
    shown = shown or edition(session)
    if shown.keeps_order:
        yield from _fetched(session, ordered(chosen, shown, session), as_bytes=as_bytes)
        return
    order = (shown.column("published_on"), t.article.c.key)
    # sorting whole rows would write every body to a temporary file: sort their numbers only
    wanted = (
        select(t.article.c.id)
        .select_from(t.article)
        .join(t.revision, shown.revision_is)
        .where(*chosen.where(shown, session))
        .order_by(*order)
    )
    numbers = array("q", (row[0] for row in session.connection().execute(wanted)))
    for start in range(0, len(numbers), ROWS_AT_ONCE):
        part = numbers[start : start + ROWS_AT_ONCE].tolist()
        place = {number: index for index, number in enumerate(part)}
        found = _fetched(session, _every(shown).where(t.article.c.id.in_(part)), as_bytes=as_bytes)
        yield sorted((row for some in found for row in some), key=lambda row: place[row[-2]])


def ordered(chosen: Filter, shown: Edition, session: Session | None = None) -> Select[Any]:
    """Return the statement of the rows that `batches` gives, in their order."""
    order = (shown.column("published_on"), t.article.c.key)
    return _every(shown).where(*chosen.where(shown, session)).order_by(*order)


def of_key(session: Session, key: str, shown: Edition) -> list[tuple[Any, ...]]:
    """Return the row of one article as `batches` has it; empty for an unknown id."""
    found = session.connection().execute(_every(shown).where(t.article.c.key == key))
    return [tuple(row) for row in found]


def _every(shown: Edition) -> Select[Any]:
    columns = [shown.column(name).label(name) for name in COLUMNS]
    return (
        select(*columns, t.article.c.id.label("article_id"), t.revision.c.id.label("revision_id"))
        .select_from(t.article)
        .join(t.revision, shown.revision_is)
        .join(t.site, t.site.c.id == t.article.c.site_id)
        .outerjoin(t.snapshot, t.snapshot.c.id == t.revision.c.snapshot_id)
    )


def _fetched(session: Session, statement: Select[Any], *, as_bytes: bool) -> Iterator[list[tuple[Any, ...]]]:
    """Give what the driver returns: columns are plain texts or numbers, so nothing is converted."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        result = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(statement)
        for part in result.partitions():
            yield [tuple(map(_encoded, row)) if as_bytes else tuple(row) for row in part]
        return
    result = connection.execute(statement)
    cursor: Any = result.cursor  # the driver's own: rows come as they are, 40 % faster
    driver: Any = connection.connection.driver_connection
    try:
        while True:
            driver.text_factory = bytes if as_bytes else str
            found = cursor.fetchmany(ROWS_AT_ONCE)
            driver.text_factory = str
            if not found:
                return
            yield found
    finally:
        driver.text_factory = str
        result.close()


def _encoded(value: Any) -> Any:
    return value.encode() if isinstance(value, str) else value


def moment(value: datetime) -> str:
    """Return a moment in UTC as ISO 8601 to the second: `2025-03-01T06:00:00Z`."""
    return value.strftime("%Y-%m-%dT%H:%M:%SZ")
