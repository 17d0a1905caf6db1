"""Which recorded answers leave with an export: all of them, or those of chosen articles; never restricted ones."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

from sqlalchemy import select

from osiris_crawler import urls
from osiris_crawler.errors import SnapshotError, UsageError
from pipelines.database import tables as t
from pipelines.database.captures import body_of, captures_of_article
from pipelines.database.filtering import Filter
from pipelines.database.models import ArticleStatus
from pipelines.replay.sources import recordings
from pipelines.snapshots.cdxj import Entry, read_index
from pipelines.snapshots.packing import RESPONSE_TYPE, new_record_id, pack, warc_date
from pipelines.snapshots.warc_reader import read_record

if TYPE_CHECKING:
    from collections.abc import Iterator
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


def parcel(extract: Extract) -> Parcel:
    """Return what leaves: everything when no filter narrows and nothing is restricted, else records one by one.

    Raises:
        UsageError: the archive holds no recordings.
    """
    if extract.data_dir is None:
        raise UsageError("This format needs the recordings: name the data folder by --data")
    folder = extract.data_dir / "warc"
    files = recordings(folder)
    if not files:
        raise UsageError(f"{folder}: holds no recordings to export")
    if extract.chosen != Filter() or extract.shown.as_of is not None:
        return Parcel(folder, (), tuple(_of_articles(extract)))
    barred = _restricted(extract)
    whole, chosen = [], []
    for path in files:
        entries = read_index(path)
        clean = not any(urls.key(entry.url) in barred for entry in entries)
        if clean and path.name.endswith(".warc.gz"):
            whole.append(path)
        else:
            chosen += [entry for entry in entries if urls.key(entry.url) not in barred]
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
    """Return a record as a gzip member."""
    if path.name.endswith(".warc.gz"):
        with path.open("rb") as file:
            file.seek(entry.offset)
            member = file.read(entry.length)
        if len(member) == entry.length:
            return member
        raise SnapshotError(f"{path}: ends before the record at {entry.offset} does; run osiris verify")
    if path.name.endswith(".warc"):
        with path.open("rb") as file:
            file.seek(entry.offset)
            return gzip.compress(file.read(entry.length), 6, mtime=0)
    record = read_record(path, entry.offset, entry.length)
    fields = {
        "WARC-Target-URI": entry.url,
        "WARC-Date": warc_date(entry.captured_at),
        "Content-Type": RESPONSE_TYPE,
        "WARC-Payload-Digest": entry.digest,
    }
    return pack("response", new_record_id(), fields, record.block)


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


def _restricted(extract: Extract) -> frozenset[str]:
    """Return `urls.key` of every address of a restricted article."""
    rows = extract.session.execute(
        select(t.address.c.url)
        .join(t.article, t.article.c.id == t.address.c.article_id)
        .where(t.article.c.status == ArticleStatus.RESTRICTED)
    ).scalars()
    keys = {urls.key(url) for url in rows}
    return frozenset(keys | set(extract.session.execute(select(t.restriction.c.key)).scalars()))
