"""What one run saw, beside what was known before it: the facts behind the verdict, read from the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from pipelines.database import tables as t
from pipelines.database.changed import Changes, changes
from pipelines.database.endless import ENDLESS, SAME_LIST
from pipelines.database.visited import NAMED, Pages, Visited, visited

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from pipelines.database.coverage import Missing
    from pipelines.database.differences import Difference

FIELDS = {
    "title": t.revision.c.title,
    "published_on": t.article.c.published_on,
    "keywords": t.article.c.keywords,
    "section": t.article.c.section,
    "source": t.article.c.source,
    "body": t.revision.c.body,
    "kind": t.article.c.kind,
}
"""Fields whose share of filled values is watched; an author line is too rare on this site."""


ONCE = (ENDLESS, SAME_LIST)
"""Warnings of a page that only the run tells of which begins them: they ask for nothing but a look."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some articles have a property."""

    having: int
    of: int


@dataclass(frozen=True, slots=True)
class Quiet:
    """How long no new article came."""

    days: int
    longest: int
    """The longest such pause before, in days."""
    since: str
    """Day on which the last one was found."""


@dataclass(slots=True)
class Observed:
    """One run's pages and articles."""

    pages: Visited = field(default_factory=Visited)
    changes: Changes = field(default_factory=Changes)
    """Among articles known before that were read again."""
    reread: int = 0
    """Articles known before that were read again."""
    page_warnings: dict[tuple[str, str], Pages] = field(default_factory=dict)
    """Warnings on pages visited in this run, by (code, field)."""
    details: dict[str, list[str]] = field(default_factory=dict)
    """The first details of each code of `page_warnings`."""
    new_filled: dict[str, Share] = field(default_factory=dict)
    """Field to filled values among the articles that are new in this run."""
    past_filled: dict[str, Share] = field(default_factory=dict)
    new_warnings: dict[str, Share] = field(default_factory=dict)
    """Warning code to articles with it among those that are new in this run."""
    begun_warnings: dict[str, Share] = field(default_factory=dict)
    """Warning code to articles known before that carry it since this run, of those read again."""
    past_warnings: dict[str, Share] = field(default_factory=dict)
    warned: dict[str, str] = field(default_factory=dict)
    """Warning code to the first address that it stands on."""
    differing: list[Difference] = field(default_factory=list)
    """Months that one of the site's lists names and another does not, when the run was a census."""
    checked: bool = False
    """The site has a list beside its navigation that names its articles."""
    quiet: Quiet | None = None
    """None when too little is known of how often new articles come."""


def observe(  # noqa: PLR0913 - what a run is told by
    session: Session,
    site_id: int,
    run_id: int,
    started_at: datetime,
    *,
    now: datetime,
    wants: Callable[[Missing], bool] = lambda _: True,
    last_run_at: datetime | None = None,
    first_run_at: datetime | None = None,
    doubted: Collection[int] = (),
) -> Observed:
    """Gather what a run saw.

    Args:
        session: a session.
        site_id: row of the site.
        run_id: row of the run.
        started_at: its start.
        now: its end.
        wants: tells whether its scope holds an article that is missing.
        last_run_at: start of the crawl before it; None for a first one.
        first_run_at: end of the first crawl that came to its end.
        doubted: earlier runs whose changes are in doubt.
    """
    seen = Observed(pages=visited(session, site_id, run_id, wants))
    _page_warnings(session, site_id, run_id, seen)
    _articles(session, site_id, started_at, seen)
    seen.changes = changes(session, site_id, run_id, started_at, last_run_at, doubted)
    _warnings(session, site_id, run_id, started_at, seen)
    if first_run_at is not None:
        seen.quiet = _quiet(session, site_id, first_run_at, now)
    return seen


def _page_warnings(session: Session, site_id: int, run_id: int, seen: Observed) -> None:
    page, warning = t.page.c, t.warning.c
    rows = session.execute(
        select(page.url, warning.code, warning.field, warning.detail, warning.run_id)
        .select_from(t.warning.join(t.page, page.id == warning.page_id))
        .where(page.site_id == site_id, page.last_run_id == run_id, warning.until_at.is_(None))
        .order_by(page.id)
    )
    for url, code, name, detail, since in rows:
        if code in ONCE and since != run_id:
            continue
        seen.page_warnings.setdefault((code, name), Pages()).add(url)
        details = seen.details.setdefault(code, [])
        if len(details) < NAMED:
            details.append(detail)


def _articles(session: Session, site_id: int, started_at: datetime, seen: Observed) -> None:
    article, revision = t.article.c, t.revision.c
    mine = article.site_id == site_id
    counts = [func.count().filter(column != "") for column in FIELDS.values()]
    base: Any = (
        select(func.count(), *counts)
        .select_from(t.article.join(t.revision, revision.id == article.current_revision_id))
        .where(mine)
    )
    for target, chosen in (
        (seen.new_filled, base.where(article.first_seen_at >= started_at)),
        (seen.past_filled, base.where(article.first_seen_at < started_at)),
    ):
        total, *filled = session.execute(chosen).one()
        target.update(
            {name: Share(count, total) for name, count in zip(FIELDS, filled, strict=True) if total}
        )
    again = (mine, article.first_seen_at < started_at, article.last_seen_at >= started_at)
    seen.reread = session.execute(select(func.count()).select_from(t.article).where(*again)).scalar_one()


ARRIVALS = 10
"""Fewer days with new articles tell nothing of how often they come."""


def _quiet(session: Session, site_id: int, since: datetime, now: datetime) -> Quiet | None:
    """Return how long no new article was found, beside the longest such pause since the first crawl."""
    day, first_seen = func.date(t.article.c.first_seen_at), t.article.c.first_seen_at
    mine = (t.article.c.site_id == site_id, first_seen > since)
    days = sorted(str(found) for found in session.scalars(select(day).where(*mine).distinct()))
    if len(days) < ARRIVALS:
        return None
    moments = [date.fromisoformat(text) for text in days]
    longest = max((after - before).days for before, after in pairwise(moments))
    return Quiet((now.date() - moments[-1]).days, longest, days[-1])


def _warnings(session: Session, site_id: int, run_id: int, started_at: datetime, seen: Observed) -> None:
    """Count warnings by code: on new articles, on all earlier ones, and those begun on articles read again."""
    article, warning = t.article.c, t.warning.c
    mine = article.site_id == site_id
    new, old = article.first_seen_at >= started_at, article.first_seen_at < started_at
    for target, when, begun in (
        (seen.new_warnings, new, new),
        (seen.begun_warnings, old, warning.run_id == run_id),
        (seen.past_warnings, old, warning.run_id != run_id),
    ):
        total = session.execute(select(func.count()).select_from(t.article).where(mine, when)).scalar_one()
        rows = session.execute(
            select(warning.code, func.count(func.distinct(article.id)), func.min(article.url))
            .select_from(t.warning.join(t.article, article.id == warning.article_id))
            .where(mine, when, begun, warning.until_at.is_(None))
            .group_by(warning.code)
        ).all()
        for code, count, first in rows:
            target[code] = Share(count, seen.reread if target is seen.begun_warnings else total)
            seen.warned.setdefault(code, first)
