"""Which old listings a later run reads again, to see whether the menus still lead to every month and year."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import select

from osiris_crawler import urls
from osiris_crawler.items import Role
from pipelines.database import requeue
from pipelines.database.linking import as_link
from pipelines.database.models import Page, PageState

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from osiris_crawler.spiders.scope import Scope

CENSUS_REQUESTS = 40
"""A census asks no more than this, beside rechecks and addresses that nobody knew."""
ALWAYS = 3
"""robots.txt, the home page, and the sitemap or the feed."""
LISTINGS = 6
"""Old listings that a census reads again, as far as its requests reach."""
SHARE = 10
"""For every ten articles that a run reads again by age it reads one listing again."""


def listings_wanted(recheck: int, news: int, census_years: int | None) -> int:
    """Return how many old listings a run reads again.

    Args:
        recheck: articles that it reads again by age; a tenth of that in listings comes with them.
        news: listings that it asks for news.
        census_years: sitemaps of years that it asks as a census; None when it is none.
    """
    with_articles = -(-recheck // SHARE)
    if census_years is None:
        return with_articles
    return with_articles + max(1, min(LISTINGS, CENSUS_REQUESTS - ALWAYS - census_years - news))


def old_listings(
    session: Session, site_id: int, scope: Scope, count: int, now: datetime, besides: Collection[str] = ()
) -> list[str]:
    """Return the listings that tell most about where the menus lead, those read long ago before others.

    A listing weighs what it names: the months and years that no page read before it named in its last run. One
    page that lists the months of all years is so read again every night, and a year as its turn comes.

    Args:
        session: a session.
        site_id: row of the site.
        scope: of the run; what lies outside is left alone.
        count: so many.
        now: the present.
        besides: locations that the run asks for anyway.
    """
    columns = select(*requeue.LINK_COLUMNS, Page.location, Page.year, Page.month, Page.listing_page_id)
    columns = columns.add_columns(Page.last_visit_at)
    mine = (Page.site_id == site_id, Page.role == Role.SECTION, Page.state == PageState.DONE)
    rows = [row for row in session.execute(columns.where(*mine)) if urls.pagination_of(row.url) is None]
    names = Counter(row.listing_page_id for row in rows if row.year is not None)
    weights = []
    for row in rows:
        is_year = row.year is not None and row.month is None
        if row.location in besides or not (is_year or names[row.id]) or scope.assess(as_link(row)) is None:
            continue
        age = (now - row.last_visit_at).total_seconds()
        weights.append((-(is_year + names[row.id]) * age, row.id, row.location))
    return [place for _, _, place in sorted(weights)[:count]]
