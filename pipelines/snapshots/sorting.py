"""Sorts lines of which any number may come: some in memory at once, the rest in a nameless file."""

from __future__ import annotations

import heapq
import tempfile
from typing import TYPE_CHECKING, BinaryIO, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

ROOM = 1024 * 1024
"""Bytes of lines that are held in memory at once."""
PIECE = 16 * 1024
"""Bytes that are read of each sorted run at once while all of them are merged."""


def in_order(lines: Iterable[bytes], folder: Path, *, room: int = ROOM) -> Iterator[bytes]:
    """Give lines in the order of their bytes, which is that of their code points (UTF-8); equal ones all stay.

    Args:
        lines: without line ends.
        folder: where a file of their size may be made for a while. It has no name there, so that nothing of it
            is left whenever the process dies.
        room: bytes of lines to hold in memory.

    Raises:
        OSError: the file cannot be written or read.
    """
    with _Runs(folder) as runs:
        held: list[bytes] = []
        size = 0
        for line in lines:
            held.append(line)
            size += len(line)
            if size >= room:
                held.sort()
                runs.add(held)
                held, size = [], 0
        held.sort()
        yield from heapq.merge(*runs.all(), held)


class _Runs:
    """Sorted runs of lines, one behind the other in one file that is made with the first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: BinaryIO | None = None
        self._ends = [0]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, lines: list[bytes]) -> None:
        """Write one run."""
        if self._file is None:
            self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed by __exit__
        self._file.writelines(line + b"\n" for line in lines)
        self._ends.append(self._file.tell())

    def all(self) -> list[Iterator[bytes]]:
        """Return a reader for each run."""
        return [self._read(*bounds) for bounds in zip(self._ends, self._ends[1:], strict=False)]

    def _read(self, start: int, end: int) -> Iterator[bytes]:
        """Give the lines of one run; others are read in turn with it, so that it keeps its own place."""
        assert self._file is not None
        begun = b""
        while start < end:
            self._file.seek(start)
            piece = self._file.read(min(PIECE, end - start))
            start += len(piece)
            *whole, begun = (begun + piece).split(b"\n")
            yield from whole
