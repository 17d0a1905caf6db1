"""Which articles each run reads again: those read longest ago, and some of the newest more often."""

from __future__ import annotations

import heapq
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased

from pipelines.database import listed, requeue
from pipelines.database.models import Address, Article, ArticleStatus, Page, PageState
from pipelines.database.showing import RECORD_ROLES

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

PRIORITY = 0
"""Old articles come after everything new."""
FRESH = timedelta(hours=20)
"""An article read within this time is not asked again only because it is old."""
NEWER_SHARE = 5
"""Every fifth place is for an article of the last weeks."""
NEWER = timedelta(days=60)
"""An article published within this time is new: that is when its editors still correct it."""
NEWER_REST = timedelta(days=7)
"""A new article is not asked more often than this for being new."""


def recheck(session: Session, site_id: int, count: int, now: datetime) -> int:
    """Make some stored articles due; return how many.

    Four places in five are for the pages asked longest ago. Nothing that is asked later ever stands before them,
    so that of A pages each one comes round within ceil(A / (count - count // 5)) runs that come to their end,
    however the other places are given. Those are for articles of the last two months, the ones asked longest ago
    first, and go to old ones when there are fewer new ones.

    A page that gives no article by itself any more (it redirects, its kind or its section is not wanted, a run was
    stopped before it) takes its turn as long as a live article has no other page.
    """
    known = _known(session, site_id, count, now)
    places = count - count // NEWER_SHARE
    chosen = known[:places]
    chosen += _newer(session, site_id, count - places, now, chosen)
    chosen += [row_id for row_id in known[places:] if row_id not in chosen][: count - len(chosen)]
    return requeue.ask(session, chosen, PRIORITY)


def _known(session: Session, site_id: int, count: int, now: datetime) -> list[int]:
    """Return the pages asked longest ago, that one first."""
    columns = select(Page.last_visit_at, Page.id).where(
        Page.site_id == site_id, Page.role.in_(RECORD_ROLES), Page.last_visit_at < now - FRESH
    )
    found = [
        session.execute(columns.where(each).order_by(Page.last_visit_at, Page.id).limit(count)).all()
        for each in (Page.state == PageState.DONE, _left_over())
    ]
    return [
        row_id for _, row_id in heapq.nsmallest(count, [(row[0], row[1]) for rows in found for row in rows])
    ]


@cache
def _left_over() -> ColumnElement[bool]:
    """Return the condition on a page that no other way of a run asks again, though a live article hangs on it."""
    unwanted = and_(Page.state == PageState.REFUSED, Page.reason.startswith(listed.NOT_WANTED))
    other, its = aliased(Page), aliased(Address)
    read_elsewhere = exists().where(
        its.article_id == Address.article_id,
        other.site_id == its.site_id,
        other.location == its.location,
        other.state == PageState.DONE,
    )
    live = exists().where(
        Address.site_id == Page.site_id,
        Address.location == Page.location,
        Article.id == Address.article_id,
        Article.status == ArticleStatus.LIVE,
        ~read_elsewhere,
    )
    return and_(or_(Page.state.in_((PageState.MOVED, PageState.DISCOVERED)), unwanted), live)


def _newer(session: Session, site_id: int, count: int, now: datetime, besides: list[int]) -> list[int]:
    """Return pages of articles published in the last weeks, the one asked longest ago first."""
    own: Any = and_(Address.site_id == Page.site_id, Address.location == Page.location)
    chosen = (
        select(Page.id)
        .join(Address, own)
        .join(Article, Article.id == Address.article_id)
        .where(
            Article.site_id == site_id,
            Article.published_on >= (now - NEWER).date().isoformat(),
            Article.published_on <= now.date().isoformat(),
            Page.role.in_(RECORD_ROLES),
            Page.state == PageState.DONE,
            Page.last_visit_at <= now - NEWER_REST,
            Page.id.not_in(besides),
        )
        .order_by(Page.last_visit_at, Page.id)
        .limit(count)
    )
    return list(session.scalars(chosen))
