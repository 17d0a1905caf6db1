"""Fixity: reads every record of a recording and computes every digest again."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 - the dataclass shows it
from typing import TYPE_CHECKING

from osiris_crawler.errors import SnapshotError
from pipelines import processes
from pipelines.snapshots.cdxj import Entry, index_path, read_index
from pipelines.snapshots.packing import DIGEST_BYTES, one_spelling
from pipelines.snapshots.run_notes import notes_of, run_notes
from pipelines.snapshots.walking import Damage, walk
from pipelines.snapshots.warc_reader import entry_of_record, read_record
from pipelines.snapshots.warc_record import Record, read_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

SEVERAL = 50_000_000
"""Bytes from which other processes are worth their start."""
GZIP_HEAD = 10
NOTHING = "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"
"""Digest of no bytes: wget writes it as the block digest of every revisit (`--warc-dedup`), whatever the block is."""


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
    broken: set[int] = field(default_factory=set)
    """Offsets of records that can be read, but are not what was written."""
    bodies: set[str] = field(default_factory=set)
    """Payload digests of whole bodies, computed again."""
    repeats: list[tuple[int, str, str]] = field(default_factory=list)
    """Revisits: offset, address, payload digest."""
    confirms: list[tuple[int, str, str, datetime]] = field(default_factory=list)
    """Revisits for a 304: offset, address, and the address and date of what they confirm."""


def check_files(paths: Sequence[Path]) -> Iterator[Checked]:
    """Check recordings one after the other, on all cores when there is much to read."""
    workers = min(os.cpu_count() or 1, len(paths))
    if workers < 2 or sum(path.stat().st_size for path in paths) < SEVERAL:  # noqa: PLR2004 - no company
        yield from map(check_file, paths)
        return
    with processes.started(workers) as pool:
        yield from pool.map(check_file, paths)


def check_file(path: Path) -> Checked:
    """Read a whole recording; damages are named, not raised."""
    found = Checked(path.name)
    try:
        found.size = path.stat().st_size
        head = b""
        index = _index(path, found)
        for record in _records(path, found.damages):
            found.records += 1
            if record.kind == "warcinfo" and record.offset == 0:
                found.own = notes_of(record.block) is not None
                head = _packing_head(path, 0)
            if found.own and _packing_head(path, record.offset) != head:  # no checksum is over these bytes
                found.damages.append(_other_head(path, record.offset))
                found.broken.add(record.offset)
            _check_record(record, found)
    except (OSError, SnapshotError) as error:
        found.damages.append(str(error))
        index = []
    if not found.records:
        found.damages.append(f"{path.name}: holds no record that can be read")
    found.damages += _compared(index, found)
    return found


def own_head(path: Path) -> bytes:
    """Return the gzip head that all records of a file of this program have; nothing for files of others."""
    try:
        return _packing_head(path, 0) if run_notes(path) is not None else b""
    except (OSError, SnapshotError):
        return b""


def check_entry(path: Path, entry: Entry, head: bytes = b"") -> list[str]:
    """Read the one record that an entry names; return what is wrong with it.

    Args:
        path: of the recording.
        entry: what index or database say of the record.
        head: `own_head` of the file, since no checksum is over those bytes.
    """
    found = Checked(path.name)
    try:
        _check_record(read_record(path, entry.offset, entry.length), found)
    except SnapshotError as error:
        return [str(error)]
    if head and path.exists() and _packing_head(path, entry.offset) != head:
        found.damages.append(_other_head(path, entry.offset))
    there = found.entries.get(entry.offset)
    if there is None or (entry.digest and there.digest and entry.digest != there.digest):
        found.damages.append(
            f"{path.name}: the database and the record at {entry.offset} ({entry.url}) differ"
        )
    return found.damages


def lost_bodies(checked: list[Checked]) -> dict[str, list[str]]:
    """Name, by file, the revisits whose body or answer is in none of the files."""
    bodies: set[str] = set().union(*(one.bodies for one in checked))
    answers = _answers(checked)
    lost: dict[str, list[str]] = {}
    for one in checked:
        lost[one.file] = [
            f"{one.file}: the record at {offset} ({url}) repeats a body that is not there ({digest})"
            for offset, url, digest in one.repeats
            if digest not in bodies
        ]
        lost[one.file] += [
            f"{one.file}: the record at {offset} ({url}) says 304 of an answer that is not there ({target}, {at})"
            for offset, url, target, at in one.confirms
            if (target, at.replace(microsecond=0)) not in answers
        ]
    return lost


def _answers(checked: list[Checked]) -> set[tuple[str, datetime]]:
    """Return address and second of all whole answers, when any record refers to one so."""
    if not any(one.confirms for one in checked):
        return set()
    return {
        (entry.url, entry.captured_at.replace(microsecond=0))
        for one in checked
        for entry in one.entries.values()
        if not entry.is_revisit
    }


def _other_head(path: Path, offset: int) -> str:
    return f"{path.name}: the record at {offset} has another gzip head than the first"


def _packing_head(path: Path, offset: int) -> bytes:
    """Return the first bytes of a gzip member; those of this program are alike."""
    with path.open("rb") as file:
        file.seek(offset)
        return file.read(GZIP_HEAD)


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
    told = block and not (record.kind == "revisit" and one_spelling(block) == NOTHING)
    if told and not _holds(block, record.block):
        found.damages.append(f"{name} has another block digest than it says")
        found.broken.add(record.offset)
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
    found.broken.add(record.offset)


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
        elif _told(there) != _told(entry) or (entry.digest and entry.digest != there.digest):
            yield f"{found.file}: the index and the record at {offset} ({entry.url}) differ"


def _told(entry: Entry) -> tuple[object, ...]:
    """Return what index and record have to say alike; older indexes know whole seconds, and no digest of some."""
    return entry.length, entry.url, entry.status, entry.captured_at.replace(microsecond=0)


def _holds(digest: str, data: bytes) -> bool:
    """Tell whether a digest is that of some bytes; one of an unknown algorithm is believed."""
    said = one_spelling(digest)
    name = said.partition(":")[0].lower().replace("-", "")
    if name not in DIGEST_BYTES:
        return True
    return said == one_spelling(f"{name}:{hashlib.new(name, data, usedforsecurity=False).hexdigest()}")


def _records(path: Path, damages: list[str]) -> Iterator[Record]:
    """Give all records that can be read; behind a damage the next one is looked for."""
    for one in walk(path):
        if isinstance(one, Damage):
            damages.append(f"{path.name}: the record at {one.offset} cannot be read ({one.reason})")
        else:
            yield one
