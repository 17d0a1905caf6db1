"""How far a crawl is, and where its end lies: known, or reckoned from the listings that were read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from osiris_crawler.items import Role
from pipelines.database import tables as t
from pipelines.database.listed import NOT_WANTED
from pipelines.database.models import PageState
from pipelines.database.showing import RECORD_ROLES

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

CUT = 1_000
"""A sitemap that names so many articles may leave others out (SPIP stops at 2,000)."""
PER_LISTING = 10
"""Articles on one page of a SPIP listing."""
MONTHS = 12
WAITING = (PageState.DUE, PageState.IN_FLIGHT)


@dataclass(frozen=True, slots=True)
class Horizon:
    """The end of a crawl as it is seen now."""

    visited: int
    """Articles asked for, in this and earlier runs."""
    articles: int
    """All that the crawl wants: those known, and those that unread listings are reckoned to name."""
    pages: int
    """Requests still to be made, listings included."""


def horizon(session: Session, site_id: int, *, unlisted: bool = True) -> Horizon:
    """Look how far a crawl is.

    A whole sitemap tells the end. Else a listing of a month that waits is reckoned to name as many articles as
    the months read did on the mean, and a year twelve times as many.

    Args:
        session: a session.
        site_id: row of the site.
        unlisted: the crawl asks in the end for what only a sitemap names.
    """
    page = t.page.c
    mine = (page.site_id == site_id, page.role.in_(RECORD_ROLES))
    other = and_(page.state == PageState.REFUSED, page.reason.startswith(NOT_WANTED))
    wanted = and_(page.state.not_in((PageState.DISCOVERED, PageState.MOVED, PageState.FORBIDDEN)), ~other)
    ended = and_(wanted, page.state.in_((PageState.DONE, PageState.GONE, PageState.REFUSED)))
    named = and_(page.state == PageState.DISCOVERED, page.listed_by_sitemap, page.path == ())
    known, visited, beside = session.execute(
        select(func.count().filter(wanted), func.count().filter(ended), func.count().filter(named)).where(
            *mine
        )
    ).one()
    due = session.execute(
        select(func.count()).where(page.site_id == site_id, page.state.in_(WAITING))
    ).scalar_one()
    more = beside if unlisted else 0
    if not (unlisted and _is_told(session, site_id)):
        more = max(more, _in_unread(session, site_id))
    return Horizon(visited, known + more, due + more + more // PER_LISTING)


def _is_told(session: Session, site_id: int) -> bool:
    """Tell whether a sitemap was read that names every article."""
    page = t.page.c
    sitemaps = (page.site_id == site_id, page.role == Role.SITEMAP, page.state == PageState.DONE)
    most: int | None = session.scalar(select(func.max(page.shows_articles)).where(*sitemaps))
    return most is not None and 0 < most < CUT


def _in_unread(session: Session, site_id: int) -> int:
    """Return how many articles the listings of months and years that wait are reckoned to name."""
    page = t.page.c
    sections: Any = and_(page.site_id == site_id, page.role == Role.SECTION, page.year.is_not(None))
    first = page.location.not_like("%?%")
    waiting, read = page.state.in_(WAITING), page.state == PageState.DONE
    of_month = page.month.is_not(None)
    months_due, years_due, months_read = session.execute(
        select(
            func.count().filter(of_month, waiting, first),
            func.count().filter(~of_month, waiting, first),
            func.count().filter(of_month, read, first),
        ).where(sections)
    ).one()
    if not months_read or not months_due + years_due:
        return 0
    listed = session.execute(
        select(func.count()).where(
            page.site_id == site_id, page.role.in_(RECORD_ROLES), page.path != (), page.month.is_not(None),
            or_(page.state != PageState.DISCOVERED, page.listed_by_sitemap),
        )
    ).scalar_one()  # fmt: skip
    mean: float = listed / months_read
    return round(mean * (months_due + MONTHS * years_due))
