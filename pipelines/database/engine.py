"""Opens the database: connection settings, migrations, transactions, and errors that say what to do next."""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.orm import Session

from osiris_crawler.errors import DatabaseError, UsageError
from pipelines.database import full_text, ledgers, migrating
from pipelines.database.holding import SILENCE, Hold, hold, watch
from pipelines.database.troubles import explain

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.engine import URL

FILE_NAME = "osiris.sqlite3"
BUSY_SECONDS = 30.0
CACHE_KIB = 65_536
"""Room for what the long transactions of a replay change."""
BACKENDS = ("sqlite", "postgresql")
AS_WRITTEN = "Write it as postgresql+psycopg://user@host/name"
READING = "osiris_reading"
SNAPSHOT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
"""How PostgreSQL shows one state to all statements of a transaction."""


class Database:
    """An open database; `session` writes in one transaction, `read` looks at one consistent state.

    Both give a new session each time, so that memory stays flat however many rows pass through.
    """

    def __init__(
        self, engine: Engine, place: str, *, read_only: bool = False, held: Hold | None = None
    ) -> None:
        self.engine = engine
        self.place = place
        """File or address, without any password."""
        self._held = held
        self.read_only = read_only
        """The file or its folder may not be written: an archive on a disc, or of somebody else."""

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Give a session in a write transaction: committed at the end of the block, rolled back on any error.

        Raises:
            DatabaseError: locked for 30 s, read-only, full or damaged, or no longer held for this run; nothing of
                the block is kept.
        """
        with explain(self.place), Session(self.engine, expire_on_commit=False) as session, session.begin():
            session.connection()  # take the write lock now, not at the first statement
            if self._held is not None:
                self._held.insist(session)
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that sees one state of the database and cannot change it.

        Raises:
            DatabaseError: as `session`.
        """
        options = {READING: True} if self.engine.dialect.name == "sqlite" else SNAPSHOT
        engine = self.engine.execution_options(**options)
        with explain(self.place), Session(engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    def close(self) -> None:
        """Close all connections, the one that held it last; SQLite then folds its log into the file."""
        self.engine.dispose()
        if self._held is not None:
            self._held.release()


def open_database(
    data_dir: Path, url: str | None = None, *, create: bool = True, busy_seconds: float = BUSY_SECONDS,
    cache_kib: int = CACHE_KIB, holder: str = "", scratch: bool = False,
) -> Database:  # fmt: skip
    """Open the database of a data folder, made or brought to this program's schema where needed.

    Args:
        data_dir: the data folder; the database is its `osiris.sqlite3` unless `url` names another.
        url: an SQLAlchemy address, as in `OSIRIS_DATABASE_URL`.
        create: make folder and database when there are none; False raises UsageError then, and opens an archive
            that may not be written for reading.
        busy_seconds: how long to wait while another program writes.
        cache_kib: how much of the file a connection keeps in memory at most (SQLite); all that is read counts.
        holder: the command that has the database named by `url` for itself until it is closed; empty for those
            that work beside a run. A data folder has a lock of its own.
        scratch: the file is made and then thrown away or moved to its place: nothing is synced or logged (SQLite),
            and a crash leaves it damaged.

    Raises:
        LockedError: another run holds the database.
        UsageError: `create` is False and there is no archive, or `url` is no database address.
        DatabaseError: locked, read-only, damaged, no database at all, or made by a newer program.
        StorageError: a file of corrections or restrictions in the data folder is not understood.
    """
    file = data_dir / FILE_NAME
    address = _address(url) if url else make_url("sqlite://").set(database=str(file))
    read_only = not url and not create and file.is_file() and not _may_write(file)
    if read_only:
        address = _for_reading(file)
    place = address.render_as_string(hide_password=True) if url else str(file)
    if not url:
        _prepare(data_dir, file, create=create)
    engine = _engine(address, busy_seconds, cache_kib, scratch=scratch)
    held = hold(address, place, holder) if url and holder else None
    database = Database(engine, place, read_only=read_only, held=held)
    try:
        with explain(place), engine.connect() as connection:
            if not create:
                _insist_on_archive(connection, place)
            if engine.dialect.name == "postgresql":
                _insist_on_bytes(connection, place)
            migrating.bring_up_to_date(connection, place)
        ledgers.bring_in(database, data_dir)
    except BaseException:
        database.close()
        raise
    return database


def _may_write(file: Path) -> bool:
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)


