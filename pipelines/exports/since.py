"""What changed since the last export of a name: a small file per name remembers what came out."""

from __future__ import annotations

import fcntl
import hashlib
import re
import sqlite3
from contextlib import closing, suppress
from typing import IO, TYPE_CHECKING, Any, Self

from osiris_crawler.errors import LockedError, StorageError, UsageError
from pipelines.database.selection import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

_NAME = re.compile(r"[\w.-]{1,80}")
_SEEN = COLUMNS.index("last_seen_at")


class Since:
    """Tells new and changed rows by a digest of each row; `last_seen_at` alone is no change.

    The memory is replaced by `keep`, after the export is in its place: a kill between the two only means that
    the next export of this name says the same once more.
    """

    def __init__(self, folder: Path, name: str) -> None:
        if not _NAME.fullmatch(name) or name.startswith("."):
            raise UsageError(f"--since-export {name}: a name is made of letters, figures, dots and dashes.")
        self._file = folder / f"{name}.sqlite3"
        self._next = folder / f".{name}.sqlite3.part"
        self._lock = folder / f".{name}.lock"
        self._held: IO[bytes] | None = None
        self._database: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        """Open the memory.

        Raises:
            StorageError: it cannot be read or written.
        """
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._take()
            self._next.unlink(missing_ok=True)
            self._database = sqlite3.connect(self._next, isolation_level=None)
            self._database.execute("PRAGMA journal_mode = OFF")
            self._database.execute("PRAGMA synchronous = OFF")
            self._database.execute("CREATE TABLE seen (id TEXT PRIMARY KEY, digest BLOB) WITHOUT ROWID")
            self._database.execute(
                "ATTACH ? AS before", (str(self._file) if self._file.exists() else ":memory:",)
            )
            table = "CREATE TABLE IF NOT EXISTS before.seen (id TEXT PRIMARY KEY, digest BLOB) WITHOUT ROWID"
            self._database.execute(table)
            self._database.execute("BEGIN")
        except (OSError, sqlite3.Error) as error:
            self.__exit__(None, None, None)
            raise StorageError(
                f"{self._file}: what came out last time cannot be read or written ({error}). Remove it to "
                "begin anew: the next export of this name then holds everything."
            ) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Forget what `keep` did not keep."""
        if self._database is not None:
            self._database.close()
        if self._held is not None:
            with suppress(OSError):
                self._next.unlink(missing_ok=True)
            self._held.close()
            self._held = None

    def _take(self) -> None:
        """Hold the name until the block ends.

        Raises:
            LockedError: another export of this name works.
        """
        self._held = self._lock.open("wb")
        try:
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._held.close()
            self._held = None
            raise LockedError(
                f"{self._file.stem}: another export of this name is being written. Wait for its end, or choose "
                "another name by --since-export."
            ) from error

    def changes(self, batch: Sequence[tuple[Any, ...]]) -> list[str]:
        """Return `new`, `changed` or nothing for each row of a batch, and remember it."""
        database = self._open()
        found = []
        for row in batch:
            key = _text(row[0])
            digest = _digest(row)
            known = database.execute("SELECT digest FROM before.seen WHERE id = ?", (key,)).fetchone()
            database.execute("INSERT INTO seen VALUES (?, ?)", (key, digest))
            found.append("new" if known is None else "changed" if known[0] != digest else "")
        return found

    def deleted(self) -> Iterator[str]:
        """Give the ids that came out last time and did not now, in their order."""
        query = "SELECT id FROM before.seen WHERE id NOT IN (SELECT id FROM seen) ORDER BY id"
        for row in self._open().execute(query):
            yield row[0]

    def keep(self) -> None:
        """Put the new memory in the place of the old one."""
        with closing(self._open()) as database:
            database.execute("COMMIT")
        self._database = None
        self._next.replace(self._file)

    def _open(self) -> sqlite3.Connection:
        assert self._database is not None, "used outside its block"
        return self._database


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _digest(row: tuple[Any, ...]) -> bytes:
    """Return a digest of the columns, the same whether texts came as bytes or not."""
    made = hashlib.blake2b(digest_size=16)
    for place, value in enumerate(row[: len(COLUMNS)]):
        if place == _SEEN:
            continue
        data = value if isinstance(value, bytes) else b"" if value is None else str(value).encode()
        made.update(b"%d:" % len(data))
        made.update(data)
    return made.digest()
