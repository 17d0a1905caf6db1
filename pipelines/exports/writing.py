"""Files and folders that are there whole or not at all: written beside their place, then renamed."""

from __future__ import annotations

import ctypes
import gzip
import os
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, cast

from osiris_crawler.errors import StorageError
from pipelines.exports import parts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO


MADE_HERE = ".osiris-export"
"""Name of a file in every folder that an export made: only such a folder is replaced."""
AT_WORKING_FOLDER, EXCHANGE = -100, 2
"""Of renameat2(2): relative to the working folder; change places."""


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Give a file that takes the place of `path` at the end of the block; after an error nothing changes.

    A link leads to the file that is replaced. What is no file, such as `/dev/stdout` or a named pipe, stays what
    it is and gets the bytes as they come.

    Raises:
        StorageError: the folder cannot be written, the disk is full, or `path` is a folder.
    """
    if path.is_dir():
        raise StorageError(f"{path}: is a folder. Name a file by -o.")
    if path.exists() and not path.is_file():
        with _stream(path) as file:
            yield file
        return
    path = path.resolve()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, part = parts.new_file(path)
    except OSError as error:
        raise _refused(path, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            part.chmod(_usual_mode())
            part.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


@contextmanager
def _stream(path: Path) -> Iterator[BinaryIO]:
    """Give a device or a pipe; it can only be written to, not replaced."""
    try:
        with path.open("wb") as file:
            yield cast("BinaryIO", file)
    except OSError as error:
        raise StorageError(f"{path}: cannot be written ({error.strerror or error}).") from error


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Give an empty folder that takes the place of `path` at the end, unless an error ends the block.

    Raises:
        StorageError: it cannot be written, the disk is full, or what stands at `path` was not made here.
    """
    ours = path.is_dir() and (not any(path.iterdir()) or (path / MADE_HERE).exists())
    if path.exists() and not ours:
        raise StorageError(
            f"{path}: stands there already and was not made by an export: it is not replaced. "
            "Name another folder by -o."
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with parts.new_folder(path) as part:
            yield part
            (part / MADE_HERE).write_text(
                "This folder is replaced as a whole by the next export of its name.\n"
            )
            part.chmod(_usual_mode() | 0o111)
            os.sync()
            _take_place(part, path)
        _sync_folder(path.parent)
    except OSError as error:
        raise _refused(path, error) from error


def _take_place(part: Path, path: Path) -> None:
    """Put a folder in the place of another at one stroke; where the system cannot, in two."""
    if not path.exists():
        part.rename(path)
        return
    with suppress(OSError, AttributeError):
        rename = ctypes.CDLL(None, use_errno=True).renameat2
        if rename(AT_WORKING_FOLDER, os.fsencode(part), AT_WORKING_FOLDER, os.fsencode(path), EXCHANGE) == 0:
            return
    aside = part.with_suffix(parts.ASIDE)
    path.rename(aside)
    part.rename(path)
    shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def packed(target: BinaryIO) -> Iterator[BinaryIO]:
    """Give a file that is written to `target` as gzip, without name and time: equal bytes stay equal."""
    with gzip.GzipFile(filename="", mode="wb", fileobj=target, mtime=0, compresslevel=6) as file:
        yield cast("BinaryIO", file)


def _refused(path: Path, error: OSError) -> StorageError:
    return StorageError(
        f"{path}: cannot be written ({error.strerror or error}). Free space or name another place by -o; "
        "what stood there before is unchanged."
    )


def _usual_mode() -> int:
    """Return the rights that a new file gets from the umask; `mkstemp` gives fewer."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    """Make the rename itself survive a power cut, where the system knows how to."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
