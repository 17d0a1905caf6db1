"""What one run saw, beside what was known before it: the facts behind the verdict, read from the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from pipelines.database import tables as t
from pipelines.database.models import PageState
from pipelines.database.showing import RECORD_ROLES, ROLES_THAT_LIST

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

NAMED = 5
"""So many addresses stand for all in a verdict."""
NOT_WANTED = "not_wanted"
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


@dataclass(slots=True)
class Pages:
    """Some pages with one thing in common."""

    count: int = 0
    urls: list[str] = field(default_factory=list)
    """The first few."""

    def add(self, url: str) -> None:
        """Count one more."""
        self.count += 1
        if len(self.urls) < NAMED:
            self.urls.append(url)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some articles have a property."""

    having: int
    of: int


@dataclass(slots=True)
class Observed:
    """One run's pages and articles."""

    read: int = 0
    """Article pages read well in this run."""
    visited: int = 0
    """Pages of every kind asked for in this run."""
    away: Pages = field(default_factory=Pages)
    """Article pages that answered 404 or 410."""
    failed: Pages = field(default_factory=Pages)
    refused: dict[str, Pages] = field(default_factory=dict)
    """By reason, without the kinds that the run did not want."""
    lists_lost: Pages = field(default_factory=Pages)
    """Listings and sitemaps that named articles before, and give no list now."""
    not_stored: Pages = field(default_factory=Pages)
    """Pages read well as articles, of which nothing is stored."""
    changed: Pages = field(default_factory=Pages)
    """Articles known before that got a new revision."""
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


def observe(session: Session, site_id: int, run_id: int, started_at: datetime) -> Observed:
    """Gather what a run saw."""
    seen = Observed()
    _pages(session, site_id, run_id, seen)
    _page_warnings(session, site_id, run_id, seen)
    _articles(session, site_id, run_id, started_at, seen)
    _warnings(session, site_id, run_id, started_at, seen)
    return seen


def _pages(session: Session, site_id: int, run_id: int, seen: Observed) -> None:
    page = t.page.c
    own = (t.address.c.site_id == page.site_id) & (t.address.c.location == page.location)
    rows = session.execute(
        select(page.url, page.role, page.state, page.reason, page.shows_articles, t.address.c.id)
        .select_from(t.page.outerjoin(t.address, own))
        .where(page.site_id == site_id, page.last_run_id == run_id)
        .order_by(page.id)
    )
    for url, role, state, reason, shows, stored in rows:
        seen.visited += 1
        if role in ROLES_THAT_LIST and shows and state in {PageState.GONE, PageState.REFUSED}:
            seen.lists_lost.add(url)
        is_record = role in RECORD_ROLES
        if state == PageState.DONE and is_record:
            seen.read += 1
            if stored is None:
                seen.not_stored.add(url)
        elif state == PageState.GONE and is_record:
            seen.away.add(url)
        elif state == PageState.FAILED:
            seen.failed.add(url)
        elif state == PageState.REFUSED and not reason.startswith(NOT_WANTED):
            seen.refused.setdefault(reason.partition(":")[0], Pages()).add(url)


def _page_warnings(session: Session, site_id: int, run_id: int, seen: Observed) -> None:
    page, warning = t.page.c, t.warning.c
    rows = session.execute(
        select(page.url, warning.code, warning.field, warning.detail)
        .select_from(t.warning.join(t.page, page.id == warning.page_id))
        .where(page.site_id == site_id, page.last_run_id == run_id, warning.until_at.is_(None))
        .order_by(page.id)
    )
    for url, code, name, detail in rows:
        seen.page_warnings.setdefault((code, name), Pages()).add(url)
        details = seen.details.setdefault(code, [])
        if len(details) < NAMED:
            details.append(detail)


def _articles(session: Session, site_id: int, run_id: int, started_at: datetime, seen: Observed) -> None:
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
    changed = (
        select(article.url)
        .select_from(t.article.join(t.revision, revision.article_id == article.id))
        .where(mine, revision.run_id == run_id, revision.number > 1)
        .order_by(article.id)
    )
    for url in session.scalars(changed):
        seen.changed.add(url)


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
