"""The size of an archive by what a survey saw."""

from __future__ import annotations

import tracemalloc
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from osiris_crawler.items import Link, Role
from osiris_crawler.spiders.options import options_from_text
from osiris_crawler.spiders.scope import Scope
from osiris_crawler.spiders.size import further_pages, size
from pipelines.database import runs
from pipelines.database.engine import open_database
from pipelines.database.frontier import Frontier
from tests.osiris_crawler.spiders.standin import PRESS, SITE
from tests.osiris_crawler.spiders.test_scope import WORDS

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2025, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("articles", "listings", "pages"),
    [(0, 300, 0), (30, 0, 0), (100, 300, 0), (3_000, 300, 175), (45_000, 324, 4_340)],
)
def test_listings_have_further_pages_by_the_articles_on_them(
    articles: int, listings: int, pages: int
) -> None:
    """Months of a few articles hardly any, months of 140 some thirteen."""
    assert further_pages(articles, listings) == pages


def peak(folder: Path, articles: int) -> float:
    """Return the megabytes that telling the size of so many listed articles takes at once."""
    database = open_database(folder)
    with database.session() as session:
        site_id = runs.site_id(session, "test", SITE)
    path = (PRESS, "Année 2024", "Mai 2024")
    for at in range(0, articles, 1_000):
        links = [
            Link(f"{SITE}article-{at + number}.html", Role.ARTICLE, path=path) for number in range(1_000)
        ]
        with database.session() as session:
            Frontier(site_id).add(session, links, None, lambda _: 5, seen_at=NOW)
    options = options_from_text(site=SITE)
    with database.read() as session:
        tracemalloc.start()
        found = size(session, site_id, Scope(WORDS, options.kinds))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    database.close()
    assert found.articles >= 0
    return most / 1e6


def test_the_size_is_told_in_little_memory(tmp_path: Path) -> None:
    """Six times the pages take no more of it."""
    assert peak(tmp_path / "large", 12_000) < peak(tmp_path / "small", 2_000) + 0.5
