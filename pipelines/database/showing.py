"""What a listing, a sitemap or the home page shows, beside what it showed at the visit before."""

from __future__ import annotations

import hashlib
from typing import Any

from osiris_crawler.items import Outcome, Role, Visit, Warning_
from pipelines.database.addresses import location
from pipelines.database.periods import period_of

RECORD_ROLES = (Role.ARTICLE, Role.BREVE)
ROLES_THAT_LIST = (Role.SECTION, Role.HOME, Role.SITEMAP, Role.FEED)
SHRUNK_SHARE = 0.25
SHRUNK_LEAST = 3
"""A list that lost so many of its entries, and such a share of them, is worth a look."""
SHRANK = "list_shrank"
"""Code of the warning on such a page."""


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
    sections = _sections_below(visit, visit.path or known.path)
    values |= {
        "new_digest": articles_digest(visit),
        "new_shows_articles": articles,
        "new_shows_sections": sections,
    }
    year, month = period_of(visit.path or known.path)
    is_year = visit.role is Role.SECTION and year is not None and month is None
    for name, before, now, least in (
        ("articles", known.shows_articles, articles, SHRUNK_LEAST),
        ("sections", known.shows_sections, sections, 1 if is_year else SHRUNK_LEAST),
    ):
        share = 0.0 if least == 1 else SHRUNK_SHARE  # a month never leaves its year
        if shrank(before, now, least, share):
            visit.warnings.append(Warning_(SHRANK, "", f"{before} {name} before, {now} now"))
    return values


def shrank(before: int, now: int, least: int, share: float) -> bool:
    """Tell whether a list lost so much that its site should be looked at; always when it is empty now."""
    return (now == 0 and before > 1) or before - now >= max(least, before * share)


def articles_digest(visit: Visit) -> str:
    """Return a hash of the set of articles that a list shows; empty for pages that list nothing."""
    if visit.role not in ROLES_THAT_LIST:
        return ""
    shown = sorted({location(link.url) for link in visit.links if link.role in RECORD_ROLES})
    return hashlib.sha256("\n".join(shown).encode()).hexdigest()


def _sections_below(visit: Visit, own: tuple[str, ...]) -> int:
    """Return how many sections a page names that lie below it; menus name others, and change every year."""
    below = {
        location(link.url)
        for link in visit.links
        if link.role is Role.SECTION and link.path[: len(own)] == own and len(link.path) > len(own)
    }
    return len(below)
