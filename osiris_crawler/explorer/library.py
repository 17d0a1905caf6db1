"""The archive as the explorer sees it: never written to, and counted anew only after it changed."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from osiris_crawler.errors import UsageError
from osiris_crawler.explorer.understanding import MisunderstoodError, Wrong
from pipelines.database.editions import edition
from pipelines.database.facets import FIELDS, facets

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from osiris_crawler.explorer.asking import Asked
    from pipelines.database.editions import Edition
    from pipelines.database.engine import Database

COUNTS_KEPT = 64
"""Counts of so many selections stay in memory: some kilobytes each."""
PAGES_OF_CACHE = -16_000
"""Of SQLite, in KiB when negative."""


class Library:
    """Gives reading sessions, and the counts of selections."""

    def __init__(self, database: Database, data_dir: Path) -> None:
        self.database = database
        self.data_dir = data_dir
        self._counts: OrderedDict[Any, dict[str, Counter[str]]] = OrderedDict()
        self._lock = threading.Lock()
        if database.engine.dialect.name == "sqlite":
            database.engine.dispose()  # every connection from now on only reads
            event.listen(database.engine, "connect", _read_only)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that sees one state of the archive.

        Raises:
            DatabaseError: the database cannot be read.
        """
        with self.database.read() as session:
            yield session

    def edition(self, session: Session, asked: Asked) -> Edition:
        """Return the edition that an address asks for.

        Raises:
            MisunderstoodError: there is no such moment.
        """
        try:
            return edition(session, asked.as_of)
        except UsageError as error:
            raise MisunderstoodError(Wrong.AS_OF, asked.as_of) from error

    def state(self) -> str:
        """Return a text that changes whenever something is committed; empty where that cannot be told."""
        name = self.database.engine.url.database
        if self.database.engine.dialect.name != "sqlite" or not name:
            return ""
        found = []
        for end in ("", "-wal"):
            try:
                status = Path(f"{name}{end}").stat()
            except FileNotFoundError:
                continue
            if status.st_size:  # the log of a database that was only opened is empty
                found.append(f"{status.st_mtime_ns}.{status.st_size}")
        return hashlib.sha256("/".join(found).encode()).hexdigest()[:20]

    def counts(
        self, session: Session, asked: Asked, shown: Edition, fields: tuple[str, ...] = FIELDS
    ) -> dict[str, Counter[str]]:
        """Return the counts of a selection by field and value, remembered until the archive changes."""
        state = self.state()
        key = (state, asked.chosen, shown, fields)
        with self._lock:
            if state and key in self._counts:
                self._counts.move_to_end(key)
                return self._counts[key]
        found = facets(session, asked.chosen, shown, fields)
        with self._lock:
            self._counts[key] = found
            while len(self._counts) > COUNTS_KEPT:
                self._counts.popitem(last=False)
        return found


def _read_only(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA query_only = ON")
    connection.execute(f"PRAGMA cache_size = {PAGES_OF_CACHE}")
