"""What a run asks first, and what it asks when its queue is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osiris_crawler.spiders.options import options_from_text
from tests.osiris_crawler.spiders.standin import SITE, Site, Walk, article, listed

if TYPE_CHECKING:
    from pathlib import Path

PRESS_ONLY = options_from_text(site=SITE, kinds="article")


def test_everything_is_asked_once_newest_first(tmp_path: Path) -> None:
    """Navigation, then each month's listing and articles."""
    asked = Walk(tmp_path, Site()).run()
    assert asked[:2] == ["", "sitemap.xml"]
    assert asked.index("-mai-.html") < asked.index("a.html") < asked.index("-avril-.html")
    assert len(asked) == len(set(asked)) == 12


def test_a_run_that_stopped_is_continued_first(tmp_path: Path) -> None:
    """What was asked before is not asked again."""
    walk = Walk(tmp_path, Site())
    first = walk.run(stop_after=5)
    second = walk.run()
    assert not set(first) & set(second)
    assert len(first) + len(second) == 12


def test_full_asks_every_known_page_again(tmp_path: Path) -> None:
    """Articles included, within the scope."""
    walk = Walk(tmp_path, Site())
    first = walk.run()
    assert set(walk.run(options_from_text(site=SITE, kinds="all", full=True))) == set(first)
    press = walk.run(options_from_text(site=SITE, full=True))
    assert set(press) == set(first) - {"-Ressources-.html", "r.html"}


def test_a_wider_scope_asks_what_the_narrower_one_left(tmp_path: Path) -> None:
    """A section known and not wanted becomes due when its kind is."""
    walk = Walk(tmp_path, Site())
    site_without_sitemap = walk.answer
    walk.answer = lambda page: [] if page == "sitemap.xml" else site_without_sitemap(page)
    assert "-Ressources-.html" not in walk.run(PRESS_ONLY)
    assert walk.run() == ["-Ressources-.html", "r.html"]


def test_unlisted_articles_come_last_after_the_other_listings(tmp_path: Path) -> None:
    """Listings of other kinds tell what is not wanted; what no listing names is asked."""
    site = Site()
    site.pages["sitemap.xml"] = listed("a", "b", "c", "r", "unlisted")
    asked = Walk(tmp_path, site).run(PRESS_ONLY)
    assert asked[-2:] == ["-Ressources-.html", "unlisted.html"]
    assert "r.html" not in asked


def test_what_only_the_home_page_names_is_asked_too(tmp_path: Path) -> None:
    """Without a sitemap as well; a listing that could not be read as such loses nothing."""
    site = Site()
    site.pages["sitemap.xml"] = []
    site.pages[""] = [*site.pages[""], article("b"), article("beside")]
    asked = Walk(tmp_path, site).run()
    assert asked[-1] == "beside.html"
    assert asked.count("b.html") == 1


def test_only_given_addresses(tmp_path: Path) -> None:
    """--url asks these, known or not, and nothing that they link to."""
    walk = Walk(tmp_path, Site())
    walk.run(stop_after=4)
    given = options_from_text(site=SITE, urls=[f"{SITE}-mars-.html", f"{SITE}other.html"])
    assert sorted(walk.run(given)) == ["-mars-.html", "other.html"]