def _for_reading(file: Path) -> URL:
    """Return the address by which SQLite opens a file without any other file beside it (https://sqlite.org/uri.html).

    `immutable` is true only while nobody writes: with a log of somebody's writes beside it, it is left out.
    """
    log = file.with_name(f"{file.name}-wal")
    query = {"mode": "ro", "uri": "true"}
    if not log.exists() or not log.stat().st_size:
        query["immutable"] = "1"
    return make_url("sqlite://").set(database=file.resolve().as_uri(), query=query)


def _insist_on_archive(connection: Connection, place: str) -> None:
    found = inspect(connection).has_table("alembic_version")
    connection.rollback()
    if not found:
        msg = f"{place}: holds no archive yet. Run `osiris crawl`, or name another folder by --data."
        raise UsageError(msg)


def _insist_on_bytes(connection: Connection, place: str) -> None:
    """Refuse a PostgreSQL database that sorts by a language: exports keep the order of the code points."""
    sorted_by_bytes = connection.scalar(text("SELECT 'a' > 'B' AND 'é' > 'z'"))
    encoding = connection.scalar(text("SHOW server_encoding"))
    connection.rollback()
    if not sorted_by_bytes or encoding != "UTF8":
        msg = (
            f"{place}: the database sorts texts by a language, or is not in UTF-8. Make it anew: "
            "CREATE DATABASE name TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"
        )
        raise DatabaseError(msg)


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError as error:
        msg = f"OSIRIS_DATABASE_URL: not a database address. {AS_WRITTEN}"
        raise UsageError(msg) from error
    if address.get_backend_name() not in BACKENDS:
        msg = f"OSIRIS_DATABASE_URL: {address.drivername} is not supported. {AS_WRITTEN}"
        raise UsageError(msg)
    return address.set(drivername="postgresql+psycopg") if address.drivername == "postgresql" else address


def _prepare(data_dir: Path, file: Path, *, create: bool) -> None:
    if not create and not file.exists():
        msg = f"{file}: there is no archive here yet. Run `osiris crawl`, or name another folder by --data."
        raise UsageError(msg)
    if file.is_dir():
        msg = (
            f"{file}: a folder stands where the database should be. Move it away, then run the command again."
        )
        raise DatabaseError(msg)
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"{data_dir}: the data folder cannot be made ({error.strerror}). Choose another by --data."
        raise DatabaseError(msg) from error


def _engine(address: URL, busy_seconds: float, cache_kib: int, *, scratch: bool) -> Engine:
    try:
        if address.get_backend_name() != "sqlite":
            engine = create_engine(address, connect_args=SILENCE)
            event.listen(engine, "connect", watch)
            return engine
        engine = create_engine(address, connect_args={"timeout": busy_seconds})
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        driver = address.drivername
        msg = f"OSIRIS_DATABASE_URL: no driver for {driver}. Install osiris-crawler[postgresql]."
        raise UsageError(msg) from error
    event.listen(engine, "connect", partial(_on_connect, cache_kib))
    if address.query.get("mode") == "ro":
        engine = engine.execution_options(**{READING: True})
    else:
        event.listen(engine, "connect", _keep_nothing if scratch else _keep_a_log)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(cache_kib: int, connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None  # transactions are begun by _on_begin, not by the driver's guess
    connection.create_function("osiris_matches", 3, full_text.does_match, deterministic=True)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{cache_kib}")


def _keep_a_log(connection: sqlite3.Connection, _: Any) -> None:
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        connection.execute("PRAGMA journal_mode = WAL")
    # safe against kill -9 in WAL mode; a power cut may undo the last commits, never damage the file
    connection.execute("PRAGMA synchronous = NORMAL")


def _keep_nothing(connection: sqlite3.Connection, _: Any) -> None:
    connection.execute("PRAGMA journal_mode = MEMORY")  # a failed statement is still taken back
    connection.execute("PRAGMA synchronous = OFF")


def _on_begin(connection: Connection) -> None:
    """Take the write lock at once: a transaction that reads first and writes later could fail half-way."""
    reading = connection.get_execution_options().get(READING)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
