"""What the next run would ask first, found out by beginning it in a transaction that is taken back."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from osiris_crawler.items import Role
from osiris_crawler.spiders.agenda import Agenda
from osiris_crawler.spiders.rechecks import PRIORITY as RECHECK_PRIORITY
from osiris_crawler.spiders.scope import Scope
from osiris_crawler.spiders.size import BESIDE
from pipelines.database import runs
from pipelines.database.engine import Database
from pipelines.database.frontier import Frontier
from pipelines.database.horizon import horizon
from pipelines.database.models import Page, PageState, Snapshot
from pipelines.database.requeue import recover
from pipelines.database.showing import RECORD_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from osiris_crawler.sites import Profile
    from osiris_crawler.spiders.options import CrawlOptions


class _TakenBackError(Exception):
    """Ends the rehearsal's transaction without a commit."""


class _Rehearsal(Database):
    """The database as the next run finds it; what is written is seen by nobody else."""

    def __init__(self, present: Database, session: Session) -> None:
        super().__init__(present.engine, present.place)
        self._only = session

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Give the one session."""
        yield self._only

    read = session


@dataclass(frozen=True, slots=True)
class Outlook:
    """What stands in the queue when the next run has begun."""

    finished: bool
    """An earlier run came to its end: this one looks for news."""
    due: dict[Role, int]
    """Pages by role, those read longest ago left out."""
    rechecks: int
    census: bool
    years: int
    """Sitemaps of years that a census asks."""
    mean_bytes: float
    expected: int = 0
    """Pages that a first crawl expects of the listings it has not read yet."""

    @property
    def requests(self) -> int:
        """Requests in all; robots.txt too."""
        return 1 + sum(self.due.values()) + self.expected + self.rechecks + self.years


def outlook(
    database: Database, options: CrawlOptions, profile: Profile, site_id: int, now: datetime
) -> Outlook:
    """Return what the next run would ask, and change nothing."""
    found: list[Outlook] = []
    with suppress(_TakenBackError), database.session() as session:
        earlier = bool(runs.completed(session, site_id, limit=1))
        run_id = runs.start(session, site_id, options.command, options.as_json(), now)
        recover(session, site_id)
        scope = Scope(profile.vocabulary, options.kinds, options.since, options.until, today=now.date())
        agenda = Agenda(_Rehearsal(database, session), Frontier(site_id), scope, options, run_id)
        agenda.begin(profile.url, _sitemaps(session, site_id), now)
        limited = scope.limited_in_time
        found.append(_look(session, site_id, agenda, now, finished=earlier, limited_in_time=limited))
        raise _TakenBackError
    return found[0]


def _look(
    session: Session,
    site_id: int,
    agenda: Agenda,
    now: datetime,
    *,
    finished: bool,
    limited_in_time: bool,
) -> Outlook:
    mine = Page.site_id == site_id
    ready = or_(Page.state == PageState.DUE, (Page.state == PageState.FAILED) & (Page.next_at <= now))
    rows = session.execute(
        select(Page.role, Page.rank == -RECHECK_PRIORITY, Page.last_visit_at.is_not(None), func.count())
        .where(mine, ready)
        .group_by(Page.role, Page.rank == -RECHECK_PRIORITY, Page.last_visit_at.is_not(None))
    ).all()
    due: Counter[Role] = Counter()
    rechecks = 0
    for role, last, visited, count in rows:
        if finished and last and visited and role in RECORD_ROLES:
            rechecks += count
        else:
            due[Role(role)] += count
    of_years = select(func.count()).where(mine, Page.role == Role.SITEMAP, Page.location.contains("annee="))
    years = session.scalar(of_years.where(Page.state != PageState.DUE)) if finished and agenda.census else 0
    mean = session.scalar(
        select(func.avg(Snapshot.length)).join(Page, Page.snapshot_id == Snapshot.id).where(mine)
    )
    expected = 0
    if not finished:
        ahead = horizon(session, site_id, unlisted=not limited_in_time)
        expected = max(0, ahead.pages - sum(due.values()))
    return Outlook(
        finished, dict(due), rechecks, agenda.census, years or 0, float(mean or 0.0) + BESIDE, expected
    )


def _sitemaps(session: Session, site_id: int) -> list[str]:
    """Return the base sitemaps that are known, the one of robots.txt first."""
    chosen = select(Page.url).where(Page.site_id == site_id, Page.role == Role.SITEMAP).order_by(Page.id)
    return [url for url in session.scalars(chosen) if "annee=" not in url and "page=plan" not in url]
