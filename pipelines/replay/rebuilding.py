"""Builds all records anew beside the present database, and lets them take its place when that is wanted."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, bindparam, insert, select, text, update

from osiris_crawler.errors import StorageError
from pipelines.database import decisions, ledgers
from pipelines.database import tables as t
from pipelines.database.engine import FILE_NAME, Database, open_database
from pipelines.database.models import Base

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

FOLDER = ".replay"
"""Below the data folder, while a replay works."""
AT_ONCE = 500
KEPT = (t.site, t.run, t.recording, t.day_use, t.manners, t.layout_mark)
"""Rows that no recording tells."""
LINKS_BETWEEN_PAGES = ("from_page_id", "listing_page_id")
RECORDED = ("snapshot_id", "whole_snapshot_id")
_VALUES: dict[str, Any] = {
    column.name: bindparam(f"new_{column.name}") for column in t.page.c if column.name != "id"
}
MERGED = update(t.page).where(t.page.c.id == bindparam("row_id")).values(_VALUES)
ADDED = insert(t.page).values(_VALUES | {"id": bindparam("row_id")})
CACHE_KIB = 131_072
"""What a replay changes stays in memory until its transaction ends."""
UNASKED = (
    *("ix_article_published_on_key", "ix_article_keyword_keyword_id", "ix_article_section_section_id"),
    *("ix_page_calendar", "ix_page_queue", "ix_page_waiting", "ix_revision_captured_at"),
    *("ix_revision_source_source_id", "ix_snapshot_captured_at", "ix_snapshot_digest", "ix_snapshot_url"),
    "ix_warning_run_id",
)
"""Indexes that no statement of a replay needs: made at its end, all rows at once."""


@contextmanager
def scratch(data_dir: Path, present: Database) -> Iterator[Database]:
    """Give a new database with the runs of the present one; it is gone at the end unless it took its place."""
    folder = data_dir / FOLDER
    _clear(folder)
    folder.mkdir(parents=True)
    for name in decisions.FILES:
        with suppress(FileNotFoundError):  # what people decided holds for records made anew
            shutil.copyfile(data_dir / name, folder / name)
    fresh = open_database(folder, scratch=True, cache_kib=CACHE_KIB)
    try:
        with present.read() as old, fresh.session() as new:
            for table in KEPT:
                _copy(old, new, table)
        yield fresh
    finally:
        fresh.close()
        _clear(folder)


@contextmanager
def without_indexes(fresh: Database) -> Iterator[None]:
    """Keep the indexes that nobody asks in this block off, and make them at its end."""
    with fresh.session() as session:
        made = [
            session.execute(
                text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": name}
            ).scalar_one()
            for name in UNASKED
        ]
        for name in UNASKED:
            session.execute(text(f"DROP INDEX {name}"))
    yield
    with fresh.session() as session:
        for statement in made:
            session.execute(text(statement))


def bring_decisions(data_dir: Path, fresh: Database) -> None:
    """Let corrections find the articles that the replay made."""
    ledgers.bring_in(fresh, data_dir / FOLDER)


def keep_frontier(present: Database, fresh: Database) -> None:
    """Bring what the crawl knows of its pages, failures included, into the new database.

    A page that both know keeps what the crawl knows of it; pages that only the new reader found are added
    as found.
    """
    with present.read() as old, fresh.session() as new:
        known = {row.id: (row.site_id, row.location) for row in old.execute(select(*_place(t.page)))}
        if not known:
            return
        ids = {(row.site_id, row.location): row.id for row in new.execute(select(*_place(t.page)))}
        snapshots = {(row.file, row.offset): row.id for row in new.execute(select(*_spot(t.snapshot)))}
        recorded = {row.id: (row.file, row.offset) for row in old.execute(select(*_spot(t.snapshot)))}
        last = max(ids.values(), default=0)
        for row_id in sorted(known):
            if known[row_id] not in ids:
                last += 1
                ids[known[row_id]] = last
        _merge_pages(old, new, known, ids, recorded, snapshots)


def _merge_pages(
    old: Session,
    new: Session,
    known: dict[int, tuple[int, str]],
    ids: dict[tuple[int, str], int],
    recorded: dict[int, tuple[str, int]],
    snapshots: dict[tuple[str, int], int],
) -> None:
    there = set(new.execute(select(t.page.c.id)).scalars())
    rows = old.connection().execution_options(yield_per=AT_ONCE).execute(select(t.page)).mappings()
    for some in rows.partitions():
        merged = [_as_row(dict(row), known, ids, recorded, snapshots) for row in some]
        if found := [row for row in merged if row["row_id"] in there]:
            t.execute(new, MERGED, found)
        if added := [row for row in merged if row["row_id"] not in there]:
            t.execute(new, ADDED, added)


def _as_row(
    row: dict[str, Any],
    known: dict[int, tuple[int, str]],
    ids: dict[tuple[int, str], int],
    recorded: dict[int, tuple[str, int]],
    snapshots: dict[tuple[str, int], int],
) -> dict[str, Any]:
    """Return the row of a page with the numbers that the new database gives to what it names."""
    values = {f"new_{name}": value for name, value in row.items()}
    for name in LINKS_BETWEEN_PAGES:
        values[f"new_{name}"] = ids.get(known.get(row[name], (0, ""))) if row[name] else None
    for name in RECORDED:
        values[f"new_{name}"] = snapshots.get(recorded.get(row[name], ("", 0)))
    return values | {"row_id": ids[known[row["id"]]]}


def take_place(present: Database, fresh: Database, data_dir: Path) -> None:
    """Let the new database take the place of the present one, whole or not at all.

    Raises:
        StorageError: it could not; the present one is as it was.
    """
    if present.engine.dialect.name != "sqlite":
        _replace_rows(present, fresh)
        return
    fresh.close()
    _sync(data_dir / FOLDER / FILE_NAME)
    with present.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    present.close()
    target = data_dir / FILE_NAME
    try:
        for ending in ("-wal", "-shm"):
            target.with_name(FILE_NAME + ending).unlink(missing_ok=True)
        (data_dir / FOLDER / FILE_NAME).replace(target)
    except OSError as error:
        raise StorageError(f"{target}: could not be replaced ({error}); it is as it was") from error


def _sync(path: Path) -> None:
    """Wait until a file is on the disk: nothing was synced while it was made."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _replace_rows(present: Database, fresh: Database) -> None:
    """Copy all rows in one transaction (PostgreSQL)."""
    ordered: Iterable[Table] = Base.metadata.sorted_tables
    with fresh.read() as source, present.session() as target:
        for table in reversed(list(ordered)):
            target.connection().execute(table.delete())
        for table in Base.metadata.sorted_tables:
            _copy(source, target, table)


def _copy(source: Session, target: Session, table: Table) -> None:
    rows = source.connection().execution_options(yield_per=AT_ONCE).execute(select(table)).mappings()
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(dict(row))
        if len(batch) == AT_ONCE:
            target.connection().execute(insert(table), batch)
            batch = []
    if batch:
        target.connection().execute(insert(table), batch)


def _place(table: Table) -> tuple[Any, ...]:
    return table.c.id, table.c.site_id, table.c.location


def _spot(table: Table) -> tuple[Any, ...]:
    return table.c.id, table.c.file, table.c.offset


def _clear(folder: Path) -> None:
    with suppress(FileNotFoundError):
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
