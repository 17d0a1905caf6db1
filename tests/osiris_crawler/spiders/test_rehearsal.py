"""What the next run would ask."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from osiris_crawler.items import Role
from osiris_crawler.sites import profile_for
from osiris_crawler.spiders.options import CrawlOptions, options_from_text
from osiris_crawler.spiders.rehearsal import Outlook, outlook
from pipelines.database import runs
from tests.osiris_crawler.spiders.standin import SITE, Site, Walk

if TYPE_CHECKING:
    from pathlib import Path


def ahead(walk: Walk, options: CrawlOptions, days: int = 1) -> Outlook:
    """Look at the run of another day."""
    with walk.database.session() as session:
        site_id = runs.site_id(session, "test", SITE)
    return outlook(walk.database, options, profile_for(SITE), site_id, walk.now + timedelta(days=days))


def test_it_tells_what_the_next_run_then_asks(tmp_path: Path) -> None:
    """News, and the articles read longest ago; twice the same, since nothing is written."""
    walk, options = Walk(tmp_path, Site()), options_from_text(site=SITE, kinds="all", recheck=2)
    walk.run(options)
    found = ahead(walk, options)
    assert found == ahead(walk, options)
    assert (found.finished, found.rechecks, found.census) == (True, 2, False)
    assert found.due[Role.HOME] == found.due[Role.SITEMAP] == 1
    assert found.requests == 1 + len(walk.run(options))


def test_a_run_that_was_stopped_is_told_to_go_on(tmp_path: Path) -> None:
    """What is due counts, whoever was in flight too."""
    walk, options = Walk(tmp_path, Site()), options_from_text(site=SITE, kinds="all")
    walk.run(options, stop_after=5)
    found = ahead(walk, options)
    assert not found.finished
    assert found.rechecks == 0
    assert sum(found.due.values()) > 0


def test_the_seventh_run_is_a_census(tmp_path: Path) -> None:
    """It asks the sitemaps of years, which the outlook counts."""
    walk, options = Walk(tmp_path, Site()), options_from_text(site=SITE, kinds="all", recheck=0)
    for _ in range(7):
        walk.run(options)
    assert ahead(walk, options).census
