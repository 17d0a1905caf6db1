"""Reads recordings: whole files in order, or the one record at an offset; WARC 0.18 to 1.1 and ARC."""

from __future__ import annotations

import io
import re
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from osiris_crawler.errors import SnapshotError
from pipelines.snapshots.cdxj import REVISIT, Entry
from pipelines.snapshots.http_message import Message, split_message
from pipelines.snapshots.leftovers import OPEN
from pipelines.snapshots.packing import one_spelling

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PAGES = frozenset({"response", "revisit", "resource"})
"""Record types that hold an answer of a server."""
NOT_MODIFIED = "/revisit/server-not-modified"
_HTTP = re.compile(r"https?://", re.IGNORECASE)
_PIECE = 1 << 20
_PAGE = 1 << 16
"""Bytes that most records unpack to at most."""
MOST_OPEN = 32
"""Files that stay open."""
_GZIP = b"\x1f\x8b"
_ARC = re.compile(rb"filedesc:.*[ \t]\d+\s*$")
"""How an ARC file begins that is not packed."""
_LONGEST_LINE = 1 << 16
_DATE = re.compile(r"(\d{4})-?(\d\d)?-?(\d\d)?(?:[T ]?(\d\d):?(\d\d):?(\d\d)(\.\d{1,9})?)?")


@dataclass(slots=True, frozen=True)
class Record:
    """One record of a recording."""

    kind: str
    """WARC-Type: warcinfo, response, revisit, resource, request, metadata …"""
    fields: Mapping[str, str]
    """Named fields, names in lower case."""
    block: bytes
    offset: int = 0
    length: int = 0
    """Bytes in the file."""

    @property
    def url(self) -> str:
        """Target address without angle brackets (wget writes them); empty when there is none."""
        return self.fields.get("warc-target-uri", "").strip("<>")

    @property
    def captured_at(self) -> datetime:
        """WARC-Date in UTC; the first moment of what a shorter date names.

        Raises:
            ValueError: there is none that can be read.
        """
        return read_date(self.fields.get("warc-date", ""))

    @property
    def is_not_modified(self) -> bool:
        """True for a revisit that stands for the server's 304 (WARC/1.1 section 6.7.3, and 1.0)."""
        return self.kind == "revisit" and self.fields.get("warc-profile", "").strip("<>").endswith(
            NOT_MODIFIED
        )

    def message(self) -> Message:
        """Return the HTTP answer; a `resource` counts as one with status 200."""
        if self.kind == "resource":
            kind = self.fields.get("content-type", "")
            return Message(200, {"content-type": kind}, b"", self.block)
        return split_message(self.block)


def read_date(text: str) -> datetime:
    """Return the moment of a WARC-Date or an ARC date.

    Raises:
        ValueError: it is neither.
    """
    found = _DATE.match(text.strip())
    if not found:
        raise ValueError(f"{text!r} is no WARC-Date")
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    fraction = int((found[7] or ".")[1:].ljust(6, "0")[:6])
    return datetime(year, month or 1, day or 1, hour, minute, second, fraction, tzinfo=UTC)


def records(path: Path) -> Iterator[Record]:
    """Give the records of a file in its order.

    Raises:
        SnapshotError: the file cannot be read (further); the records before were given.
    """
    with _explained(path), path.open("rb") as file:
        begin = file.readline(_LONGEST_LINE)
        if not begin:
            raise SnapshotError(f"{path}: is empty")
        file.seek(0)
        if _ARC.match(begin):
            yield from _arc_records(file, path)
            return
        found = _Walk(file, no_record_parse=True, arc2warc=True)
        end = 0
        for one in found:
            declared = one.rec_headers.get_header("Content-Length")
            block = _block(one)  # before the offset: asking for that reads on to the next record
            offset = found.get_record_offset()
            # heads of ARC files may say another length than they have
            if declared is None or (len(block) < int(declared) and one.rec_type != "warcinfo"):
                raise SnapshotError(f"{path}: the record at {offset} is cut off")
            length = found.get_record_length()
            end = offset + length if length > 0 else -1
            yield _record(one, block, offset, length)
        if end >= 0:
            file.seek(end)
            if file.read(_LONGEST_LINE).strip(
                b"\r\n\0"
            ):  # its head is cut off: warcio takes that for the end
                raise SnapshotError(f"{path}: the record at {end} is cut off")


