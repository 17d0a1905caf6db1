"""Which pages that were read before a later run asks for again: news, edits, old ones, vanished ones."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select, update

from osiris_crawler.items import Role
from osiris_crawler.spiders.rechecks import FRESH
from pipelines.database import doubted, listed, tombstones
from pipelines.database.addresses import location
from pipelines.database.models import Address, Article, ArticleStatus, Page, PageState
from pipelines.database.showing import RECORD_ROLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session


WATCHED = timedelta(days=7)
"""So long after its first 404 a page that answers otherwise, and shows no article, is asked every day."""
MOST_DOUBTFUL = 100
FEW_AT_ONCE = {"yield_per": 1000}
"""How rows are read of which there may be as many as articles."""
MOST_VANISHED = 200
"""More vanished articles than this at once are a fault of the list, not of the archive."""


def doubtful(session: Session, site_id: int, now: datetime) -> list[str]:
    """Return the pages of stored articles whose last answer was 404, 410 or no article, or is in doubt.

    A page that answered 404 gets its second look in the next run a day later or more, whatever it answered in
    between (a failure, the home page): then it is gone, or was never away. It is asked once a run and day, for a
    week of answers at most; after that, and without a 404, after growing pauses. So are those whose changes the
    verdict of a run named.
    """
    missing = Page.missing_since_at.is_not(None)
    rows = session.execute(
        select(Page.location, Page.state, Page.attempts, Page.last_visit_at, Page.missing_since_at)
        .join(Address, (Address.site_id == Page.site_id) & (Address.location == Page.location))
        .join(Article, Article.id == Address.article_id)
        .where(
            Page.site_id == site_id,
            Page.role.in_(RECORD_ROLES),
            Article.status == ArticleStatus.LIVE,
            or_(
                Page.state == PageState.GONE,
                and_(Page.state == PageState.REFUSED, ~Page.reason.startswith(listed.NOT_WANTED)),
                and_(Page.state == PageState.FAILED, missing),
            ),
        )
        .order_by(Page.last_visit_at, Page.id)
    ).all()
    second = [row.location for row in rows if _is_watched(row) and _is_due(row, now)][:MOST_DOUBTFUL]
    unwatched = [row for row in rows if not _is_watched(row) and row.state != PageState.FAILED]
    rewritten = doubted.in_doubt(session, site_id, now, MOST_DOUBTFUL)
    return [*second, *_rested(unwatched, now)[:MOST_DOUBTFUL], *rewritten]


def _is_watched(row: Any) -> bool:
    first = row.missing_since_at
    return first is not None and row.last_visit_at - first < WATCHED


def _is_due(row: Any, now: datetime) -> bool:
    return bool(now - row.missing_since_at >= tombstones.APART and now - row.last_visit_at >= FRESH)


def lost(session: Session, site_id: int, now: datetime) -> list[str]:
    """Return the pages of which nothing is stored and that may be articles, and the lists that were away.

    Those read well whose record is not there (any more) come at once; listed ones that were away or gave no
    article, and tombstones that may have come back, after growing pauses.
    """
    mine = (Page.site_id == site_id, Page.role.in_(RECORD_ROLES))
    own = (Address.site_id == Page.site_id) & (Address.location == Page.location)
    chosen = (
        select(Page.location, Page.attempts, Page.last_visit_at)
        .outerjoin(Address, own)
        .outerjoin(Article, Article.id == Address.article_id)
        .where(*mine)
    )
    read = chosen.where(Page.state == PageState.DONE, Article.id.is_(None))
    named = or_(Page.path != (), Page.listed_by_sitemap)
    refused = and_(
        Page.state == PageState.REFUSED, ~Page.reason.startswith(listed.NOT_WANTED), Article.id.is_(None)
    )
    buried = Article.id.is_(None) | (Article.status == ArticleStatus.GONE)
    away = chosen.where(named, or_(refused, and_(Page.state == PageState.GONE, buried)))
    away = away.order_by(Page.last_visit_at, Page.id)
    places = [row.location for row in session.execute(read)] + _rested(session.execute(away).all(), now)
    return places + _lists_away(session, site_id, now)


def _lists_away(session: Session, site_id: int, now: datetime) -> list[str]:
    """Return the sections that gave no list: those that showed something else every day, dead ones seldom."""
    chosen = (
        select(Page.location, Page.attempts, Page.last_visit_at, Page.state)
        .where(
            Page.site_id == site_id,
            Page.role == Role.SECTION,
            Page.path != (),
            Page.state.in_((PageState.REFUSED, PageState.GONE)),
        )
        .order_by(Page.last_visit_at, Page.id)
        .limit(MOST_DOUBTFUL)
    )
    rows = session.execute(chosen).all()
    daily = [row for row in rows if row.state == PageState.REFUSED]
    places = [row.location for row in daily if listed.is_rested(1, row.last_visit_at, now)]
    return places + _rested([row for row in rows if row.state == PageState.GONE], now)


def _rested(rows: Iterable[Any], now: datetime) -> list[str]:
    return [row.location for row in rows if listed.is_rested(row.attempts, row.last_visit_at, now)]


def free(session: Session, site_id: int, allows: Callable[[str], bool]) -> int:
    """Let the scope decide anew on the pages that robots.txt barred once and does not any more; return how many.

    Args:
        session: a write session.
        site_id: row of the site.
        allows: tells whether robots.txt allows an address now.
    """
    barred = (Page.site_id == site_id, Page.state == PageState.FORBIDDEN, Page.reason == listed.ROBOTS)
    rows = session.execute(select(Page.id, Page.url).where(*barred)).all()
    freed = [row.id for row in rows if allows(row.url)]
    for page_id in freed:
        change = update(Page).where(Page.id == page_id).values(state=PageState.DISCOVERED, reason="")
        session.execute(change, execution_options={"synchronize_session": False})
    return len(freed)


def edited(session: Session, site_id: int, run_id: int) -> list[str]:
    """Return the articles that the sitemap calls modified since they were read."""
    rows = session.execute(
        select(Page.location, Page.modified_at, Page.last_visit_at).where(
            Page.site_id == site_id,
            Page.role.in_(RECORD_ROLES),
            Page.state == PageState.DONE,
            Page.modified_at != "",
            Page.independent_run_id == run_id,
            Page.last_run_id != run_id,
        ),
        execution_options=FEW_AT_ONCE,
    )
    return [
        place for place, modified_at, visited in rows if visited and listed.is_newer(modified_at, visited)
    ]


def vanished(session: Session, site_id: int, run_id: int, *, once: bool = False) -> list[str]:
    """Return the stored articles that an independent list named in an earlier run, and none in this one.

    Args:
        session: a session.
        site_id: row of the site.
        run_id: this run.
        once: only those that were not asked since the list named them last.
    """
    named = func.coalesce(Page.independent_run_id, 0)
    chosen = (
        select(Page.location)
        .join(Address, (Address.site_id == Page.site_id) & (Address.location == Page.location))
        .join(Article, Article.id == Address.article_id)
        .where(
            Page.site_id == site_id,
            Page.role.in_(RECORD_ROLES),
            Page.state == PageState.DONE,
            named > 0,
            named != run_id,
            Page.last_run_id != run_id,
            Article.status == ArticleStatus.LIVE,
        )
        .order_by(Page.id)
        .limit(MOST_VANISHED)
    )
    return list(session.scalars(chosen.where(Page.last_run_id <= named) if once else chosen))


def feed_of(home: str) -> str:
    """Return the address of SPIP's feed of the ten newest articles."""
    return f"{home}spip.php?page=backend"


def plan_of(home: str) -> str:
    """Return the address of SPIP's plan du site."""
    return f"{home}spip.php?page=plan"


def plan_names_most(session: Session, site_id: int, home: str) -> bool:
    """Tell whether the plan du site was read and names half of what the navigation lists, or more.

    SPIP answers an unknown page with the home page, and some plans name sections only.
    """
    mine = Page.site_id == site_id
    read = (Page.location == location(plan_of(home)), Page.state == PageState.DONE)
    shows = session.scalar(select(Page.shows_articles).where(mine, *read)) or 0
    navigated = select(func.count()).where(mine, Page.role == Role.ARTICLE, Page.path != ())
    return shows > 0 and 2 * shows >= session.execute(navigated).scalar_one()
