"""Reads recordings: whole files in order, or the one record at an offset; WARC 0.18 to 1.1 and ARC."""

from __future__ import annotations

import re
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from osiris_crawler.errors import SnapshotError
from pipelines.snapshots.cdxj import REVISIT, Entry
from pipelines.snapshots.leftovers import OPEN
from pipelines.snapshots.packing import digest_of, one_spelling
from pipelines.snapshots.unpacking import unpack
from pipelines.snapshots.walking import GZIP, Damage, walk
from pipelines.snapshots.warc_record import PAGES, Record, parse_record, read_date

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "MOST_OPEN",
    "OpenRecordings",
    "Record",
    "entry_of_record",
    "parse_record",
    "read_date",
    "read_record",
    "records",
    "scan",
]
_HTTP = re.compile(r"https?://", re.IGNORECASE)
MOST_OPEN = 32
"""Files that stay open."""


def records(path: Path) -> Iterator[Record]:
    """Give the records of a file in its order.

    Raises:
        SnapshotError: the file cannot be read (further); the records before were given.
    """
    with _explained(path):
        if not path.stat().st_size:
            raise SnapshotError(f"{path}: is empty")
        for one in walk(path):
            if isinstance(one, Damage):
                raise SnapshotError(f"{path}: the record at {one.offset} cannot be read ({one.reason})")
            yield one


def read_record(path: Path, offset: int, length: int) -> Record:
    """Read the record at an offset.

    Raises:
        SnapshotError: there is no whole record there.
    """
    with _explained(path, offset), _open(path) as file:
        return _record_at(file, path, offset, length)


class OpenRecordings:
    """Reads records here and there in files that stay open: a replay asks for one file again and again."""

    def __init__(self) -> None:
        self._files: dict[str, BinaryIO] = {}

    def read(self, path: str, offset: int, length: int) -> Record:
        """Read the record at an offset, as `read_record` does.

        Raises:
            SnapshotError: there is no whole record there.
        """
        with _explained(path, offset):
            file = self._files.get(path)
            if file is None:
                if len(self._files) >= MOST_OPEN:
                    self.close()
                file = self._files[path] = _open(Path(path))
            return _record_at(file, path, offset, length)

    def close(self) -> None:
        """Close all files."""
        for file in self._files.values():
            file.close()
        self._files.clear()


def _record_at(file: BinaryIO, path: Path | str, offset: int, length: int) -> Record:
    file.seek(offset)
    data = file.read(length)
    if len(data) < length:
        raise SnapshotError(f"{path}: ends before the record at {offset} does")
    if data.startswith(GZIP):
        data = unpack(data)
    return parse_record(data, offset, length)


def entry_of_record(record: Record, filename: str) -> Entry | None:
    """Return the index entry of a record that holds an answer of a web server, None for others.

    Where a record tells no payload digest (ARC, fastwarc, wget on demand) it is computed, so that the index knows it.

    Raises:
        ValueError: its date cannot be read.
    """
    if record.kind not in PAGES or not _HTTP.match(record.url):
        return None
    message = record.message()
    mime = message.headers.get("content-type", "").split(";")[0].strip().lower() or "unk"
    if record.kind == "revisit":
        mime = REVISIT
    status = message.status or (304 if record.is_not_modified else 0)  # its block may be empty
    digest = one_spelling(record.fields.get("warc-payload-digest", ""))
    if not digest and record.kind != "revisit":
        digest = digest_of(message.unframed)
    return Entry(record.url, mime, status, digest, record.length, record.offset, filename, record.captured_at)


def scan(path: Path) -> list[Entry]:
    """Return the index entries of a whole file.

    Raises:
        SnapshotError: the file cannot be read to its end.
    """
    name = path.name.removesuffix(OPEN)
    with _explained(path):
        return [entry for record in records(path) if (entry := entry_of_record(record, name))]


def _open(path: Path) -> BinaryIO:
    """Open a file, or the one being written that will have its name."""
    try:
        return path.open("rb")
    except FileNotFoundError:
        return path.with_name(path.name + OPEN).open("rb")


@contextmanager
def _explained(path: Path | str, offset: int | None = None) -> Iterator[None]:
    """Turn what reading may raise into an error that names the place."""
    where = f"{path}" if offset is None else f"{path}: the record at {offset}"
    try:
        yield
    except FileNotFoundError as error:
        raise SnapshotError(f"{path}: there is no such file") from error
    except (OSError, EOFError, zlib.error, ValueError, StopIteration) as error:
        raise SnapshotError(f"{where} cannot be read ({type(error).__name__}: {error})") from error
