"""The frontier: which addresses are known, which one is asked for next, and how each visit ended.

All methods take a session, so that a caller commits a page's outcome together with what the page became.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, or_, select, update

from osiris_crawler import urls
from osiris_crawler.items import Link, Outcome, Role, Visit
from pipelines.database import endless, joining, linking, redirects, requeue
from pipelines.database.addresses import location
from pipelines.database.lists import look_at_list, own_path
from pipelines.database.models import Page, PageState
from pipelines.database.outcomes import OUTCOME_COLUMNS, outcome_columns
from pipelines.database.recording import add_snapshot, set_page_warnings
from pipelines.database.showing import RECORD_ROLES, count_sections, shown_columns
from pipelines.database.tables import execute, page
from pipelines.database.validated import STATE_COLUMNS, state_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from pipelines.database.linking import Assess


_mine = page.c.site_id == bindparam("site")
_due = select(page.c.id).where(_mine, page.c.state == PageState.DUE).order_by(page.c.rank, page.c.id).limit(1)
_rested = (
    select(page.c.id)
    .where(
        _mine, page.c.state == PageState.FAILED, page.c.next_at <= bindparam("now", type_=page.c.next_at.type)
    )
    .order_by(page.c.next_at, page.c.id)
    .limit(1)
)
TAKE_DUE, TAKE_FAILED = (
    update(page)
    .where(page.c.id == chosen.scalar_subquery())
    .values(state=PageState.IN_FLIGHT)
    .returning(
        page.c.id,
        page.c.url,
        page.c.role,
        page.c.path,
        page.c.rank,
        page.c.attempts,
        page.c.text,
        page.c.listed_on,
    )
    for chosen in (_due, _rested)
)
AT = select(page.c.id).where(_mine, page.c.location == bindparam("place"))
RELEASE = update(page).where(page.c.id == bindparam("row_id")).values(state=PageState.DUE)
BEFORE = select(*linking.BEFORE).where(page.c.id == bindparam("row_id"))
VISITED = {
    name: f"new_{name}"
    for name in (
        *OUTCOME_COLUMNS,
        *STATE_COLUMNS,
        "shows_articles",
        "shows_sections",
        "role",
        "path",
        "year",
        "month",
    )
} | {
    "articles_digest": "new_digest",
    "last_run_id": "run",
    "last_status": "status",
    "last_visit_at": "visited_at",
    "snapshot_id": "snapshot",
}
"""Columns that the end of a visit sets, and where `Frontier.finish` has their values."""
AFTER = (
    update(page)
    .where(page.c.id == bindparam("row_id"))
    .values(
        {column: bindparam(name) for column, name in VISITED.items()}
        | {"snapshot_id": func.coalesce(bindparam("snapshot"), page.c.snapshot_id)}
    )
)


@dataclass(frozen=True, slots=True)
class FrontierPage:
    """One page taken from the queue."""

    id: int
    url: str
    role: Role
    path: tuple[str, ...]
    priority: int
    attempts: int
    """Failures in a row before this visit."""
    text: str
    listed_on: str


class Frontier:
    """The addresses of one site."""

    def __init__(self, site_id: int) -> None:
        self.site_id = site_id

    def add(
        self, session: Session, links: Iterable[Link], from_page_id: int | None, assess: Assess, *,
        seen_at: datetime, run_id: int | None = None,
    ) -> int:  # fmt: skip
        """Insert or merge links; return how many addresses were new. `assess` decides which become due."""
        origin = linking.Origin(from_page_id or None, run_id, seen_at)
        return linking.take(session, self.site_id, links, origin, assess)

    def next(self, session: Session, now: datetime) -> FrontierPage | None:
        """Take the best page that is due, and mark it in flight; None when there is none at the moment.

        Highest priority first, then the one known longest; pages that failed come when nothing else is due.
        """
        for taking in (TAKE_DUE, TAKE_FAILED):
            row = execute(session, taking, {"site": self.site_id, "now": now}).one_or_none()
            if row is not None:
                role, path = Role(row.role), row.path
                return FrontierPage(
                    row.id, row.url, role, path, -row.rank, row.attempts, row.text, row.listed_on
                )
        return None

    def next_at(self, session: Session) -> datetime | None:
        """Return when the first of the failed pages may be asked for again; None when none waits."""
        return session.scalar(
            select(func.min(Page.next_at)).where(
                Page.site_id == self.site_id, Page.state == PageState.FAILED, Page.next_at.is_not(None)
            )
        )

    def in_flight(self, session: Session) -> bool:
        """Tell whether a page was taken and its end is not written yet."""
        mine = (Page.site_id == self.site_id, Page.state == PageState.IN_FLIGHT)
        return session.scalar(select(Page.id).where(*mine).limit(1)) is not None

    def release(self, session: Session, page_id: int) -> None:
        """Put a page back that was taken and not asked for (the run stops)."""
        execute(session, RELEASE, {"row_id": page_id})

    def finish(self, session: Session, visit: Visit, assess: Assess, run_id: int, known: Any = None) -> int:
        """Write the end of one visit: state, links, a redirect's target; return the page's row.

        A page outside the frontier (`visit.page_id` 0) is added to it first. Who has just read the page's row
        gives it as `known`.
        """
        if known is None:
            known = self._known(session, visit) if visit.page_id else linking.Unknown(tuple(visit.path))
        page_id: int = known.id
        if visit.outcome is Outcome.MOVED and page_id and redirects.is_endless(session, page_id):
            visit.outcome, visit.reason, visit.redirect_to = Outcome.FAILED, redirects.REASON, ""
        values = outcome_columns(visit, known.attempts, known.missing_since_at)
        values |= shown_columns(visit, known)
        if left := endless.reason_to_leave(
            session, self.site_id, visit, page_id, run_id, values["new_digest"]
        ):
            values["new_reason"] = left
        values |= {
            "row_id": page_id,
            "run": run_id,
            "status": visit.status,
            "visited_at": visit.fetched_at,
            "snapshot": add_snapshot(session, run_id, visit.url, visit.status, visit.snapshot),
        }
        values |= own_path(visit, known) | state_columns(visit, known, values["snapshot"])
        if page_id:
            execute(session, AFTER, values)
        else:
            ends = {column: values[name] for column, name in VISITED.items()}
            made = linking.take_visited(session, self.site_id, visit, ends)
            if made is None:  # in the frontier after all
                return self.finish(session, visit, assess, run_id, self._known(session, visit))
            page_id = made
        look_at_list(session, self.site_id, visit, known)
        self.add(
            session, endless.links_left(visit, left), page_id, assess, seen_at=visit.fetched_at, run_id=run_id
        )
        count_sections(session, self.site_id, page_id, visit, known)
        if values["new_redirect_location"]:
            self._add_target(session, visit, known, page_id, run_id)
            joining.after_redirect(session, self.site_id, visit)
        set_page_warnings(session, page_id, run_id, visit, had_none=not known.id)
        return page_id

    def _known(self, session: Session, visit: Visit) -> Any:
        """Return the row of a visited page before its visit."""
        page_id = visit.page_id
        if not page_id:
            at = {"site": self.site_id, "place": location(visit.url)}
            page_id = execute(session, AT, at).scalar_one()
        return execute(session, BEFORE, {"row_id": page_id}).one()

    def _add_target(self, session: Session, visit: Visit, source: Any, page_id: int, run_id: int) -> None:
        """Make a redirect's target due before the rest of its kind, unless it was visited already."""
        role = (
            visit.role if urls.role_of(visit.redirect_to) is Role.OTHER else urls.role_of(visit.redirect_to)
        )
        link = Link(visit.redirect_to, role, source.text, source.path, source.listed_on)
        self.add(session, [link], page_id, lambda _: 1 - source.rank, seen_at=visit.fetched_at, run_id=run_id)
        session.execute(
            update(Page)
            .where(
                Page.site_id == self.site_id,
                Page.location == location(visit.redirect_to),
                Page.state.in_((PageState.DISCOVERED, PageState.DUE)),
            )
            .values(state=PageState.DUE, rank=source.rank - 1),
            execution_options={"synchronize_session": False},
        )

    def recover(self, session: Session) -> int:
        """Make pages due again that were in flight when a run ended; return how many."""
        return requeue.recover(session, self.site_id)

    def rescope(self, session: Session, assess: Assess) -> int:
        """Assess all waiting pages by a scope; return how many it newly wants. See `requeue.rescope`."""
        return requeue.rescope(session, self.site_id, assess)

    def promote_unlisted(self, session: Session, priority: int = 0, *, sitemap_only: bool = True) -> int:
        """Make articles due that no navigation lists; return how many. See `requeue.promote_unlisted`."""
        return requeue.promote_unlisted(session, self.site_id, priority, sitemap_only=sitemap_only)

    def unlisted(self, session: Session, *, sitemap_only: bool = True) -> int:
        """Return how many articles `promote_unlisted` would make due."""
        return requeue.unlisted(session, self.site_id, sitemap_only=sitemap_only)

    def requeue(self, session: Session, **narrow: Any) -> int:
        """Make known pages due again; the arguments that narrow the choice are those of `requeue.requeue`."""
        return requeue.requeue(session, self.site_id, **narrow)

    def counts(self, session: Session) -> dict[PageState, int]:
        """Return how many pages are in each state."""
        rows = session.execute(
            select(Page.state, func.count()).where(Page.site_id == self.site_id).group_by(Page.state)
        )
        found: Mapping[str, int] = {state: count for state, count in rows}  # noqa: C416 - rows are no pairs to mypy
        return {state: found.get(state, 0) for state in PageState}

    def expected_articles(self, session: Session) -> tuple[int, int]:
        """Return how many article pages the scope wants, and how many of them have been visited."""
        wanted = (
            Page.site_id == self.site_id,
            Page.role.in_(RECORD_ROLES),
            Page.state.not_in((PageState.DISCOVERED, PageState.MOVED, PageState.FORBIDDEN)),
        )
        visited = or_(
            Page.state == PageState.DONE, Page.state == PageState.GONE, Page.state == PageState.REFUSED
        )
        row = session.execute(select(func.count(), func.count().filter(visited)).where(*wanted)).one()
        return row[0], row[1]