class _Walk(ArchiveIterator):  # type: ignore[misc]
    """Says nothing on stderr: what is wrong with a file is told once, by an error."""

    INC_RECORD = ""


def _arc_records(file: BinaryIO, path: Path) -> Iterator[Record]:
    """Give the records of an ARC file that is not packed; Heritrix leaves no empty line behind the first one."""
    while line := file.readline(_LONGEST_LINE):
        if not line.strip():
            continue
        offset = file.tell() - len(line)
        last = line.split()[-1]
        if not last.isdigit():
            raise SnapshotError(
                f"{path}: no ARC record begins at {offset}; the one before says another length"
            )
        length = int(last)
        block = file.read(length)
        if len(block) < length:
            raise SnapshotError(f"{path}: the record at {offset} is cut off")
        yield parse_record(line + block, offset, len(line) + length)


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
    if data.startswith(_GZIP):
        data = zlib.decompress(data, zlib.MAX_WBITS | 16, _PAGE)
    return parse_record(data, offset, length)


def entry_of_record(record: Record, filename: str) -> Entry | None:
    """Return the index entry of a record that holds an answer of a web server, None for others.

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
    return Entry(record.url, mime, status, digest, record.length, record.offset, filename, record.captured_at)


def scan(path: Path) -> list[Entry]:
    """Return the index entries of a whole file.

    Raises:
        SnapshotError: the file cannot be read to its end.
    """
    name = path.name.removesuffix(OPEN)
    with _explained(path):
        return [entry for record in records(path) if (entry := entry_of_record(record, name))]


def info_fields(block: bytes) -> dict[str, str]:
    """Return the fields of a warcinfo record, names in lower case."""
    pairs = (line.partition(":") for line in block.decode("utf-8", "replace").splitlines())
    return {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}


def _block(one: Any) -> bytes:
    """Return the whole block; one call gives no more than a buffer."""
    return b"".join(iter(lambda: one.raw_stream.read(_PIECE), b""))


def _record(one: Any, block: bytes, offset: int, length: int) -> Record:
    fields = {name.lower(): value for name, value in one.rec_headers.headers}
    return Record(one.rec_type or "", fields, block, offset, length)


def parse_record(data: bytes, offset: int, length: int) -> Record:
    """Take one whole unpacked record apart.

    Raises:
        ValueError: it is none, or not whole.
    """
    if data.startswith(b"WARC/"):
        return _parsed(data, offset, length)
    try:
        one = next(ArchiveIterator(io.BytesIO(data), no_record_parse=True, arc2warc=True))
    except (ArchiveLoadFailed, StopIteration) as error:
        raise ValueError("it is no WARC or ARC record") from error
    return _record(one, _block(one), offset, length)


def _parsed(data: bytes, offset: int, length: int) -> Record:
    """Take one whole WARC record apart; the way of most records, four times as fast as the general one."""
    head, _, rest = data.partition(b"\r\n\r\n")
    fields: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").split("\r\n")[1:]:
        name, _, value = line.partition(":")
        fields[name.strip().lower()] = value.strip()
    size = int(fields.get("content-length", -1))
    if not 0 <= size <= len(rest):
        raise ValueError("its length is not the one it says")
    return Record(fields.get("warc-type", ""), fields, rest[:size], offset, length)


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
    except ArchiveLoadFailed as error:
        reason = " ".join(str(error).split())[:120]
        raise SnapshotError(f"{where} cannot be read as WARC or ARC ({reason})") from error
    except (OSError, EOFError, zlib.error, ValueError, StopIteration) as error:
        raise SnapshotError(f"{where} cannot be read ({type(error).__name__}: {error})") from error
