"""Which known listings a later run asks again to find what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from osiris_crawler import urls
from osiris_crawler.items import Role
from pipelines.database import requeue
from pipelines.database.addresses import location
from pipelines.database.linking import as_link
from pipelines.database.models import Page, PageState
from pipelines.database.showing import RECORD_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from osiris_crawler.spiders.scope import Scope

NEWS = 3
"""Listings of times that an ordinary run asks: with robots.txt, home page, and sitemap or feed, six requests."""

NEWS_OF_CENSUS = 28
"""Sections that a census asks on a site without years; with what it asks beside them, forty requests."""


def places_of_news(session: Session, site_id: int, scope: Scope, *, census: bool = False) -> list[str]:
    """Return the locations of the listings that show what is new (first pages only).

    These are the newest month that the navigation lists, never the calendar's, and the year that it stands in; when
    that month is empty, the newest that names articles comes first.
    Then, those read longest ago first, the newest year of other sections and the newest list of brèves. A site
    that files nothing by years and months gives its top sections instead, in turn when they are more than that.
    """
    top: list[Any] = []
    months: dict[tuple[int, int], list[Any]] = {}
    years: dict[int, list[Any]] = {}
    lister = _lister_of_breves(session, site_id) if scope.wants_breves else ""
    breves: list[Any] = []
    columns = select(
        *requeue.LINK_COLUMNS, Page.location, Page.year, Page.month, Page.last_visit_at, Page.shows_articles
    )
    chosen = columns.where(Page.site_id == site_id, Page.role == Role.SECTION, Page.state == PageState.DONE)
    for page in session.execute(chosen, execution_options={"yield_per": requeue.CHUNK}):
        if urls.pagination_of(page.url):
            continue
        if page.location == lister:
            breves = [page]
        if scope.assess(as_link(page)) is None:
            continue
        if page.year is None:
            top += [page] if len(page.path) == 1 else []
        elif page.month:
            months.setdefault((page.year, page.month), []).append(page)
        else:
            years.setdefault(page.year, []).append(page)
    if not months and not years:
        return _places(sorted((*top, *breves), key=_last_visit))[: NEWS_OF_CENSUS if census else NEWS]
    last = max(months, default=None)
    filled = max(
        (time for time, some in months.items() if any(page.shows_articles for page in some)), default=last
    )
    newest = [page for time in dict.fromkeys((filled, last)) for page in months.get(time or (0, 0), ())][
        :NEWS
    ]
    of_year = years[max(years)] if years else []
    above = [page for page in of_year if any(page.path == month.path[:-1] for month in newest)]
    rest = sorted((page for page in (*breves, *of_year) if page not in above), key=_last_visit)
    return _places([*newest, *above, *rest])[:NEWS]


def _places(pages: Iterable[Any]) -> list[str]:
    return list(dict.fromkeys(page.location for page in pages))


def _last_visit(page: Any) -> datetime:
    visited: datetime = page.last_visit_at
    return visited


def _lister_of_breves(session: Session, site_id: int) -> str:
    """Return the location of the first page of the list that names the newest brève; empty without any."""
    newest = (
        select(Page.listing_page_id)
        .where(Page.site_id == site_id, Page.role == Role.BREVE, Page.listing_page_id.is_not(None))
        .order_by(Page.listed_on.desc(), Page.id)
        .limit(1)
    )
    url = session.scalar(select(Page.url).where(Page.id == newest.scalar_subquery()))
    return location(urls.without_pagination(url)) if url else ""


def pages_after_grown_ones(session: Session, site_id: int, run_id: int, since: datetime) -> list[str]:
    """Return the next page of each listing page that showed an article nobody knew before this run.

    New articles push older ones over the page's end, so that a page asked in an earlier run holds others now.
    """
    lister = (
        select(Page.listing_page_id)
        .where(
            Page.site_id == site_id,
            Page.role.in_(RECORD_ROLES),
            Page.listing_run_id == run_id,
            Page.discovered_at >= since,
        )
        .distinct()
    )
    grown = session.scalars(select(Page.url).where(Page.id.in_(lister), Page.role == Role.SECTION)).all()
    return sorted({place for url in grown if (place := _next_page(session, site_id, run_id, url))})


def _next_page(session: Session, site_id: int, run_id: int, url: str) -> str:
    """Return the location of the page after this one in its listing; empty when it was asked in this run."""
    here = urls.pagination_of(url)
    first = location(urls.without_pagination(url))
    rows = session.execute(
        select(Page.url, Page.location, Page.last_run_id).where(
            Page.site_id == site_id,
            Page.role == Role.SECTION,
            Page.location.startswith(f"{first}?", autoescape=True),
        )
    ).all()
    later = [
        (number.offset, row.location, row.last_run_id)
        for row in rows
        if (number := urls.pagination_of(row.url)) and number.offset > (here.offset if here else 0)
    ]
    if not later:
        return ""
    _, place, last_run_id = min(later)
    return "" if last_run_id == run_id else str(place)
