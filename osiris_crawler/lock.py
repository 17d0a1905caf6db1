"""One run at a time in a data folder, or in a database file that several of them use."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import socket
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from osiris_crawler import clock
from osiris_crawler.errors import LockedError, StorageError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self, TextIO

SINCE = re.compile(r", since (\S+)\s*$")
"""The end of what a holder writes into the file, and takes out again at its end."""


class Lock:
    """Holds `DATA/lock` while a run works; the system lets go of it however the process or the machine ends."""

    def __init__(
        self, data_dir: Path, command: str, *, name: str = "lock", what: str = "data folder"
    ) -> None:
        """Prepare to take it.

        Args:
            data_dir: folder of the lock file.
            command: what holds the lock, for the person who starts another run.
            name: of the lock file.
            what: what is locked, for the same person.
        """
        self._path = data_dir / name
        self._command = command
        self._what = what
        self._file: TextIO | None = None
        self.killed_since: datetime | None = None
        """When the process took the lock that held it before, if it was killed; known once the lock is taken.

        Who notes its end sets it to None; else it is left in the file for the next one.
        """

    def acquire(self) -> Self:
        """Take the lock.

        Raises:
            LockedError: another process holds it; the message says which.
            StorageError: the folder cannot be written, or its file system knows no locks.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            file = self._path.open("a+", encoding="utf-8")
        except OSError as error:
            raise StorageError(
                f"{self._path.parent}: the data folder cannot be written ({error.strerror}). Mend its owner and "
                "rights, or name another by --data; nothing was changed"
            ) from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            holder = file.read().strip() or "a process that has not said its name"
            file.close()
            raise self._refusal(error, holder) from None
        self._file = file
        self.killed_since = _since(file)
        started = clock.now().isoformat(timespec="seconds")
        with suppress(
            OSError
        ):  # a full disk: the lock holds without a name, and the database says what lacks
            file.truncate(0)
            file.write(f"{self._command}, process {os.getpid()} on {socket.gethostname()}, since {started}\n")
            file.flush()
        return self

    def _refusal(self, error: OSError, holder: str) -> LockedError | StorageError:
        """Tell a folder that is in use from one that cannot be locked at all."""
        if error.errno in {errno.EWOULDBLOCK, errno.EACCES}:
            own = "folder of its own with --data" if self._path.name == "lock" else "database of its own"
            return LockedError(
                f"{self._path.parent}: another run works in this {self._what} ({holder}). "
                f"Wait for its end, or give this run a {own}"
            )
        return StorageError(
            f"{self._path}: this file system knows no locks ({error.strerror}), so that two runs could write at "
            "once. Put the data folder on a local disk"
        )

    def release(self) -> None:
        """Let go of it; the file stays, empty unless somebody has still to note the end of a killed run."""
        if self._file is not None:
            with suppress(OSError):
                self._file.truncate(0)
                if self.killed_since is not None:
                    self._file.write(
                        f"a killed run, since {self.killed_since.isoformat(timespec='seconds')}\n"
                    )
                    self._file.flush()
            with suppress(OSError):
                self._file.close()
            self._file = None


def _since(file: TextIO) -> datetime | None:
    """Return the time that a holder of a lock wrote into its file; None where none is there."""
    try:
        file.seek(0)
        found = SINCE.search(file.read())
        since = datetime.fromisoformat(found[1]) if found else None
    except (OSError, ValueError):
        return None
    return since if since is not None and since.tzinfo else None


def holder(data_dir: Path) -> tuple[datetime | None, bool]:
    """Tell who holds the lock of a data folder, or was killed while it did, and change nothing.

    Returns:
        When it was taken (None when it was given back, or nothing tells), and whether a process holds it now.
    """
    try:
        with (data_dir / "lock").open(encoding="utf-8") as file:
            since = _since(file)
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError as error:
                return since, error.errno in {errno.EWOULDBLOCK, errno.EACCES}
            return since, False
    except OSError:
        return None, False
