"""Lists that go on without end: pages past the last one, calendars of empty months, one list under many addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from osiris_crawler import urls
from osiris_crawler.items import Link, Outcome, Role, Visit, Warning_
from pipelines.database.addresses import location
from pipelines.database.models import PageState
from pipelines.database.showing import RECORD_ROLES, bare, is_other_view
from pipelines.database.tables import execute, page

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy.orm import Session

PAST_END, SAME_LIST, ENDLESS = "past_end", "same_list", "endless_list"
"""Reasons of a list that was read, and whose further links of its kind are left; the last two are warnings, too."""
LONGEST = 24
"""So many lists in a row, each found on the one before, that name the same articles or none: two years of months.

No tree of sections is so deep.
"""
DETAILS = {
    SAME_LIST: "another address of the list that led to it",
    ENDLESS: f"more than {LONGEST} in a row name the same articles, or none",
}
_lister, _child = page.alias("lister"), page.alias("child")
LISTED_ELSEWHERE = (
    select(page.c.location, page.c.role, _lister.c.url)
    .join(_lister, _lister.c.id == page.c.listing_page_id)
    .where(
        page.c.site_id == bindparam("site"),
        page.c.location.in_(bindparam("places", expanding=True)),
        page.c.listing_run_id == bindparam("run"),
        page.c.listing_page_id != bindparam("page"),
    )
)
TWINS = select(page.c.url).where(
    page.c.site_id == bindparam("site"),
    page.c.location >= bindparam("first"),
    page.c.location < bindparam("last"),
    page.c.role == Role.SECTION,
    page.c.last_run_id == bindparam("run"),
    page.c.id != bindparam("page"),
    page.c.articles_digest == bindparam("digest"),
)
"""Lists that showed the same articles in a run, between two addresses: there may be thousands of others."""
FOUND_ON = (
    select(page.c.id, page.c.url, page.c.role, page.c.state, page.c.articles_digest)
    .join(_child, _child.c.from_page_id == page.c.id)
    .where(_child.c.id == bindparam("row_id"))
)
"""The page that named another one first."""


def reason_to_leave(
    session: Session, site_id: int, visit: Visit, page_id: int, run_id: int, digest: str
) -> str:
    """Return why the further links of a list are not followed, empty when they are; two of the reasons warn.

    Args:
        session: a write session.
        site_id: row of the site.
        visit: the end of the visit; a warning is added to it.
        page_id: row of the page, 0 when it is not in the frontier.
        run_id: row of the run.
        digest: of the articles that the list shows.
    """
    if visit.outcome is not Outcome.DONE or visit.role is not Role.SECTION:
        return ""
    if urls.pagination_of(visit.url) is not None:
        return PAST_END if _is_past_end(session, site_id, visit, page_id, run_id, digest) else ""
    if not page_id or not any(link.role is Role.SECTION for link in visit.links):
        return ""
    reason = _repeats(session, visit, page_id, digest)
    if reason:
        visit.warnings.append(Warning_(reason, "", DETAILS[reason]))
    return reason


def links_left(visit: Visit, reason: str) -> list[Link]:
    """Return the links of a list that are followed."""
    if reason == ENDLESS:
        return [link for link in visit.links if link.role is not Role.SECTION]
    if reason == SAME_LIST:
        return [link for link in visit.links if bare(link.url) != bare(visit.url)]
    if reason == PAST_END:
        return [link for link in visit.links if not _same_series(link.url, visit.url)]
    return visit.links


def _repeats(session: Session, visit: Visit, page_id: int, digest: str) -> str:
    """Tell whether a list names what the lists that led to it named: one of another view, or many in a row."""
    before = _found_on(session, page_id, digest)
    if before is not None and is_other_view(visit.url, before.url):
        return SAME_LIST
    steps = 1
    while before is not None and steps < LONGEST:
        steps += 1
        before = _found_on(session, before.id, digest)
    return ENDLESS if before is not None else ""


def _found_on(session: Session, page_id: int, digest: str) -> Any:
    """Return the list that named a page first, if it shows the same articles; else None."""
    row = execute(session, FOUND_ON, {"row_id": page_id}).one_or_none()
    if row is None or row.role != Role.SECTION or row.state != PageState.DONE:
        return None
    return row if row.articles_digest == digest else None


def _is_past_end(
    session: Session, site_id: int, visit: Visit, page_id: int, run_id: int, digest: str
) -> bool:
    """Tell whether a later page of a listing shows only what its other pages showed in this run.

    SPIP answers an offset past the end with the last page, and 200.
    """
    shown = {
        location(link.url): link.role
        for link in visit.links
        if link.role in (*RECORD_ROLES, Role.SECTION) and not _same_series(link.url, visit.url)
    }
    asked = {"site": site_id, "places": list(shown), "run": run_id, "page": page_id}
    rows = execute(session, LISTED_ELSEWHERE, asked)
    # sections stand in the menu of every page; an article counts when this very listing named it before
    known = {row.location for row in rows if row.role == Role.SECTION or _same_series(row.url, visit.url)}
    if Role.SECTION in {shown[place] for place in shown.keys() - known}:
        return False
    if shown.keys() == known:
        return True
    begin = _begin_of_series(visit.url)
    twins = {
        "site": site_id,
        "digest": digest,
        "run": run_id,
        "page": page_id,
        "first": begin,
        "last": f"{begin}@",
    }
    rows = execute(session, TWINS, twins)  # beside the list it may show others, which were named elsewhere
    return any(_same_series(row.url, visit.url) for row in rows)


def _begin_of_series(url: str) -> str:
    """Return how the locations of all pages of a listing begin; behind it stands nothing, a `?` or a `&`."""
    place, found = location(url), urls.pagination_of(url)
    begin = max(place.find(f"{sign}{found.name}=") for sign in "?&") if found else -1
    return place[:begin] if begin >= 0 else place.partition("?")[0]


def _same_series(url: str, other: str) -> bool:
    return urls.without_pagination(url) == urls.without_pagination(other)
