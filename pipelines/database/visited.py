"""How one run's pages ended, sorted by what that says of the site; read from the frontier."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from osiris_crawler.items import Role
from pipelines.database import coverage
from pipelines.database import tables as t
from pipelines.database.listed import FOREIGN, NOT_WANTED, ROBOTS, SOFT
from pipelines.database.models import PageState
from pipelines.database.showing import RECORD_ROLES, ROLES_THAT_LIST

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from pipelines.database.coverage import Missing

NAMED = 5
"""So many addresses stand for all in a verdict."""
BROKEN = "reader:"
"""Beginning of the reason of a page that broke the reader."""
NO_SECTIONS = "leads_to_no_section"
"""Reason of a home page that was read, when no page of the site has a place in its sections."""


@dataclass(slots=True)
class Pages:
    """Some pages with one thing in common."""

    count: int = 0
    urls: list[str] = field(default_factory=list)
    """The first few."""
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, url: str, reason: str = "") -> None:
        """Count one more."""
        self.count += 1
        if len(self.urls) < NAMED:
            self.urls.append(url)
        if reason:
            self.reasons[reason.partition(":")[0]] += 1


@dataclass(slots=True)
class Visited:
    """One run's pages; an article counts as known when the site lists it or it is stored."""

    asked: int = 0
    """Pages of every kind that ended in this run."""
    read: int = 0
    """Article pages read well."""
    articles: int = 0
    """Pages of known articles that ended in this run, in whatever way."""
    home: Pages = field(default_factory=Pages)
    """The home page, when it could not be read."""
    away: Pages = field(default_factory=Pages)
    """Known articles that answered 404 or 410."""
    soft: Pages = field(default_factory=Pages)
    """Known articles whose address gave the home page or an error page, with 200 or by a redirect."""
    elsewhere: Pages = field(default_factory=Pages)
    """Known articles that redirect to where no article of the archive is."""
    failed: Pages = field(default_factory=Pages)
    refused: dict[str, Pages] = field(default_factory=dict)
    """Other pages that were not what their address promised, by reason."""
    lists_lost: Pages = field(default_factory=Pages)
    """Listings and sitemaps that named articles before, and give no list now."""
    not_stored: Pages = field(default_factory=Pages)
    """Pages read well as articles, of which nothing is stored."""
    missing: Pages = field(default_factory=Pages)
    """Articles that the site lists and the archive lacks, those of `failed` and `refused` aside."""
    barred: Pages = field(default_factory=Pages)
    """Such articles that robots.txt forbids."""
    barred_stored: Pages = field(default_factory=Pages)
    """Stored articles that robots.txt forbids since this run."""
    barred_lists: Pages = field(default_factory=Pages)
    """Listings that robots.txt forbids since this run."""


def visited(session: Session, site_id: int, run_id: int, wants: Callable[[Missing], bool]) -> Visited:
    """Sort the pages that ended in a run.

    Args:
        session: a session.
        site_id: row of the site.
        run_id: row of the run.
        wants: tells whether the run's scope holds an article that is missing.
    """
    page, target = t.page.c, t.address.alias()
    own = (t.address.c.site_id == page.site_id) & (t.address.c.location == page.location)
    there = (target.c.site_id == page.site_id) & (target.c.location == page.redirect_location)
    rows = session.execute(
        select(
            page.url, page.role, page.state, page.reason, page.shows_articles, page.path,
            page.listed_by_sitemap, t.article.c.id.label("stored"), target.c.id.label("target"),
        )
        .select_from(
            t.page.outerjoin(t.address, own)
            .outerjoin(t.article, t.article.c.id == t.address.c.article_id)
            .outerjoin(target, there)
        )
        .where(page.site_id == site_id, page.last_run_id == run_id)
        .order_by(page.id)
    )  # fmt: skip
    seen, homes = Visited(), []
    named: set[str] = set()
    forbidden: set[str] = set()
    for row in rows:
        seen.asked += 1
        if row.state == PageState.FORBIDDEN:
            forbidden.add(row.url)
        if row.role == Role.HOME:
            homes.append(row)
        _broken(row, seen, named)
        if row.role in RECORD_ROLES:
            _article(row, seen, named)
        elif row.role in ROLES_THAT_LIST:
            _list(row, seen)
    _homes(session, site_id, homes, seen)
    for one in coverage.missing(session, site_id):
        if one.url not in named and wants(one):
            _missing(one, seen, forbidden)
    return seen


def _homes(session: Session, site_id: int, homes: list[Any], seen: Visited) -> None:
    """Name the home page when it was not read, or when it leads nowhere: an empty page, a login, another site."""
    page = t.page.c
    if all(row.state != PageState.DONE for row in homes):
        for row in homes:
            seen.home.add(row.url, row.reason or row.state)
    elif session.scalar(select(page.id).where(page.site_id == site_id, page.path != ()).limit(1)) is None:
        for row in homes:
            seen.home.add(row.url, NO_SECTIONS)


def _missing(one: Missing, seen: Visited, forbidden: set[str]) -> None:
    """Sort a listed article that is not stored; what robots.txt bars is told by the run that met it."""
    if one.state != PageState.FORBIDDEN:
        seen.missing.add(one.url, one.reason or one.state)
    elif one.url in forbidden:
        seen.barred.add(one.url, one.reason)


def _broken(row: Any, seen: Visited, named: set[str]) -> None:
    """Sort a page of any kind that gave no usable answer, or that broke the reader."""
    if row.state == PageState.FAILED:
        seen.failed.add(row.url, row.reason)
        named.add(row.url)
    elif row.state == PageState.REFUSED and row.reason.startswith(BROKEN):
        seen.refused.setdefault(row.reason, Pages()).add(row.url)
        named.add(row.url)


def _article(row: Any, seen: Visited, named: set[str]) -> None:
    """Sort an article's page; one that no list names and that is not stored says nothing of the site."""
    if row.state == PageState.DONE:
        seen.read += 1
        if row.stored is None:
            seen.not_stored.add(row.url)
    if not (row.stored or row.path or row.listed_by_sitemap) or row.reason.startswith(NOT_WANTED):
        return
    seen.articles += 1
    match row.state:
        case PageState.GONE:
            seen.away.add(row.url, row.reason)
        case PageState.MOVED if row.target is None:
            seen.elsewhere.add(row.url)
        case PageState.FORBIDDEN if row.reason == ROBOTS and row.stored:
            seen.barred_stored.add(row.url)
        case PageState.REFUSED if row.reason in SOFT:
            seen.soft.add(row.url, row.reason)
        case PageState.REFUSED if row.reason.startswith(FOREIGN):
            seen.elsewhere.add(row.url)
        case PageState.REFUSED if not row.reason.startswith(BROKEN):
            seen.refused.setdefault(row.reason.partition(":")[0], Pages()).add(row.url)
            named.add(row.url)
        case _:
            pass


def _list(row: Any, seen: Visited) -> None:
    """Sort a listing, a sitemap or a feed; a first one that is away or none is a dead link, or none at all."""
    if row.state == PageState.FORBIDDEN and row.reason == ROBOTS:
        seen.barred_lists.add(row.url)
    elif row.shows_articles and row.state in {PageState.GONE, PageState.REFUSED}:
        seen.lists_lost.add(row.url, row.reason)
    elif (
        row.role == Role.SECTION
        and row.state == PageState.REFUSED
        and not row.reason.startswith((*SOFT, BROKEN, FOREIGN))
    ):
        seen.refused.setdefault(row.reason.partition(":")[0], Pages()).add(row.url)
