"""Replays recordings into a database: reading on all cores, storing in order, some pages a transaction."""

from __future__ import annotations

from collections import Counter
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from osiris_crawler import clock, urls
from osiris_crawler.errors import StorageError
from osiris_crawler.items import Role, Snapshot
from osiris_crawler.reading import READER_VERSION, Asked
from osiris_crawler.sites import profile_for
from pipelines.database import full_text, runs, tombstones
from pipelines.database.frontier import Frontier
from pipelines.database.models import Run
from pipelines.replay.answering import Answered, Ask, close, read_one, settle
from pipelines.replay.reading_ahead import Batch, ReadingAhead
from pipelines.replay.sources import Step, is_readable, lost_bodies, steps
from pipelines.replay.storing import RunInHand, SiteInHand, Storing, Tally, fits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy.orm import Session

    from pipelines.database.engine import Database
    from pipelines.replay.sources import Source
    from pipelines.snapshots.run_notes import RunNotes

BATCH = 64
"""Pages that a reading process gets at once."""
AT_ONCE = 2048
"""Pages in one transaction: a replay that was killed is begun again."""
SMALL = 300
"""So few pages are read in this process: starting others takes half a second."""


@dataclass(slots=True)
class Report:
    """The end of a replay."""

    tally: Tally
    problems: list[str] = field(default_factory=list)
    """Records that could not be read, and why."""
    pages: int = 0
    seconds: float = 0.0


class Job(NamedTuple):
    """One step with its run, ready to be read."""

    step: Step
    run: RunInHand
    readable: bool


