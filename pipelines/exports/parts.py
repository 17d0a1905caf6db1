"""Files and folders that an export writes before they take their place; what a killed export left is removed."""

from __future__ import annotations

import fcntl
import glob
import os
import shutil
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PART, ASIDE = ".part", ".old"
SCRATCH = "osiris-export"
YOUNG = 10
"""Seconds within which a part may not have been locked yet."""


def new_file(path: Path) -> tuple[int, Path]:
    """Return an open new file beside `path`, and its place; it counts as alive until it is closed.

    Raises:
        OSError: there is no place for it.
    """
    clear(path)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=PART, dir=path.parent)
    _lock(handle)
    return handle, Path(name)


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Give an empty folder beside `path`; what is still there at the end is removed.

    Raises:
        OSError: there is no place for it.
    """
    clear(path)
    part = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=PART, dir=path.parent))
    handle = os.open(part, os.O_RDONLY)
    try:
        _lock(handle)
        yield part
    finally:
        os.close(handle)
        shutil.rmtree(part, ignore_errors=True)


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder for what only one export needs, among the temporary files of the system."""
    with new_folder(Path(tempfile.gettempdir()) / SCRATCH) as folder:
        yield folder


def clear(path: Path) -> None:
    """Remove what killed exports left beside `path`; parts that are still written hold a lock.

    Where the last kill fell between the two steps by which a folder takes its place, the folder of before comes
    back.
    """
    name = glob.escape(path.name)
    for aside in path.parent.glob(f".{name}.*{ASIDE}"):
        with suppress(OSError):
            shutil.rmtree(aside) if path.exists() else aside.rename(path)
    for part in path.parent.glob(f".{name}.*{PART}"):
        with suppress(OSError):  # somebody else's, or gone meanwhile
            _remove_unlocked(part)


def _remove_unlocked(part: Path) -> None:
    if time.time() - part.stat().st_mtime < YOUNG:
        return
    handle = os.open(part, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if part.is_dir():
            shutil.rmtree(part)
        else:
            part.unlink()
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    with suppress(OSError):  # a file system without locks has no lock to take for the one who clears either
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
