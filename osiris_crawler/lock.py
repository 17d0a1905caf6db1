"""One run at a time in a data folder, or in a database file that several of them use."""

from __future__ import annotations

import errno
import fcntl
import os
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

from osiris_crawler import clock
from osiris_crawler.errors import LockedError, StorageError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self, TextIO


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
        """Let go of it; the file stays, empty."""
        if self._file is not None:
            with suppress(OSError):
                self._file.truncate(0)
            with suppress(OSError):
                self._file.close()
            self._file = None
