"""Which known listings a later run asks again to find what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from osiris_crawler import urls
from osiris_crawler.items import Role
from pipelines.database import requeue
from pipelines.database.addresses import location
from pipelines.database.linking import as_link
from pipelines.database.models import Page, PageState
from pipelines.database.showing import RECORD_ROLES

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from osiris_crawler.spiders.scope import Scope

MONTHS = 1
"""The listing of the newest month; what is filed in older ones the sitemap, the feed or the census shows."""


def newest_listings(session: Session, site_id: int, scope: Scope) -> list[str]:
    """Return the locations of the newest year and its newest month (first pages only).

    The newest month is the newest that the navigation lists, never the calendar's. A site that files nothing
    by years and months gives its top sections instead.
    """
    top: list[str] = []
    by_time: dict[tuple[int, int], list[str]] = {}
    columns = select(*requeue.LINK_COLUMNS, Page.location, Page.year, Page.month)
    chosen = columns.where(Page.site_id == site_id, Page.role == Role.SECTION, Page.state == PageState.DONE)
    for page in session.execute(chosen, execution_options={"yield_per": requeue.CHUNK}):
        if urls.pagination_of(page.url) or scope.assess(as_link(page)) is None:
            continue
        if page.year is not None:
            by_time.setdefault((page.year, page.month or 0), []).append(page.location)
        elif len(page.path) == 1:
            top.append(page.location)
    months = sorted((time for time in by_time if time[1]), reverse=True)[:MONTHS]
    years = sorted((time for time in by_time if not time[1]), reverse=True)[:1]
    return [place for time in (*years, *months) for place in by_time[time]] or top


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
