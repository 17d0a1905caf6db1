"""Makes whole again what a killed run left: cuts a WARC file back to its last whole record."""

from __future__ import annotations

import zlib
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from osiris_crawler.errors import SnapshotError
from pipelines.snapshots.cdxj import write_index

if TYPE_CHECKING:
    from pathlib import Path

OPEN = ".open"
"""Ending of a file that is being written."""
_BLOCK = 1 << 16


@dataclass(slots=True, frozen=True)
class Leftover:
    """What became of one file that was open when its run ended."""

    name: str
    """Without `.open`; empty when nothing whole was in the file and it was removed."""
    kept: int
    """Bytes of whole gzip members."""
    cut: int
    """Bytes after them, taken off."""


def last_whole_member(file: BinaryIO) -> int:
    """Return the offset behind the last gzip member, counted from the start, that is whole by its CRC."""
    whole = 0
    position = 0
    decoder = zlib.decompressobj(zlib.MAX_WBITS | 16)
    pending = b""
    while True:
        data = pending or file.read(_BLOCK)
        if not data:
            return whole
        try:
            decoder.decompress(data)
        except zlib.error:
            return whole
        if not decoder.eof:
            position += len(data)
            pending = b""
            continue
        pending = decoder.unused_data
        position += len(data) - len(pending)
        whole = position
        decoder = zlib.decompressobj(zlib.MAX_WBITS | 16)


def close_leftovers(folder: Path) -> list[Leftover]:
    """Cut each `*.warc.gz.open` back to its last whole record and give it its final name.

    Call it under the lock of the data folder only: an open file may belong to a living run.

    Raises:
        SnapshotError: a file cannot be read or changed.
    """
    found = []
    for path in sorted(folder.glob(f"*.warc.gz{OPEN}")):
        try:
            found.append(_close(path))
            if found[-1].name:
                with suppress(SnapshotError):  # whole members that are no records: verify names them
                    reindex(folder / found[-1].name)
            for rest in folder.glob(f"{path.name.removesuffix(OPEN)}*{OPEN}"):
                rest.unlink()  # the index that grew with it
        except OSError as error:
            raise SnapshotError(
                f"{path}: cannot be closed after an interrupted run ({error}); check the disk"
            ) from error
    return found


def reindex(path: Path) -> None:
    """Make the index of a whole file anew from its bytes."""
    from pipelines.snapshots.warc_reader import scan  # noqa: PLC0415 - the reader knows the ending of this module

    write_index(path, scan(path))


def _close(path: Path) -> Leftover:
    """Cut and rename one file."""
    with path.open("r+b") as file:
        kept = last_whole_member(file)
        cut = path.stat().st_size - kept
        file.truncate(kept)
    if not kept:
        path.unlink()  # not even the record that opens the file was whole, so nothing was promised of it
        return Leftover("", 0, cut)
    final = path.with_name(path.name.removesuffix(OPEN))
    path.rename(final)
    return Leftover(final.name, kept, cut)
