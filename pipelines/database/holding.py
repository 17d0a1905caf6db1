"""One run at a time in a database, whichever data folders and machines use it."""

from __future__ import annotations

import os
import re
import socket
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import NullPool, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from osiris_crawler import clock
from osiris_crawler.errors import DatabaseError, LockedError
from osiris_crawler.lock import Lock
from pipelines.database.troubles import explain

if TYPE_CHECKING:
    import psycopg
    from sqlalchemy.engine import URL, Connection, Engine
    from sqlalchemy.orm import Session

RUN = {"family": 0x6F736972, "which": 1}
"""Key of the advisory lock that a run holds from its start to its end (`osir`)."""
WRITING = {"family": 0x6F736972, "which": 2}
"""Key that each writing transaction of a run shares, so that the next run waits for the last one."""
MIGRATING = {"family": 0x6F736972, "which": 3}
"""Key that a program holds while it brings the schema up to date."""
PATIENCE, LOOK = 3.0, 0.1
"""Seconds that a start waits for a lock: the server notices within that time that a killed process is gone."""
LAST_WRITE = 30
"""Seconds that a run which took over waits for the last transaction of the one before."""
SILENCE = {
    "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 60_000,
}  # fmt: skip
"""After about a minute without a sign of life a connection counts as lost, here as on the server."""
LONGEST_NAME = 63
"""Bytes of `application_name`, in which a run says who it is."""
STAMP = "%Y%m%dT%H%M%SZ"
NAME = re.compile(r"(?P<command>.+) (?P<process>\d+)@(?P<host>\S*) (?P<since>\d{8}T\d{6}Z)")


class Hold(Protocol):
    """A database that one run has for itself."""

    def insist(self, session: Session) -> None:
        """Make sure, at the beginning of a transaction that writes, that no other run can have begun."""

    def release(self) -> None:
        """Let the next run begin; a second call does nothing."""


class ServerHold:
    """Holds a PostgreSQL database by a session-level advisory lock on a connection of its own.

    The server lets go of it however the process or its machine ends. Transactions that write share a second
    lock, which a new holder takes once for itself: so none of the run before can be committed after it began.
    """

    def __init__(self, address: URL, place: str, command: str) -> None:
        name = {"application_name": _name(command)}
        self._engine: Engine = create_engine(
            address, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=name | SILENCE
        )
        event.listen(self._engine, "connect", watch)
        self._place = place
        self._connection: Connection | None = None
        self._lost = False

    def acquire(self) -> ServerHold:
        """Take the lock.

        Raises:
            LockedError: another run holds it; the message says which.
            DatabaseError: the server cannot be used.
        """
        try:
            with explain(self._place):
                self._connection = self._engine.connect()
                self._take()
                self._wait_for_the_last_write()
        except BaseException:
            self.release()
            raise
        return self

    def insist(self, session: Session) -> None:
        """Share the lock of those that write, then make sure that the run's own is still held.

        Raises:
            DatabaseError: the connection that held it is lost, now or before.
        """
        session.execute(text("SELECT pg_advisory_xact_lock_shared(:family, :which)"), WRITING)
        error: Exception | None = None
        try:
            if not self._lost:
                self._ask("SELECT 1", {})
        except DBAPIError as broken:
            self._lost, error = True, broken  # asked again, SQLAlchemy would connect anew: without the lock
        if self._lost:
            raise DatabaseError(
                f"{self._place}: the connection that held the database for this run is lost, so that another "
                "run may have begun. Nothing more is written; run the same command again"
            ) from error

    def release(self) -> None:
        """Close the connection, with which the server drops the lock."""
        self._lost = True
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._engine.dispose()

    def _take(self) -> None:
        until = clock.ticks() + PATIENCE
        while not self._ask("SELECT pg_try_advisory_lock(:family, :which)", RUN):
            if clock.ticks() > until:
                raise refused(self._place, self._holder())
            time.sleep(LOOK)

    def _ask(self, statement: str, values: dict[str, int]) -> object:
        assert self._connection is not None
        return self._connection.scalar(text(statement), values)

    def _wait_for_the_last_write(self) -> None:
        """Wait until the transactions of a run that died are over: rolled back, or committed before we look."""
        assert self._connection is not None
        self._connection.exec_driver_sql(f"SET lock_timeout = '{LAST_WRITE}s'")
        try:
            self._ask("SELECT pg_advisory_lock(:family, :which)", WRITING)
        except DBAPIError as error:
            raise refused(self._place, "a run that ended, whose last transaction still works") from error
        self._ask("SELECT pg_advisory_unlock(:family, :which)", WRITING)

    def _holder(self) -> str:
        """Return how the run that holds the lock is called."""
        found = self._ask(
            "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid "
            "WHERE l.locktype = 'advisory' AND l.granted AND l.classid = :family AND l.objid = :which "
            "AND l.objsubid = 2 AND a.datname = current_database() "
            "AND l.database = a.datid",
            RUN,
        )
        return _in_words(str(found or ""))


