"""What an unchanged archive of 27 years costs a night, counted in the server's log: an ordinary run, and a census."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from osiris_crawler import urls
from osiris_crawler.items import Role
from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.faults import Faults
from osiris_crawler.sample.server import SampleSite
from tests.services.nights import Nights, faketime_library

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.service,
    pytest.mark.skipif(faketime_library() is None, reason="libfaketime is not installed"),
]
CUT = 2_300
"""More articles than SPIP's sitemap names without a year."""
NOTHING_NEW = 6
CENSUS = 40
YEARS = 27
ROLES = {"/robots.txt": "robots.txt", "/sitemap.xml": "sitemap"}


def asked(nights: Nights, *more: str) -> Counter[str]:
    """Crawl a night; return how many requests of each role the server logged."""
    before = len(nights.site.requests)
    code, said = nights.crawl(*more)
    assert code == 0, said
    return Counter(role_of(path) for path in nights.site.paths()[before:])


def role_of(path: str) -> str:
    """Name what a request was made for."""
    if "annee=" in path:
        return "sitemap of a year"
    return ROLES.get(path) or str(urls.role_of(f"http://127.0.0.1{path}"))


@pytest.mark.parametrize(
    ("articles", "sitemap"),
    [(CUT, True), (430, True), (430, False)],
    ids=["cut sitemap", "whole sitemap", "none"],
)
def test_a_night_with_nothing_new_asks_next_to_nothing(
    tmp_path: Path, articles: int, *, sitemap: bool
) -> None:
    """Six requests, and forty in a census of all years; rechecks come on top as they were asked for."""
    with SampleSite(SampleArchive(articles), faults=Faults(sitemap=sitemap)) as site:
        nights = Nights(site, tmp_path)
        asked(nights)
        ordinary = asked(nights, "--recheck", "0")
        assert ordinary.total() <= NOTHING_NEW, ordinary
        census = asked(nights, "--recheck", "0", "--census")
        assert census.total() <= CENSUS, census
        assert census["sitemap of a year"] == (YEARS if sitemap else 0)
        rechecked = asked(nights, "--recheck", "20")
        assert rechecked[Role.ARTICLE] + rechecked[Role.BREVE] == 20
        assert rechecked.total() <= NOTHING_NEW + 20 + 2, rechecked
