"""Turns recorded answers into items, in this process or in others; pure but for reading the files."""

from __future__ import annotations

import gc
import pickle
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from osiris_crawler import urls
from osiris_crawler.errors import SnapshotError
from osiris_crawler.items import Article, Outcome, Snapshot, Visit
from osiris_crawler.reading import Asked, Response, read_any
from osiris_crawler.validators import NOT_MODIFIED, freshened, of_answer, same
from pipelines.normalise import normalise
from pipelines.refusal import DropReason, reason_to_refuse
from pipelines.replay.sources import repeats
from pipelines.snapshots.packing import one_spelling
from pipelines.snapshots.warc_reader import OpenRecordings, Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from osiris_crawler.sites import Profile
    from pipelines.replay.sources import Place
    from pipelines.snapshots.cdxj import Entry


class Ask(NamedTuple):
    """One record to read."""

    path: str
    entry: Entry
    body: Place | None
    site: int
    """Number of the site's profile among those that the reading process was given."""
    asked: Asked


class Answered(NamedTuple):
    """What became of a record."""

    item: Article | Visit | None
    problem: str = ""
    """Why the record could not be read; the item is None then."""
    refused: str = ""
    """Why the article cannot be one."""


USUAL = gc.get_threshold()
NEW_OBJECTS = 20_000
"""So many are made between two collections; 700 by default."""
WITH_PAGE = (200, 203, 206)
SECONDS = len("2024-10-01T06:00:00")
_profiles: list[Profile] = []
_packed = b""
"""The profiles as they came from another process."""
_recordings = OpenRecordings()


def settle() -> None:
    """Make this process ready to read.

    What is loaded by now stays to the end, and pages make few cycles: both are kept from the garbage collector.
    """
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, *gc.get_threshold()[1:])


def prepare(profiles: Sequence[Profile]) -> None:
    """Give this process the profiles of the sites."""
    _profiles[:] = profiles


def close() -> None:
    """Close the recordings that this process has read, and collect garbage as before."""
    _recordings.close()
    gc.set_threshold(*USUAL)
    gc.unfreeze()


def read_batch(batch: Sequence[Ask], packed: bytes) -> list[Answered]:
    """Read some records that another process asks for, with the profiles that it sends."""
    global _packed  # noqa: PLW0603 - a process remembers what it was given
    if packed != _packed:
        prepare(pickle.loads(packed))  # noqa: S301 - from the process that started this one
        _packed = packed
    return [read_one(ask) for ask in batch]


def read_one(ask: Ask) -> Answered:
    """Read one record as the crawl reads the answer that it holds."""
    profile = _profiles[ask.site]
    try:
        response, cut_off = _response(ask)
    except (SnapshotError, ValueError) as error:
        return Answered(None, str(error))
    item = read_any(response, ask.asked, profile, cut_off=cut_off)
    refused = ""
    if isinstance(item, Article):
        try:
            normalise(item, profile.press_names)
        except Exception as error:  # noqa: BLE001 - as the crawl: the page fails, the others go on
            reason = f"pipeline_error: {type(error).__name__}"
            return Answered(replace(item.visit, outcome=Outcome.FAILED, reason=reason))
        why = reason_to_refuse(item)
        if why is None and not profile.owns(item.url):
            why = DropReason.FOREIGN
        refused = why.value if why else ""
    return Answered(item, refused=refused)


def _response(ask: Ask) -> tuple[Response, bool]:
    """Return the recorded answer, and whether it was cut off."""
    entry = ask.entry
    record = _recordings.read(ask.path, entry.offset, entry.length)
    message = record.message()
    headers, page, digest, confirmed = message.headers, b"", entry.digest, False
    status = entry.status
    if record.kind == "revisit" and ask.body is not None:
        whole = _recordings.read(ask.body.path, ask.body.offset, ask.body.length)
        original = whole.message()
        page = original.page()
        headers = message.headers or original.headers
        status = status or original.status  # a revisit may have no head (warcit writes none)
        if confirmed := entry.status == NOT_MODIFIED:
            _vouch(ask, record, whole)
            digest = digest or one_spelling(whole.fields.get("warc-payload-digest", ""))
            headers = freshened(original.headers, message.headers)
    elif record.kind != "revisit":
        page = message.page()
    elif not message.body and repeats(entry.status) and entry.digest:
        raise SnapshotError(
            f"{ask.path}: the record at {entry.offset} ({entry.url}) repeats a body that no recording here holds"
        )
    snapshot = Snapshot(
        entry.filename, entry.offset, entry.length, digest, entry.captured_at, revisit=entry.is_revisit
    )
    url = urls.canonical(entry.url) or entry.url
    response = Response(url, status, headers, page, entry.captured_at, snapshot, confirmed)
    short = entry.status in WITH_PAGE and record.kind == "response" and message.is_cut_off
    cut_off = record.kind != "revisit" and (short or record.fields.get("warc-truncated", "") != "")
    return response, cut_off


def _vouch(ask: Ask, record: Record, whole: Record) -> None:
    """Refuse a 304 that may have confirmed another answer than the one at hand.

    Raises:
        SnapshotError: neither payload, nor date, nor the server's name for the state says that it was this one.
    """
    if record.is_not_modified:
        named, date = record.fields.get("warc-refers-to-date", ""), whole.fields.get("warc-date", "")
        if ask.entry.digest or (named and named[:SECONDS] == date[:SECONDS]):
            return
        at = ask.entry.captured_at
        if same(of_answer(record.message().headers, at), of_answer(whole.message().headers, at)):
            return
    raise SnapshotError(
        f"{ask.path}: the record at {ask.entry.offset} ({ask.entry.url}) says 304, and not what it confirms"
    )
