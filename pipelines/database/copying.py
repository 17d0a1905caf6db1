"""Copies the whole database: to a file while a crawl runs, or into another database of any kind."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select, text

from osiris_crawler import clock
from osiris_crawler.errors import DatabaseError
from pipelines.database.engine import FILE_NAME, open_database
from pipelines.database.models import Base
from pipelines.database.troubles import explain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Table

    from pipelines.database.engine import Database

ROWS_AT_ONCE = 500
PAGES_AT_ONCE = 1_000
"""So many pages of a file are copied between two reports."""


def backup(database: Database, target: Path, tell: Callable[[int, int], None] = lambda *_: None) -> int:
    """Write the state of one moment into a new SQLite file, whatever is written meanwhile.

    Args:
        database: what to copy.
        target: the file; one that stands there is replaced when the copy is whole and sound.
        tell: called with what is done and what there is, in parts of the work.

    Returns:
        The number of articles in the copy.

    Raises:
        DatabaseError: it cannot be read or written, or the copy is not sound; the target stays as it was.
    """
    with _whole(target) as part:
        if database.engine.dialect.name == "sqlite":
            with database.read() as session:
                # a transaction that reads keeps its state, so that other writers do not start the copy anew
                session.execute(text("SELECT count(*) FROM alembic_version"))
                _file_to_file(_driver(session.connection()), part, tell)
        else:
            _rows_to_file(database, part, tell)
        with closing(sqlite3.connect(part)) as copied:
            # one file, no log beside it: what is moved or sent is all there is
            copied.execute("PRAGMA journal_mode = DELETE")
            found = [row[0] for row in copied.execute("PRAGMA integrity_check")]
            if found != ["ok"]:
                raise DatabaseError(
                    f"{target}: the copy is not sound ({found[0]}). Look at `osiris database check` and the disk."
                )
            articles: int = copied.execute("SELECT count(*) FROM article").fetchone()[0]
    return articles


def restore(data_dir: Path, saved: Path) -> Path | None:
    """Put a saved file in the place of a data folder's database; what stood there is kept beside it.

    The caller holds the lock of the data folder.

    Returns:
        The file that holds what stood there; None when there was nothing.

    Raises:
        DatabaseError: the file is damaged, or no database of this program; nothing was changed.
    """
    _insist_on_archive(saved)
    place = data_dir / FILE_NAME
    aside = None
    if place.exists():
        aside = data_dir / f"{place.stem}-replaced-{clock.now():%Y%m%dT%H%M%SZ}{place.suffix}"
        try:
            with closing(open_database(data_dir)) as present:
                backup(present, aside)
        except DatabaseError:  # damaged, which is why it is replaced: kept as it is, its log beside it
            for end in ("", "-wal", "-shm"):
                with suppress(FileNotFoundError):
                    shutil.copyfile(place.with_name(place.name + end), aside.with_name(aside.name + end))
    with _whole(place) as part:
        shutil.copyfile(saved, part)
        for end in ("-wal", "-shm"):  # they belong to the database that is replaced
            place.with_name(place.name + end).unlink(missing_ok=True)
    return aside


def _insist_on_archive(saved: Path) -> None:
    if not saved.is_file():
        raise DatabaseError(f"{saved}: there is no such file.")
    with (
        explain(str(saved)),
        closing(sqlite3.connect(f"{saved.resolve().as_uri()}?mode=ro", uri=True)) as file,
    ):
        found = [row[0] for row in file.execute("PRAGMA integrity_check")]
        names = {row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if found != ["ok"]:
        raise DatabaseError(f"{saved}: is damaged ({found[0]}). Take an older copy; nothing was changed.")
    if not {"alembic_version", "article", "page"} <= names:
        raise DatabaseError(f"{saved}: is no database of this program; nothing was changed.")


def copy(source: Database, target: Database, tell: Callable[[int, int], None] = lambda *_: None) -> int:
    """Copy every row into an empty database, in one transaction; return how many rows.

    Raises:
        DatabaseError: the target holds an archive already, or cannot be written; it stays as it was.
    """
    tables = Base.metadata.sorted_tables
    with source.read() as reading, target.session() as writing:
        read, write = reading.connection(), writing.connection()
        for table in tables:
            if write.execute(select(func.count()).select_from(table)).scalar_one():
                raise DatabaseError(
                    f"{target.place}: holds an archive already. Name an empty database; nothing was changed."
                )
        total = sum(read.execute(select(func.count()).select_from(table)).scalar_one() for table in tables)
        done = 0
        for table in tables:
            for rows in _batches(read, table):
                write.execute(table.insert(), rows)
                done += len(rows)
                tell(done, total)
            go_on_counting(write, table)
        missing = [
            table.name
            for table in tables
            if read.execute(select(func.count()).select_from(table)).scalar_one()
            != write.execute(select(func.count()).select_from(table)).scalar_one()
        ]
        if missing:
            raise DatabaseError(
                f"{target.place}: rows of {', '.join(missing)} are missing; nothing was kept."
            )
    return done


def _batches(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    """Give the rows of a table in the order of their keys, each of them complete."""
    found = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(
        select(table).order_by(*table.primary_key.columns)
    )
    for part in found.mappings().partitions():
        yield [dict(row) for row in part]


def go_on_counting(connection: Connection, table: Table) -> None:
    """Let PostgreSQL count on from the highest number; SQLite does so by itself."""
    key = table.autoincrement_column
    if connection.dialect.name != "postgresql" or key is None:
        return
    connection.execute(
        text(
            f"SELECT setval(pg_get_serial_sequence('{table.name}', '{key.name}'), "  # noqa: S608 - our own names
            f"coalesce(max({key.name}), 0) + 1, false) FROM {table.name}"
        )
    )


def _rows_to_file(database: Database, part: Path, tell: Callable[[int, int], None]) -> None:
    with closing(open_database(part.parent, f"sqlite:///{part}")) as target:
        copy(database, target, tell)


def _file_to_file(source: sqlite3.Connection, part: Path, tell: Callable[[int, int], None]) -> None:
    with explain(str(part)), closing(sqlite3.connect(part)) as target:
        source.backup(target, pages=PAGES_AT_ONCE, progress=lambda _, left, total: tell(total - left, total))


def _driver(connection: Connection) -> sqlite3.Connection:
    found: Any = connection.connection.driver_connection
    assert isinstance(found, sqlite3.Connection)
    return found


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """Give a path beside the target that takes its place at the end of the block."""
    if target.is_dir():
        raise DatabaseError(f"{target}: is a folder. Name a file.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
        os.close(handle)
    except OSError as error:
        raise DatabaseError(f"{target}: cannot be written ({error.strerror}). Name another place.") from error
    part = Path(name)
    try:
        yield part
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                part.with_name(part.name + end).unlink(missing_ok=True)