class FileHold:
    """Holds an SQLite file, which several data folders may use, by a lock file beside it."""

    def __init__(self, file: Path, command: str) -> None:
        self._lock = Lock(file.parent, command, name=f"{file.name}.lock", what="database")

    def acquire(self) -> FileHold:
        """Take the lock.

        Raises:
            LockedError: another run holds it; the message says which.
            StorageError: the folder cannot be written, or its file system knows no locks.
        """
        self._lock.acquire()
        return self

    def insist(self, session: Session) -> None:
        """Do nothing: the system takes such a lock from no process that lives."""

    def release(self) -> None:
        """Let go of it."""
        self._lock.release()


def hold(address: URL, place: str, command: str) -> Hold:
    """Take a database that `OSIRIS_DATABASE_URL` names for one run.

    Args:
        address: the database.
        place: the same for people, without a password.
        command: what holds it, for the person who starts another run.

    Raises:
        LockedError: another run holds it; the message says which.
        StorageError: it cannot be locked.
    """
    if address.get_backend_name() == "sqlite":
        return FileHold(Path(address.database or "").resolve(), command).acquire()
    return ServerHold(address, place, command).acquire()


def watch(connection: psycopg.Connection, _: Any) -> None:
    """Let the server miss a machine that is gone as soon as we miss the server, and mind no silence."""
    settings = {f"tcp_{name}": value for name, value in SILENCE.items() if name.startswith("keepalives")}
    version = connection.info.server_version
    if version >= 120_000:  # noqa: PLR2004 - the versions that brought them
        settings["tcp_user_timeout"] = SILENCE["tcp_user_timeout"]
    if version >= 140_000:  # noqa: PLR2004
        settings["idle_session_timeout"] = 0
    for name, value in settings.items():
        connection.execute("SELECT set_config(%s, %s, false)", (name, str(value)))
    connection.commit()


def refused(place: str, holder: str) -> LockedError:
    """Return the error of a start that finds another run at work."""
    return LockedError(
        f"{place}: another run works in this database ({holder}). Wait for its end, or give this run a database "
        "of its own by OSIRIS_DATABASE_URL"
    )


def _name(command: str) -> str:
    """Return command, process, host and time as short as the server keeps a name."""
    stamp = clock.now().astimezone(UTC).strftime(STAMP)
    whole = f"{command} {os.getpid()}@{{}} {stamp}"
    room = LONGEST_NAME - len(whole.encode()) + len("{}")
    host = re.sub(r"[^!-~]", "", socket.gethostname())  # the server keeps printable ASCII only
    return whole.format(host[: max(0, room)])


def _in_words(name: str) -> str:
    """Return what `_name` wrote as the lock of a data folder says it."""
    found = NAME.fullmatch(name)
    if found is None:
        return name or "a run that has not said its name"
    since = datetime.strptime(found["since"], STAMP).replace(tzinfo=UTC).isoformat(timespec="seconds")
    return f"{found['command']}, process {found['process']} on {found['host']}, since {since}"
