"""Marks articles as gone that answered 404 or 410 in two runs at least a day apart; their text stays."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select, update

from pipelines.database import histories
from pipelines.database import tables as t
from pipelines.database.addresses import location
from pipelines.database.listed import SOFT
from pipelines.database.models import ArticleStatus, PageState
from pipelines.database.showing import RECORD_ROLES

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

APART = timedelta(days=1)
MASS_LEAST = 5
MASS_SHARE = 0.5
"""When so many of a run's article pages are suddenly away, the site is ill and not the articles."""


def is_mass(away: int, ill: int, read: int) -> bool:
    """Tell whether a run's articles that are away are too many to be believed.

    Those that were away before say nothing of the site today: a run asks for them because they were away.

    Args:
        away: article pages that answer 404 or 410 since before the run.
        ill: pages that do so since this run, failed, or gave the home page or an error page instead.
        read: article pages that were read well.
    """
    many_new = ill >= MASS_LEAST and ill >= MASS_SHARE * (ill + read)
    return many_new or (away >= MASS_LEAST and read < MASS_LEAST)


def bury(session: Session, site_id: int, run_id: int) -> list[str]:
    """Make the articles gone whose own page was away in this run and a day before; return their addresses.

    Nothing is buried in a run that found most of its other articles away, too, or whose home page could not be
    read: then the site is ill. An article that was seen since the first 404, under any address, stays live.
    """
    page, article = t.page.c, t.article.c
    mine = (page.site_id == site_id, page.last_run_id == run_id)
    records = (*mine, page.role.in_(RECORD_ROLES))
    away_before = (page.state == PageState.GONE) & (page.missing_since_at < page.last_visit_at)
    soft = (page.state == PageState.REFUSED) & page.reason.in_(SOFT)
    bad = or_(page.state == PageState.GONE, page.state == PageState.FAILED, soft) & ~away_before
    away, ill, read = session.execute(
        select(
            func.count().filter(away_before),
            func.count().filter(bad),
            func.count().filter(page.state == PageState.DONE),
        ).where(*records)
    ).one()
    home = session.execute(select(page.state).where(page.site_id == site_id, page.role == "home")).scalars()
    if is_mass(away, ill, read) or PageState.DONE not in set(home):
        return []
    own = (t.address.c.site_id == page.site_id) & (t.address.c.location == page.location)
    rows = session.execute(
        select(article.id, article.url, page.location, page.last_visit_at, page.missing_since_at)
        .select_from(t.page.join(t.address, own).join(t.article, article.id == t.address.c.article_id))
        .where(
            *records,
            page.state == PageState.GONE,
            article.status == ArticleStatus.LIVE,
            article.last_seen_at < page.missing_since_at,
        )
        .order_by(article.id)
    ).all()
    buried = []
    for row in rows:
        if location(row.url) == row.location and row.last_visit_at - row.missing_since_at >= APART:
            values = {"status": ArticleStatus.GONE, "status_at": row.last_visit_at}
            histories.ended(session, row.id, "status", ArticleStatus.LIVE, row.last_visit_at)  # for --as-of
            session.execute(update(t.article).where(article.id == row.id).values(values))
            buried.append(row.url)
    return buried
