"""Which recordings are replayed, and in which order: as captured, each with the run that asked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from osiris_crawler import urls
from osiris_crawler.errors import SnapshotError
from osiris_crawler.items import Role
from osiris_crawler.url_wrappings import archived_at, unwrapped, without_index
from osiris_crawler.validators import NOT_MODIFIED
from pipelines.snapshots.cdxj import Entry, index_path, read_index, write_index
from pipelines.snapshots.leftovers import OPEN
from pipelines.snapshots.run_notes import RunNotes, ends_run, run_notes
from pipelines.snapshots.warc_reader import scan

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

SUFFIXES = (".warc.gz", ".warc", ".arc.gz", ".arc")
LISTS = (Role.HOME, Role.SECTION, Role.SITEMAP)
READABLE = ("html", "xml", "text/plain", "unk", "warc/revisit")


@dataclass(slots=True)
class Source:
    """One recording."""

    path: Path
    notes: RunNotes | None
    """None for a foreign recording."""
    entries: list[Entry] = field(default_factory=list)
    only_bodies: bool = False
    """Not replayed itself: it may hold bodies that revisits in others repeat."""
    ends_run: bool = False
    """An own run reached its end here, so that what it did not find is truly away."""


class Place(NamedTuple):
    """Where a record lies."""

    path: str
    offset: int
    length: int


class Step(NamedTuple):
    """One recorded answer, in its turn."""

    entry: Entry
    source: Source
    url: str
    """Its canonical address."""
    role: Role
    """What it is by its address."""
    body: Place | None
    """Of a revisit: where the body lies; None when the record has its own."""


def recordings(folder: Path) -> list[Path]:
    """Return the recordings of a `warc/` folder, without one that is being written."""
    return sorted(
        path for path in folder.glob("*") if path.name.lower().endswith(SUFFIXES) and path.is_file()
    )


def load(path: Path, *, anew: bool = False) -> Source:
    """Read what is to be known of a recording before its pages are read.

    The index beside the file is used when it fits; else, and when that is wanted anew, the whole file is read, and
    the index written.

    Raises:
        SnapshotError: the file cannot be read.
    """
    found = _indexed(path, run_notes(path), anew=anew)
    if found.notes is not None:
        found.ends_run = ends_run(path, found.entries[-1].offset if found.entries else 0)
    return found


def _indexed(path: Path, notes: RunNotes | None, *, anew: bool) -> Source:
    if index_path(path).exists() and not anew:
        try:
            entries = read_index(path)
        except SnapshotError:
            entries = []
        if entries and entries[-1].offset + entries[-1].length <= path.stat().st_size:
            return Source(path, notes, entries)
    entries = scan(path)
    write_index(path, entries)
    return Source(path, notes, entries)


def steps(sources: Iterable[Source], problems: list[str] | None = None) -> list[Step]:
    """Return all answers in the order in which they are to be read.

    Own recordings keep the order in which they were written, which is the order in which the crawl stored
    them. Of foreign files the pages that list others come first, since they tell what the others are: those of
    all files, since one crawl often fills several; and the home page before all, since it tells what the menu is.
    Answers of foreign files whose address is none belong to no site; they are named in `problems`.
    """
    given = list(sources)
    bodies = Bodies(given)
    found: list[tuple[datetime, str, int, Step]] = []
    leading: list[tuple[datetime, str, int, Step]] = []
    for source in given:
        if source.only_bodies or not source.entries:
            continue
        answers = [
            _step(entry, source, bodies) for entry in sorted(source.entries, key=lambda one: one.offset)
        ]
        if source.notes is None:
            answers = _on_a_site(answers, [] if problems is None else problems)
            answers.sort(key=lambda step: step.entry.captured_at)
        if not answers:
            continue
        moment = answers[0].entry.captured_at
        name = source.path.name.removesuffix(OPEN)
        for number, step in enumerate(answers):
            if source.notes is not None:
                moment = max(moment, step.entry.captured_at)  # the order of the file, whatever a clock did
                found.append((moment, name, number, step))
            elif _leads(step):
                leading.append((step.entry.captured_at, name, number, step))
            else:
                found.append((moment, name, number, step))
    if leading:
        leading.sort(key=lambda one: one[:3])
        foreign = [one[0] for one in found if one[3].source.notes is None]
        first = min([leading[0][0], *foreign])
        in_turn = _homes_first([one[3] for one in leading])
        found += [(first, "", number, step) for number, step in enumerate(in_turn)]
    found.sort(key=lambda one: one[:3])
    return [step for *_, step in found]


def _homes_first(leading: list[Step]) -> list[Step]:
    """Put the first home page of each site in front: made from a folder, a recording has no order of its own."""
    homes: dict[str, int] = {}
    for number, step in enumerate(leading):
        if step.role is Role.HOME and step.entry.status == 200:  # noqa: PLR2004 - HTTP: OK
            homes.setdefault(urls.site_of(step.url), number)
    front = set(homes.values())
    return [leading[number] for number in sorted(front)] + [
        step for number, step in enumerate(leading) if number not in front
    ]


def _step(entry: Entry, source: Source, bodies: Bodies) -> Step:
    body = bodies.of(entry) if entry.is_revisit else None
    if source.notes is None:
        entry = _of_the_page(entry)
    url = urls.canonical(entry.url)
    return Step(entry, source, url, urls.role_of(url) if url else Role.OTHER, body)


def _on_a_site(answers: list[Step], problems: list[str]) -> list[Step]:
    """Leave out what has no address, and name it."""
    lost = [step for step in answers if not step.url]
    if lost:
        first = lost[0]
        problems.append(
            f"{first.source.path.name}: {len(lost):,} answers have addresses that are none, such as {first.entry.url}"
        )
    return [step for step in answers if step.url] if lost else answers


def _of_the_page(entry: Entry) -> Entry:
    """Take what was recorded from an archive for the page that it kept, captured when the archive captured it.

    A folder of files (warcit, `wget -k`) has the home page as `index.html`.
    """
    address = without_index(unwrapped(entry.url))
    if address == entry.url:
        return entry
    return replace(entry, url=address, captured_at=archived_at(entry.url) or entry.captured_at)


def is_readable(step: Step) -> bool:
    """Tell whether an answer of a foreign recording may be a page (images and the like are only indexed).

    A 304 is one when it names what it confirms, and of an own recording in any case: the crawl stored its end.
    """
    if step.role in {Role.ASSET, Role.ROBOTS, Role.FEED}:
        return False
    if step.entry.status == NOT_MODIFIED and not step.entry.is_revisit:
        return step.source.notes is not None
    if step.entry.is_revisit and step.body is None:
        return False
    return step.entry.status // 100 != 2 or _is_page(step.entry.mime)  # noqa: PLR2004


@lru_cache(maxsize=256)
def _is_page(mime: str) -> bool:
    return any(word in mime for word in READABLE)


def lost_bodies(found: Iterable[Step]) -> list[str]:
    """Name the foreign recordings with pages whose bodies are nowhere, and tell what helps.

    Those with answers whose status line cannot be read, too: nobody knows what they are.
    """
    lost: dict[str, list[str]] = {}
    unclear: dict[str, list[str]] = {}
    for step in found:
        if not step.entry.status and not step.entry.is_revisit:
            unclear.setdefault(step.source.path.name, []).append(step.entry.url)
        if (
            step.entry.is_revisit
            and repeats(step.entry.status)
            and step.body is None
            and step.source.notes is None
        ):
            lost.setdefault(step.source.path.name, []).append(step.entry.url)
    return [
        f"{name}: {len(addresses):,} answers repeat bodies that no recording here holds, such as {addresses[0]}. "
        "Take in the recording that they were first in, too"
        for name, addresses in lost.items()
    ] + [
        f"{name}: {len(addresses):,} answers have no status line that can be read, such as {addresses[0]}"
        for name, addresses in unclear.items()
    ]


def repeats(status: int) -> bool:
    """Tell whether a revisit with this status stands for a page: 2xx, the 304 that confirms one, or none at all."""
    return not status or status // 100 == 2 or status == NOT_MODIFIED  # noqa: PLR2004 - 2xx


def _leads(step: Step) -> bool:
    """Tell whether a page leads to others: a listing, a sitemap, a redirect."""
    status = step.entry.status
    return step.role in LISTS or (status // 100 == 3 and status != NOT_MODIFIED)  # noqa: PLR2004 - 3xx


class Bodies:
    """Where the payloads lie that revisits may name."""

    def __init__(self, sources: list[Source]) -> None:
        revisits = [entry for source in sources for entry in source.entries if entry.is_revisit]
        wanted = {entry.digest for entry in revisits if entry.digest}
        unnamed = {entry.url for entry in revisits if not entry.digest and entry.status == NOT_MODIFIED}
        self._by_digest: dict[str, Place] = {}
        self._by_address: dict[tuple[str, str], Place] = {}
        self._whole: dict[str, list[tuple[datetime, Place]]] = {}
        for source in sources:
            for entry in source.entries:
                if entry.is_revisit or not (entry.digest in wanted or entry.url in unnamed):
                    continue
                place = Place(str(source.path), entry.offset, entry.length)
                self._by_digest[entry.digest] = self._by_address[entry.url, entry.digest] = place
                if entry.url in unnamed and entry.status == 200:  # noqa: PLR2004 - HTTP: OK
                    self._whole.setdefault(entry.url, []).append((entry.captured_at, place))

    def of(self, entry: Entry) -> Place | None:
        """Return where the payload of a revisit lies, None when no recording here holds it.

        A 304 that names no payload (Heritrix, HTTrack) may confirm the last whole answer of its address before it;
        whether it does, its own fields have to say.
        """
        if entry.digest:
            same = self._by_address.get((entry.url, entry.digest)) if entry.status == NOT_MODIFIED else None
            return same or self._by_digest.get(entry.digest)
        before = [one for one in self._whole.get(entry.url, []) if one[0] <= entry.captured_at]
        return max(before)[1] if before and entry.status == NOT_MODIFIED else None
