"""One run at a time in a data folder."""

from __future__ import annotations

import fcntl
import os
import socket
from typing import TYPE_CHECKING

from osiris_crawler import clock
from osiris_crawler.errors import LockedError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self, TextIO


class Lock:
    """Holds `DATA/lock` while a run works; the system lets go of it however the process ends."""

    def __init__(self, data_dir: Path, command: str) -> None:
        self._path = data_dir / "lock"
        self._command = command
        self._file: TextIO | None = None

    def acquire(self) -> Self:
        """Take the lock.

        Raises:
            LockedError: another process holds it; the message says which.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            holder = file.read().strip() or "a process that has not said its name"
            file.close()
            raise LockedError(
                f"{self._path.parent}: another run works in this data folder ({holder}). "
                "Wait for its end, or give this run a folder of its own with --data"
            ) from None
        file.truncate(0)
        started = clock.now().isoformat(timespec="seconds")
        file.write(f"{self._command}, process {os.getpid()} on {socket.gethostname()}, since {started}\n")
        file.flush()
        self._file = file
        return self

    def release(self) -> None:
        """Let go of it; the file stays, empty."""
        if self._file is not None:
            self._file.truncate(0)
            self._file.close()
            self._file = None
