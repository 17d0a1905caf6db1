"""What a run asks first, and what it asks when its queue is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osiris_crawler.spiders.options import options_from_text
from tests.osiris_crawler.spiders.standin import SITE, Site, Walk, article, listed

if TYPE_CHECKING:
    from pathlib import Path

PRESS_ONLY = options_from_text(site=SITE, kinds="article")
NO_RECHECK = options_from_text(site=SITE, kinds="all", recheck=0)


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
    assert {"-Ressources-.html", "r.html"} <= set(walk.run())


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


def test_a_census_finds_what_was_missed_and_what_vanished(tmp_path: Path) -> None:
    """Back-dated and unlisted articles are asked for, and stored ones that the sitemap names no more."""
    site = Site()
    site.pages["sitemap.xml?annee=2025"] = listed("a", "b", "c", "backdated")
    walk = Walk(tmp_path, site)
    walk.run()
    site.pages["sitemap.xml"] = listed("a", "b", "r")
    site.pages["sitemap.xml?annee=2025"] = listed("a", "b", "backdated")
    asked = walk.run(options_from_text(site=SITE, kinds="all", census=True, recheck=0))
    assert {"c.html", "backdated.html"} <= set(asked)
    assert not {"a.html", "b.html", "r.html"} & set(asked)


def test_every_seventh_run_is_a_census(tmp_path: Path) -> None:
    """Without being asked for."""
    site = Site()
    site.pages["sitemap.xml?annee=2025"] = listed("a", "b")
    walk = Walk(tmp_path, site)
    years = [any("annee" in page for page in walk.run(NO_RECHECK)) for _ in range(9)]
    assert years == [False] * 7 + [True] + [False]


def test_old_articles_are_asked_again_by_age(tmp_path: Path) -> None:
    """As many as --recheck says, those read longest ago first."""
    walk = Walk(tmp_path, Site())
    walk.run()
    two = options_from_text(site=SITE, kinds="all", recheck=2)
    records = {"a.html", "b.html", "c.html", "r.html"}
    rounds = [{page for page in walk.run(two) if page in records} for _ in range(2)]
    assert [len(found) for found in rounds] == [2, 2]
    assert rounds[0] | rounds[1] == records


def test_what_a_whole_sitemap_names_no_more_is_asked_once(tmp_path: Path) -> None:
    """In an ordinary run too, before anything new that no listing names; the next run leaves it alone."""
    site = Site()
    walk = Walk(tmp_path, site)
    walk.run(NO_RECHECK)
    site.pages["sitemap.xml"] = listed("a", "b", "r", "c-anew")
    asked = walk.run(NO_RECHECK)
    assert asked.index("c.html") < asked.index("c-anew.html")
    assert "c.html" not in walk.run(NO_RECHECK)


def test_a_sitemap_without_articles_says_nothing_of_what_is_stored(tmp_path: Path) -> None:
    """An empty list is a fault of the list."""
    site = Site()
    walk = Walk(tmp_path, site)
    walk.run(NO_RECHECK)
    site.pages["sitemap.xml"] = []
    assert not {"a.html", "b.html", "c.html", "r.html"} & set(walk.run(NO_RECHECK))
