"""Changes of the frontier between visits: what a new run or a new scope makes due again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select, update

from osiris_crawler.items import Role
from pipelines.database.linking import as_link
from pipelines.database.models import Page, PageState
from pipelines.database.outcomes import PAUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from osiris_crawler.items import Link
    from pipelines.database.linking import Assess

QUIET = {"synchronize_session": False}
CHUNK = 1000
LONGEST_PAUSE = 2 * PAUSES[-1]
LINK_COLUMNS = (
    Page.id,
    Page.url,
    Page.role,
    Page.text,
    Page.path,
    Page.listed_on,
    Page.listed_by_sitemap,
    Page.modified_at,
)
"""What `as_link` reads; whole rows of 50,000 pages would take 200 MB."""


def recover(session: Session, site_id: int) -> int:
    """Make pages due again that were in flight when a run ended; return how many."""
    return _count(
        session, update(Page).where(Page.site_id == site_id, Page.state == PageState.IN_FLIGHT).values(
            state=PageState.DUE)
    )  # fmt: skip


def mend_pauses(session: Session, site_id: int, now: datetime) -> int:
    """Let failed pages come back now that would rest longer than any pause is; return how many.

    The clock stood wrong when their pause was counted, or the site asked for one of years.
    """
    too_late = (Page.site_id == site_id, Page.state == PageState.FAILED, Page.next_at > now + LONGEST_PAUSE)
    return _count(session, update(Page).where(*too_late).values(next_at=now))


def rescope(session: Session, site_id: int, assess: Assess) -> int:
    """Assess all pages that wait (discovered or due) by a scope; return how many it newly wants.

    Pages it does not want go back to `discovered`, so that a narrower run asks for nothing outside its scope.
    """
    table: Any = Page.__table__
    change = update(table).where(table.c.id == bindparam("row_id")).values(
        state=bindparam("new_state"), rank=bindparam("new_rank")
    )  # fmt: skip
    wanted, last = 0, 0
    while rows := session.execute(
        select(*LINK_COLUMNS, Page.state, Page.rank)
        .where(Page.site_id == site_id, Page.id > last, Page.state.in_((PageState.DISCOVERED, PageState.DUE)))
        .order_by(Page.id).limit(CHUNK)
    ).all():  # fmt: skip
        changes = []
        for row in rows:
            priority = assess(as_link(row))
            state = PageState.DISCOVERED if priority is None else PageState.DUE
            wanted += state is PageState.DUE and row.state != state
            if state != row.state or (priority is not None and row.rank != -priority):
                changes.append({"row_id": row.id, "new_state": state, "new_rank": -(priority or 0)})
        if changes:
            session.connection().execute(change, changes)
        last = rows[-1].id
    return wanted


def ask_all(
    session: Session, site_id: int, states: Collection[PageState], wanted: Callable[[Link], bool]
) -> int:
    """Make every page in these states due that is wanted, some at a time so that memory stays flat."""
    made, last = 0, 0
    while rows := session.execute(
        select(*LINK_COLUMNS)
        .where(Page.site_id == site_id, Page.id > last, Page.state.in_(states))
        .order_by(Page.id)
        .limit(CHUNK)
    ).all():
        chosen = [row.id for row in rows if wanted(as_link(row))]
        again = update(Page).where(Page.id.in_(chosen)).values(state=PageState.DUE, next_at=None)
        made += _count(session, again)
        last = rows[-1].id
    return made


def promote_unlisted(session: Session, site_id: int, priority: int = 0, *, sitemap_only: bool = True) -> int:
    """Make articles due that no navigation lists; return how many.

    Args:
        session: a write session.
        site_id: row of the site.
        priority: of the pages promoted.
        sitemap_only: only those that a sitemap names; else also what other pages link to.
    """
    statement = update(Page).where(*_without_listing(site_id, sitemap_only=sitemap_only))
    return _count(session, statement.values(state=PageState.DUE, rank=-priority))


def unlisted(session: Session, site_id: int, *, sitemap_only: bool = True) -> int:
    """Return how many articles `promote_unlisted` would make due."""
    chosen = select(func.count()).where(*_without_listing(site_id, sitemap_only=sitemap_only))
    return session.execute(chosen).scalar_one()


def _without_listing(site_id: int, *, sitemap_only: bool) -> list[Any]:
    found: list[Any] = [
        Page.site_id == site_id,
        Page.state == PageState.DISCOVERED,
        Page.role.in_((Role.ARTICLE, Role.BREVE)),
        Page.path == (),
    ]
    return [*found, Page.listed_by_sitemap] if sitemap_only else found


def requeue(  # noqa: PLR0913 - each one narrows the choice
    session: Session,
    site_id: int,
    *,
    roles: Collection[Role] | None = None,
    states: Collection[PageState] = (PageState.DONE,),
    locations: Collection[str] | None = None,
    visited_before: datetime | None = None,
    year: int | None = None,
    month: int | None = None,
    limit: int | None = None,
    priority: int | None = None,
) -> int:
    """Make known pages due again, those visited longest ago first; return how many.

    Args:
        session: a write session.
        site_id: row of the site.
        roles: only pages of these roles; None for all.
        states: only pages in these states; the default is what was read well.
        locations: only these (`addresses.location`).
        visited_before: only pages last visited before.
        year: only pages of sections of this year.
        month: only pages of sections of this month.
        limit: at most so many.
        priority: new priority; None keeps the one they had.
    """
    chosen = select(Page.id).where(Page.site_id == site_id, Page.state.in_(states))
    if roles is not None:
        chosen = chosen.where(Page.role.in_(roles))
    if locations is not None:
        chosen = chosen.where(Page.location.in_(locations))
    if visited_before is not None:
        chosen = chosen.where(Page.last_visit_at < visited_before)
    if year is not None:
        chosen = chosen.where(Page.year == year)
    if month is not None:
        chosen = chosen.where(Page.month == month)
    chosen = chosen.order_by(Page.last_visit_at, Page.id)
    if limit is not None:
        chosen = chosen.limit(limit)
    values: dict[str, Any] = {"state": PageState.DUE, "next_at": None}
    if priority is not None:
        values["rank"] = -priority
    return _count(session, update(Page).where(Page.id.in_(chosen.scalar_subquery())).values(**values))


def ask(session: Session, row_ids: Sequence[int], priority: int) -> int:
    """Make some pages due, whatever their state is; return how many."""
    chosen = update(Page).where(Page.id.in_(row_ids))
    return _count(session, chosen.values(state=PageState.DUE, next_at=None, rank=-priority)) if row_ids else 0


def _count(session: Session, statement: Any) -> int:
    result: Any = session.execute(statement, execution_options=QUIET)
    return int(result.rowcount)
