"""Fixity: reads every record of a recording and computes every digest again."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 - the dataclass shows it
from typing import TYPE_CHECKING, BinaryIO

from osiris_crawler.errors import SnapshotError
from pipelines.snapshots.cdxj import Entry, index_path, read_index
from pipelines.snapshots.packing import DIGEST_BYTES, one_spelling
from pipelines.snapshots.run_notes import notes_of
from pipelines.snapshots.warc_reader import Record, entry_of_record, parse_record, read_date, records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MAGIC = b"\x1f\x8b\x08"
_PIECE = 1 << 18


@dataclass(slots=True)
class Checked:
    """What was found in one file."""

    file: str
    size: int = 0
    records: int = 0
    own: bool = False
    """Written by this program."""
    damages: list[str] = field(default_factory=list)
    entries: dict[int, Entry] = field(default_factory=dict)
    """By offset: what lies there, as read."""
    bodies: set[str] = field(default_factory=set)
    """Payload digests of whole bodies, computed again."""
    repeats: list[tuple[int, str, str]] = field(default_factory=list)
    """Revisits: offset, address, payload digest."""
    confirms: list[tuple[int, str, str, datetime]] = field(default_factory=list)
    """Revisits for a 304: offset, address, and the address and date of what they confirm."""


def check_file(path: Path) -> Checked:
    """Read a whole recording; damages are named, not raised."""
    found = Checked(path.name)
    try:
        found.size = path.stat().st_size
        index = _index(path, found)
        expected = sorted(entry.offset for entry in index)
        for record in _records(path, expected, found.damages):
            found.records += 1
            if record.kind == "warcinfo" and record.offset == 0:
                found.own = notes_of(record.block) is not None
            _check_record(record, found)
    except (OSError, SnapshotError) as error:
        found.damages.append(str(error))
        index = []
    if not found.records:
        found.damages.append(f"{path.name}: holds no record that can be read")
    found.damages += _compared(index, found)
    return found


def lost_bodies(checked: list[Checked]) -> list[str]:
    """Name the revisits whose body is in none of the files."""
    bodies: set[str] = set().union(*(one.bodies for one in checked))
    lost = [
        f"{one.file}: the record at {offset} ({url}) repeats a body that is not there ({digest})"
        for one in checked
        for offset, url, digest in one.repeats
        if digest not in bodies
    ]
    return lost + _lost_references(checked)


def _lost_references(checked: list[Checked]) -> list[str]:
    """Name the records of a 304 that refer to an answer that is in none of the files."""
    if not any(one.confirms for one in checked):
        return []
    held = {
        (entry.url, entry.captured_at.replace(microsecond=0))
        for one in checked
        for entry in one.entries.values()
        if not entry.is_revisit
    }
    return [
        f"{one.file}: the record at {offset} ({url}) says 304 of an answer that is not there ({target}, {at})"
        for one in checked
        for offset, url, target, at in one.confirms
        if (target, at.replace(microsecond=0)) not in held
    ]


def _index(path: Path, found: Checked) -> list[Entry]:
    if not index_path(path).exists():
        found.damages.append(f"{path.name}: has no index; osiris verify --index makes it again")
        return []
    try:
        return read_index(path)
    except SnapshotError as error:
        found.damages.append(str(error))
        return []


def _check_record(record: Record, found: Checked) -> None:
    """Compute the digests of one record and note what it holds."""
    name = f"{found.file}: the record at {record.offset} ({record.url or record.kind})"
    block = record.fields.get("warc-block-digest", "")
    if block and not _holds(block, record.block):
        found.damages.append(f"{name} has another block digest than it says")
    try:
        entry = entry_of_record(record, found.file)
    except ValueError as error:
        found.damages.append(f"{name}: {error}")
        return
    if entry is None:
        return
    found.entries[record.offset] = entry
    if record.kind == "revisit":
        _note_revisit(record, entry, found)
        return
    message = record.message()
    for body in dict.fromkeys((message.body, message.unframed)):  # wget's digest is over the chunks or not
        if not entry.digest or _holds(entry.digest, body):
            found.bodies.add(entry.digest)
            return
    found.damages.append(f"{name} has another payload digest than it says")


def _note_revisit(record: Record, entry: Entry, found: Checked) -> None:
    """Note what a revisit refers to; a 304 may name no payload (WARC/1.1 section 6.7.3), but an answer."""
    if entry.digest or not record.is_not_modified:
        found.repeats.append((record.offset, record.url, entry.digest))
    target, date = (record.fields.get(f"warc-refers-to-{name}", "") for name in ("target-uri", "date"))
    if record.is_not_modified and date:
        try:
            found.confirms.append(
                (record.offset, record.url, target.strip("<>") or record.url, read_date(date))
            )
        except ValueError as error:
            found.damages.append(f"{found.file}: the record at {record.offset} ({record.url}): {error}")


def _compared(index: list[Entry], found: Checked) -> Iterator[str]:
    """Name what index and file say differently."""
    listed = {entry.offset: entry for entry in index}
    if not listed and any("index" in damage for damage in found.damages):
        return
    for offset, entry in found.entries.items():
        if offset not in listed:
            yield f"{found.file}: the record at {offset} ({entry.url}) is not in the index"
    for offset, entry in listed.items():
        there = found.entries.get(offset)
        if there is None:
            yield f"{found.file}: the index names a record at {offset} ({entry.url}) that cannot be read"
        elif (there.length, there.digest, there.url) != (entry.length, entry.digest, entry.url):
            yield f"{found.file}: the index and the record at {offset} ({entry.url}) differ"


def _holds(digest: str, data: bytes) -> bool:
    """Tell whether a digest is that of some bytes; one of an unknown algorithm is believed."""
    said = one_spelling(digest)
    name = said.partition(":")[0].lower().replace("-", "")
    if name not in DIGEST_BYTES:
        return True
    return said == one_spelling(f"{name}:{hashlib.new(name, data, usedforsecurity=False).hexdigest()}")


def _records(path: Path, expected: list[int], damages: list[str]) -> Iterator[Record]:
    """Give all records that can be read; behind a damage the next one is looked for."""
    with path.open("rb") as file:
        packed = file.read(3) == _MAGIC
        if not packed:
            yield from records(path)
            return
        position, size = 0, path.stat().st_size
        while position < size:
            try:
                data, length = _member(file, position)
                record = parse_record(data, position, length)
            except (zlib.error, EOFError, ValueError) as error:
                damages.append(f"{path.name}: the record at {position} cannot be read ({error})")
                following = _next(file, position, size, expected)
                if following is None:
                    return
                position = following
                continue
            yield record
            position += length


def _member(file: BinaryIO, position: int) -> tuple[bytes, int]:
    """Unpack the gzip member at a place; return it and its length in the file."""
    file.seek(position)
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    pieces: list[bytes] = []
    read = 0
    while not unpacker.eof:
        piece = file.read(_PIECE)
        if not piece:
            raise EOFError("the file ends inside it")
        read += len(piece)
        pieces.append(unpacker.decompress(piece))
    return b"".join(pieces), read - len(unpacker.unused_data)


def _next(file: BinaryIO, position: int, size: int, expected: list[int]) -> int | None:
    """Return where the next record begins behind a damage: as the index says, else as the bytes look."""
    limit = next((offset for offset in expected if offset > position), size)
    file.seek(position + 1)
    rest = file.read(limit - position - 1)
    at = rest.find(_MAGIC)
    while at >= 0:
        try:
            _member(file, position + 1 + at)
        except (zlib.error, EOFError):
            at = rest.find(_MAGIC, at + 1)
            continue
        return position + 1 + at
    return limit if limit < size else None
