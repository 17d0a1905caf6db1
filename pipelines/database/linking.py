"""Takes the links of a page into the frontier: new addresses are inserted, known ones learn what is new."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from sqlalchemy import bindparam, select, update

from osiris_crawler.items import Link, Role, Visit
from pipelines.database.addresses import location
from pipelines.database.models import PageState
from pipelines.database.periods import period_of
from pipelines.database.tables import execute, insert_new, insert_unless_known, page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

Assess: TypeAlias = "Callable[[Link], int | None]"
"""Gives the priority of a link (larger comes first), or None when the scope does not want it."""

CHUNK = 400
"""Addresses in one statement."""
KNOWN = select(
    page.c.id,
    page.c.location,
    page.c.url,
    page.c.role,
    page.c.state,
    page.c.rank,
    page.c.path,
    page.c.text,
    page.c.listed_on,
    page.c.listed_by_sitemap,
    page.c.independent_run_id,
    page.c.modified_at,
    page.c.last_visit_at,
    page.c.listing_page_id,
    page.c.listing_run_id,
).where(page.c.site_id == bindparam("site"), page.c.location.in_(bindparam("places", expanding=True)))
LEARNT = (
    "state",
    "rank",
    "path",
    "year",
    "month",
    "text",
    "listed_on",
    "listed_by_sitemap",
    "independent_run_id",
    "modified_at",
    "listing_page_id",
    "listing_run_id",
)
CHANGE = (
    update(page)
    .where(page.c.id == bindparam("row_id"))
    .values({name: bindparam(f"new_{name}") for name in LEARNT})
)
BEFORE = (
    page.c.id,
    page.c.attempts,
    page.c.rank,
    page.c.path,
    page.c.text,
    page.c.listed_on,
    page.c.missing_since_at,
    page.c.articles_digest,
    page.c.shows_articles,
    page.c.shows_sections,
    page.c.etag,
    page.c.last_modified,
    page.c.whole_snapshot_id,
)
"""What of a page the end of a visit looks at."""


class Unknown(NamedTuple):
    """What `BEFORE` would say of a page that is visited and not in the frontier yet."""

    path: tuple[str, ...]
    id: int = 0
    attempts: int = 0
    rank: int = 0
    text: str = ""
    listed_on: str = ""
    missing_since_at: None = None
    articles_digest: str = ""
    shows_articles: int = 0
    shows_sections: int = 0
    etag: str = ""
    last_modified: str = ""
    whole_snapshot_id: None = None


@dataclass(frozen=True)
class Origin:
    """The page that shows the links, and when."""

    page_id: int | None
    run_id: int | None
    seen_at: datetime


def take(session: Session, site_id: int, links: Iterable[Link], origin: Origin, assess: Assess) -> int:
    """Insert or merge links; return how many addresses were new.

    A known page whose path was unknown or led through no wanted section takes the better path, is assessed
    again, and becomes due when it is wanted now and was never visited.
    """
    added = 0
    for chunk in _chunks(_merged(links)):
        found = execute(session, KNOWN, {"site": site_id, "places": list(chunk)})
        known = {row.location: row for row in found}
        fresh = [
            _new_row(site_id, place, link, origin, assess(link))
            for place, link in chunk.items()
            if place not in known
        ]
        changes = [
            change
            for place, row in known.items()
            if (change := _change(row, chunk[place], origin, assess)) is not None
        ]
        if fresh:
            insert_unless_known(session, page, fresh)
            added += len(fresh)
        if changes:
            execute(session, CHANGE, changes)
    return added


def take_visited(session: Session, site_id: int, visit: Visit, ends: dict[str, Any]) -> int | None:
    """Insert a page that was visited without a link to it, with what its visit sets; None if it is known."""
    link = Link(visit.url, visit.role, path=visit.path)
    row = _new_row(site_id, location(visit.url), link, Origin(None, None, visit.fetched_at), None)
    return insert_new(session, page, row | ends)


def _merged(links: Iterable[Link]) -> dict[str, Link]:
    """Return one link for each location, with what any of its anchors says."""
    found: dict[str, Link] = {}
    for link in links:
        place = location(link.url)
        other = found.get(place)
        found[place] = link if other is None else join(other, link)
    return found


def join(first: Link, second: Link) -> Link:
    """Return the first link, completed by what only the second one says."""
    return replace(
        first,
        text=first.text or second.text,
        path=first.path if len(first.path) >= len(second.path) else second.path,
        listed_on=first.listed_on or second.listed_on,
        listed_by_sitemap=first.listed_by_sitemap or second.listed_by_sitemap,
        modified_at=first.modified_at or second.modified_at,
    )


def _chunks(links: dict[str, Link]) -> Iterator[dict[str, Link]]:
    pairs = iter(links.items())
    while chunk := dict(islice(pairs, CHUNK)):
        yield chunk


def _new_row(site_id: int, place: str, link: Link, origin: Origin, priority: int | None) -> dict[str, Any]:
    year, month = period_of(link.path, link.listed_on)
    return {
        "site_id": site_id, "location": place, "url": link.url, "role": link.role,
        "state": PageState.DISCOVERED if priority is None else PageState.DUE, "rank": -(priority or 0),
        "path": link.path, "year": year, "month": month, "text": link.text, "listed_on": link.listed_on,
        "listed_by_sitemap": link.listed_by_sitemap, "modified_at": link.modified_at,
        "independent_run_id": origin.run_id if link.listed_by_sitemap else None,
        "discovered_at": origin.seen_at, "from_page_id": origin.page_id,
        "listing_page_id": origin.page_id if link.path else None,
        "listing_run_id": origin.run_id if link.path else None, "attempts": 0, "reason": "",
        "redirect_location": "", "redirect_to": "", "redirect_permanent": False, "articles_digest": "",
    }  # fmt: skip


def as_link(row: Any) -> Link:
    """Return what a page's row knows of its address, in the form that a scope assesses."""
    return Link(
        url=row.url,
        role=Role(row.role),
        text=row.text,
        path=row.path,
        listed_on=row.listed_on,
        listed_by_sitemap=row.listed_by_sitemap,
        modified_at=row.modified_at,
    )


