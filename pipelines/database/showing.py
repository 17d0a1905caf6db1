"""What a listing, a sitemap or the home page shows, beside what it showed at the visit before."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from sqlalchemy import bindparam, select, update

from osiris_crawler import urls
from osiris_crawler.items import Outcome, Role, Visit, Warning_
from pipelines.database.addresses import location
from pipelines.database.periods import period_of
from pipelines.database.tables import execute, page

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

RECORD_ROLES = (Role.ARTICLE, Role.BREVE)
ROLES_THAT_LIST = (Role.SECTION, Role.HOME, Role.SITEMAP, Role.FEED)
SHRUNK_SHARE = 0.25
SITEMAP_SHARE = 0.05
SHRUNK_LEAST = 3
"""A list that lost so many of its entries, and such a share of them, is worth a look."""
SHRANK = "list_shrank"
"""Code of the warning on such a page."""
PATHS = select(page.c.path).where(
    page.c.site_id == bindparam("site"),
    page.c.location.in_(bindparam("places", expanding=True)),
    page.c.role == Role.SECTION,
)
SECTIONS = select(page.c.url, page.c.path).where(
    page.c.site_id == bindparam("site"), page.c.role == Role.SECTION
)
SHOWS_SECTIONS = (
    update(page).where(page.c.id == bindparam("row_id")).values(shows_sections=bindparam("sections"))
)


def shown_columns(visit: Visit, known: Any) -> dict[str, Any]:
    """Return the columns of `page` that say what it lists; one that lost much of it gets a warning.

    Args:
        visit: the end of the visit; the warning is added to it.
        known: the row of the page before the visit.
    """
    values = {
        "new_role": visit.role,
        "new_digest": known.articles_digest,
        "new_shows_articles": known.shows_articles,
        "new_shows_sections": known.shows_sections,
    }
    if visit.outcome is not Outcome.DONE or visit.role not in ROLES_THAT_LIST:
        return values
    articles = len({location(link.url) for link in visit.links if link.role in RECORD_ROLES})
    share = SITEMAP_SHARE if visit.role is Role.SITEMAP else SHRUNK_SHARE
    _warn(visit, "articles", known.shows_articles, articles, SHRUNK_LEAST, share)
    return values | {"new_digest": articles_digest(visit), "new_shows_articles": articles}


def count_sections(session: Session, site_id: int, page_id: int, visit: Visit, known: Any) -> None:
    """Count the sections that lie right below the page, by their own breadcrumbs; a loss gets a warning.

    What a page names is not enough: menus and side blocks name other sections, and change every January.
    The sections of the page are in the frontier by now.

    Args:
        session: a write session.
        site_id: row of the site.
        page_id: row of the page.
        visit: the end of the visit; the warning is added to it.
        known: the row of the page before the visit.
    """
    if visit.outcome is not Outcome.DONE or visit.role not in {Role.SECTION, Role.HOME}:
        return
    own = () if visit.role is Role.HOME else tuple(visit.path or known.path)
    named = (link.url for link in visit.links if link.role is Role.SECTION)
    places = list({location(url) for url in named if not is_other_view(url, visit.url)})
    paths = execute(session, PATHS, {"site": site_id, "places": places}).scalars()
    # by the parent's label alone: after the January roll a year has other sections above it than its months know
    sections = sum(1 for path in paths if path and tuple(path[-2:-1]) == own[-1:])
    before = known.shows_sections
    if sections != before:
        execute(session, SHOWS_SECTIONS, {"row_id": page_id, "sections": sections})
    if sections < before:  # what links said of sections that had not been read yet may have been wrong then
        known_now = execute(session, SECTIONS, {"site": site_id})
        below = [row for row in known_now if row.path and tuple(row.path[-2:-1]) == own[-1:]]
        before = min(before, sum(1 for row in below if urls.pagination_of(row.url) is None))
    year, month = period_of(own)
    of_year = year is not None and month is None  # a month never leaves its year
    least, share = (1, 0.0) if of_year else (SHRUNK_LEAST, SHRUNK_SHARE)
    _warn(visit, "sections", before, sections, least, share)


def _warn(visit: Visit, what: str, before: int, now: int, least: int, share: float) -> None:
    if shrank(before, now, least, share):
        visit.warnings.append(Warning_(SHRANK, "", f"{before} {what} before, {now} now"))


def shrank(before: int, now: int, least: int, share: float) -> bool:
    """Tell whether a list lost so much that its site should be looked at; always when it is empty now."""
    return (now == 0 and before > 1) or before - now >= max(least, before * share)


def articles_digest(visit: Visit) -> str:
    """Return a hash of the set of articles that a list shows; empty for pages that list nothing."""
    if visit.role not in ROLES_THAT_LIST:
        return ""
    shown = sorted({location(link.url) for link in visit.links if link.role in RECORD_ROLES})
    return hashlib.sha256("\n".join(shown).encode()).hexdigest()


def is_other_view(url: str, other: str) -> bool:
    """Tell whether two addresses differ in a parameter only that does not say which section is meant."""
    plain = bare(url)
    return url != plain == bare(other) and urls.role_of(plain) is Role.SECTION


def bare(url: str) -> str:
    """Return an address without its query."""
    return urlunsplit(urlsplit(url)._replace(query=""))