class Replay:
    """One replay into one database."""

    def __init__(
        self,
        database: Database,
        data_dir: Path,
        sources: Sequence[Source],
        *,
        started_at: datetime,
        rebuilding: bool,
        workers: int = 0,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Prepare a replay.

        Args:
            database: where the records go.
            data_dir: the data folder, for its profiles.
            sources: the recordings.
            started_at: now.
            rebuilding: the database holds no records yet.
            workers: reading processes, as `ReadingAhead` has them.
            progress: called with the pages done and the pages in all.
        """
        self._database = database
        self._data_dir = data_dir
        self._sources = sources
        self._steps: list[Step] = []
        self._started_at = started_at
        answers = sum(len(source.entries) for source in sources if not source.only_bodies)
        self._workers = workers if answers > SMALL else 0
        self._progress = progress or (lambda _done, _all: None)
        self._storing = Storing(rebuilding=rebuilding)
        self._report = Report(self._storing.tally)
        self._sites: dict[str, SiteInHand] = {}
        self._runs: dict[Any, RunInHand] = {}
        self._last_run: RunInHand | None = None
        self._session: Session | None = None
        """Of the transaction that is open."""
        self._finished: set[int] = set()
        """Rows of own runs that reached their end."""

    def run(self) -> Report:
        """Replay everything.

        Raises:
            StorageError: the database refuses, or a reading process died.
        """
        with ExitStack() as stack:
            ahead = stack.enter_context(ReadingAhead(self._workers))
            self._look_through()
            jobs = self._jobs()
            ahead.prepare([site.profile for site in self._sites.values()])
            settle()
            stack.callback(close)
            try:
                reads = chain.from_iterable(self._read(ahead, jobs))
                for done in range(0, len(jobs), AT_ONCE):
                    self._store(islice(reads, AT_ONCE), done, len(jobs))
                with self._database.session() as session:
                    self._finish_last(session)
                    self._end_foreign(session)
            except BrokenProcessPool as error:
                raise StorageError(
                    "A reading process of the replay was ended from outside (too little memory?). "
                    "Run it again with --workers 1; nothing was lost"
                ) from error
        return self._report

    def _look_through(self) -> None:
        """Put the answers of all recordings in order, and note what is lost in them."""
        problems = self._report.problems
        self._steps = steps(self._sources, problems)
        problems += lost_bodies(self._steps)
        self._report.pages = len(self._steps)

    def _end_foreign(self, session: Session) -> None:
        """Note the end of the runs in which foreign recordings were read; own ones have theirs."""
        code = 3 if self._report.problems else 0
        for run in self._runs.values():
            if not run.own:
                runs.finish(session, run.run_id, clock.now(), "", code, {})

    def _jobs(self) -> list[Job]:
        """Give each step its site and run, made where they are new."""
        found: list[Job] = []
        with self._database.session() as session:
            hosts = self._hosts()
            for step in self._steps:
                notes = step.source.notes
                if notes is not None:
                    run = self._own_run(session, notes)
                    if step.source.ends_run:
                        self._finished.add(run.run_id)
                elif (host := urls.site_of(step.entry.url)) in hosts:
                    run = self._foreign_run(session, step.entry.url, host)
                else:
                    run = self._foreign_run(session, "", min(hosts))
                owned = run.site.profile.owns(step.entry.url)
                robots = step.role is Role.ROBOTS
                lost = notes is not None and step.entry.is_revisit and step.body is None
                readable = owned and not robots and (lost or is_readable(step))
                found.append(Job(step, run, readable))
        return found

    def _hosts(self) -> set[str]:
        """Return the hosts of foreign recordings that become sites: those with pages, else the one met most."""
        foreign = [step for step in self._steps if step.source.notes is None]
        with_pages = {
            urls.site_of(step.entry.url)
            for step in foreign
            if step.entry.status == 200 and is_readable(step)  # noqa: PLR2004 - HTTP: OK
        }
        met = Counter(urls.site_of(step.entry.url) for step in foreign)
        return with_pages or {host for host, _ in met.most_common(1)}

    def _own_run(self, session: Session, notes: RunNotes) -> RunInHand:
        key = (notes.site_name, notes.started_at, notes.id)
        if key not in self._runs:
            site = self._site(session, notes.site_url, notes.site_name)
            known = session.get(Run, notes.id)
            same = (
                known is not None and known.started_at == notes.started_at and known.site_id == site.site_id
            )
            run_id = notes.id if same else self._new_run(session, site, notes)
            self._runs[key] = RunInHand(site, run_id, notes.options, own=True)
        return self._runs[key]

    def _new_run(self, session: Session, site: SiteInHand, notes: RunNotes) -> int:
        version = notes.reader_version
        return runs.start(
            session, site.site_id, notes.command, notes.options, notes.started_at, reader_version=version
        )

    def _foreign_run(self, session: Session, url: str, host: str) -> RunInHand:
        key = host
        if key not in self._runs:
            site = self._site(session, url or f"http://{host}/", "")
            files = sorted({step.source.path.name for step in self._steps if step.source.notes is None})
            run_id = runs.start(
                session, site.site_id, "replay", {"files": files}, self._started_at,
                reader_version=READER_VERSION,
            )  # fmt: skip
            self._runs[key] = RunInHand(site, run_id, {}, own=False)
        return self._runs[key]

    def _site(self, session: Session, url: str, name: str) -> SiteInHand:
        """Return a site by an address on it; a recording of ours says which name it had."""
        profile = profile_for(urls.canonical("/", url), self._data_dir / "sites")
        if name and profile.name != name:
            profile = replace(profile, name=name)
        if profile.name not in self._sites:
            site_id = runs.site_id(session, profile.name, profile.url)
            self._sites[profile.name] = SiteInHand(len(self._sites), profile, site_id, Frontier(site_id))
        return self._sites[profile.name]

    def _read(self, ahead: ReadingAhead, jobs: list[Job]) -> Iterator[list[_Read]]:
        """Give the jobs with what was made of them ahead of their turn, in order."""
        batches = (jobs[first : first + BATCH] for first in range(0, len(jobs), BATCH))
        asked = (Batch(some, [self._ask(job) for job in some if job.readable]) for some in batches)
        for batch in ahead.read(asked):
            yield _joined(batch)

    def _ask(self, job: Job) -> Ask:
        """Prepare a reading with what is known of its page so far; most listings are known by then."""
        step = job.step
        asked = Asked(step.role, (), 0, job.run.site.menu)
        if step.role is Role.SECTION and self._session is not None:
            asked, _ = self._storing.asked(self._session, job.run, step.url, step.role)
        return Ask(str(step.source.path), step.entry, step.body, job.run.site.number, asked)

    def _store(self, reads: Iterable[_Read], done: int, number: int) -> None:
        """Store some pages in one transaction, while the reading processes go on with the next."""
        with self._database.session() as session, full_text.put_off(session):
            self._session = session
            for one in reads:
                self._store_one(session, one)
                done += 1
                if done % BATCH == 0 or done == number:
                    self._progress(done, number)
        self._session = None

    def _finish_last(self, session: Session) -> None:
        """Do what a crawl does at the end of a run: bury what was away twice."""
        if self._last_run is not None and self._last_run.run_id in self._finished:
            tombstones.bury(session, self._last_run.site.site_id, self._last_run.run_id)

    def _store_one(self, session: Session, one: _Read) -> None:
        job, entry = one.job, one.job.step.entry
        if job.run is not self._last_run:
            self._finish_last(session)
            self._last_run = job.run
            self._storing.begin(session, job.run)
        url = job.step.url
        if not job.readable:
            snapshot = Snapshot(
                entry.filename, entry.offset, entry.length, entry.digest, entry.captured_at, entry.is_revisit
            )
            self._storing.index_only(session, job.run, url, entry.status, snapshot)
            return
        asked, row = self._storing.asked(session, job.run, url, job.step.role)
        profile = job.run.site.profile
        answered = one.answered
        if answered is None or one.asked is None or not fits(answered, one.asked, asked, profile):
            self._storing.tally.read_twice += 1
            place = Ask(str(job.step.source.path), entry, job.step.body, job.run.site.number, asked)
            answered = read_one(place)
        if answered.item is None:
            self._report.problems.append(answered.problem)
            return
        self._storing.store(session, job.run, row, answered)


class _Read(NamedTuple):
    """A job, and what another process made of it with what was known then."""

    job: Job
    asked: Asked | None
    answered: Answered | None


def _joined(batch: Batch) -> list[_Read]:
    found = iter(zip(batch.asks, batch.answers, strict=True))
    joined: list[_Read] = []
    for job in batch.given:
        ask, answered = next(found) if job.readable else (None, None)
        joined.append(_Read(job, ask.asked if ask else None, answered))
    return joined