def _change(row: Any, link: Link, origin: Origin, assess: Assess) -> dict[str, Any] | None:
    """Return the new values of a known row, None when the link says nothing new."""
    listing = (row.listing_page_id, row.listing_run_id)
    independent = origin.run_id if link.listed_by_sitemap else row.independent_run_id
    by_itself = row.listing_page_id == row.id
    named_now = row.listing_run_id == origin.run_id and not by_itself
    if link.path and origin.page_id is not None and not named_now:
        listing = (origin.page_id, origin.run_id)  # the first listing of a run that names a page is kept
    elif independent == row.independent_run_id and _says_nothing_new(row, link):
        return None
    old = as_link(row)
    new = replace(
        old,
        text=old.text or link.text,
        path=_better_path(old, link, assess, same_run=row.listing_run_id == origin.run_id),
        listed_on=link.listed_on or old.listed_on,
        listed_by_sitemap=old.listed_by_sitemap or link.listed_by_sitemap,
        modified_at=link.modified_at or old.modified_at,
    )
    state, rank = row.state, row.rank
    if new != old and state in {PageState.DISCOVERED, PageState.DUE} and row.last_visit_at is None:
        priority = assess(new)
        if priority is not None:
            state, rank = PageState.DUE, min(-priority, rank) if state == PageState.DUE else -priority
    seen = (row.listing_page_id, row.listing_run_id, row.independent_run_id)
    if new == old and (*listing, independent) == seen:
        return None
    year, month = period_of(new.path, new.listed_on)
    values = (
        state,
        rank,
        new.path,
        year,
        month,
        new.text,
        new.listed_on,
        new.listed_by_sitemap,
        independent,
        new.modified_at,
    )
    return {"row_id": row.id} | {
        f"new_{name}": value for name, value in zip(LEARNT, (*values, *listing), strict=True)
    }


def _says_nothing_new(row: Any, link: Link) -> bool:
    """Tell at little cost what is true of most links: their page is known as they say."""
    return (
        (not link.path or link.path == row.path)
        and bool(row.text or not link.text)
        and link.listed_on in {"", row.listed_on}
        and link.modified_at in {"", row.modified_at}
        and (row.listed_by_sitemap or not link.listed_by_sitemap)
    )


def _better_path(old: Link, link: Link, assess: Assess, *, same_run: bool) -> tuple[str, ...]:
    """Choose between the path known and the one that a link brings.

    A path the scope wants beats one it does not. Else the one known stays, unless the new one leads on from
    it to the article, or is as long and of a later run (labels roll every year). Longer alone is no better:
    side blocks name sections below sections where they do not lie, and such paths grow.
    """
    if not link.path or link.path == old.path or len(set(link.path)) < len(link.path):
        return old.path
    if not old.path:
        return link.path
    wanted_before = assess(old) is not None
    wanted_now = assess(replace(old, path=link.path)) is not None
    if wanted_before != wanted_now:
        return link.path if wanted_now else old.path
    leads_on = old.role is not Role.SECTION and link.path[: len(old.path)] == old.path
    rolled = not same_run and len(link.path) == len(old.path)
    return link.path if leads_on or rolled else old.path
