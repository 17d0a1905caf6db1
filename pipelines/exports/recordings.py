"""Which recorded answers leave with an export: all, or those of chosen articles; never restricted or damaged ones."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO
from uuid import NAMESPACE_URL, uuid5

from osiris_crawler.errors import SnapshotError, UsageError
from pipelines.database.captures import body_of, captures_of_article
from pipelines.database.filtering import Filter
from pipelines.database.models import ArticleStatus
from pipelines.exports.soundness import sound_entries, sound_files
from pipelines.replay.sources import recordings
from pipelines.snapshots.cdxj import Entry
from pipelines.snapshots.leftovers import OPEN
from pipelines.snapshots.packing import RESPONSE_TYPE, pack, warc_date
from pipelines.snapshots.warc_reader import read_record
from pipelines.withheld import Withheld

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from pipelines.exports.extract import Extract

SELECTION = "selection.warc.gz"


@dataclass(frozen=True, slots=True)
class Parcel:
    """The recordings of one export."""

    folder: Path
    whole: tuple[Path, ...]
    """Files that leave as they are."""
    chosen: tuple[Entry, ...]
    """Records that leave one by one, in `selection.warc.gz`."""


def parcel(extract: Extract, endings: tuple[str, ...] = (".warc.gz",)) -> Parcel:
    """Return what leaves: everything when no filter narrows and nothing is restricted, else records one by one.

    What is damaged stays behind, and is told to the extract: of a damaged file its sound answers leave one by one.

    Args:
        extract: which articles, of which archive.
        endings: of the files that may leave as they are, with their requests and metadata.

    Raises:
        UsageError: the archive holds no recordings.
    """
    if extract.data_dir is None:
        raise UsageError("This format needs the recordings: name the data folder by --data")
    folder = extract.data_dir / "warc"
    if not recordings(folder):
        raise UsageError(f"{folder}: holds no recordings to export")
    if extract.chosen != Filter() or extract.shown.as_of is not None:
        entries, damages = sound_entries(folder, _of_articles(extract))
        if damages:
            extract.damaged(damages)
        barred = _barred(extract, folder, entries)
        return Parcel(folder, (), tuple(entry for entry in entries if _place(entry) not in barred))
    held, damages = sound_files(extract.session, folder)
    if damages:
        extract.damaged(damages)
    barred = _barred(extract, folder, [entry for one in held.values() for entry in one.entries.values()])
    whole, chosen = [], []
    for path, one in held.items():
        left = [entry for entry in one.entries.values() if _place(entry) not in barred]
        if not one.damages and len(left) == len(one.entries) and path.name.endswith(endings):
            whole.append(path)
        else:
            chosen += left
    return Parcel(folder, tuple(whole), tuple(chosen))


def write_selection(found: Parcel, target: BinaryIO) -> Iterator[Entry]:
    """Write the chosen records, each as it lies in its file; give their entries in the new one.

    Records of files that are not packed by record, and those of ARC files, are packed anew.
    """
    position = 0
    for entry in found.chosen:
        path = found.folder / entry.filename
        member = _member(path, entry)
        target.write(member)
        yield replace(entry, filename=SELECTION, offset=position, length=len(member))
        position += len(member)


def _member(path: Path, entry: Entry) -> bytes:
    """Return a record as a gzip member; a file that a crawl is writing has another name until it is closed."""
    if not path.exists():
        path = path.with_name(path.name + OPEN)
    if entry.filename.endswith(".warc.gz"):
        with path.open("rb") as file:
            file.seek(entry.offset)
            member = file.read(entry.length)
        if len(member) == entry.length:
            return member
        raise SnapshotError(f"{path}: ends before the record at {entry.offset} does; run osiris verify")
    if entry.filename.endswith(".warc"):
        with path.open("rb") as file:
            file.seek(entry.offset)
            return gzip.compress(file.read(entry.length) + b"\r\n\r\n", 6, mtime=0)
    record = read_record(path, entry.offset, entry.length)
    fields = {
        "WARC-Target-URI": entry.url,
        "WARC-Date": warc_date(entry.captured_at),
        "Content-Type": RESPONSE_TYPE,
        "WARC-Payload-Digest": entry.digest,
    }
    name = uuid5(NAMESPACE_URL, f"{entry.url} {path.name} {entry.offset}")  # not new: equal bytes stay equal
    return pack("response", f"<urn:uuid:{name}>", fields, record.block)


def _of_articles(extract: Extract) -> Iterator[Entry]:
    """Give all captures of the chosen articles, and the records that hold the bodies of revisits."""
    given: set[tuple[str, int]] = set()
    for row in extract.rows():
        if row.status == ArticleStatus.RESTRICTED:
            continue
        for capture in captures_of_article(extract.session, row.url):
            if extract.shown.as_of is not None and capture.captured_at > extract.shown.as_of:
                continue
            body = body_of(extract.session, capture)
            for one in (capture,) if body in {None, capture} else (body, capture):
                assert one is not None
                if (one.file, one.offset) not in given:
                    given.add((one.file, one.offset))
                    mime = "warc/revisit" if one.revisit else "text/html"
                    yield Entry(
                        one.url,
                        mime,
                        one.status,
                        one.digest,
                        one.length,
                        one.offset,
                        one.file,
                        one.captured_at,
                    )


def _barred(extract: Extract, folder: Path, entries: list[Entry]) -> frozenset[tuple[str, int]]:
    """Return the places of the records that show the text of a restricted article, repetitions included."""
    withheld = Withheld(extract.session)
    if not withheld:
        return frozenset()
    quoted: dict[Entry, AbstractSet[str]] = {}
    for entry in entries:
        if not entry.is_revisit and not withheld.bars(entry.url):
            record = read_record(folder / entry.filename, entry.offset, entry.length)
            if found := withheld.quoted(record.message()):
                quoted[entry] = found
    telling = withheld.telling(run for found in quoted.values() for run in found)
    showing = {entry for entry, found in quoted.items() if found & telling}
    bodies = {entry.digest for entry in showing if entry.digest}
    return frozenset(
        _place(entry)
        for entry in entries
        if entry in showing or withheld.bars(entry.url) or (entry.is_revisit and entry.digest in bodies)
    )


def _place(entry: Entry) -> tuple[str, int]:
    return entry.filename, entry.offset
