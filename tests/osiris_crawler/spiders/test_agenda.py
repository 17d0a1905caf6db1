"""What a run asks first, and what it asks when its queue is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osiris_crawler.spiders.options import options_from_text
from tests.osiris_crawler.spiders.standin import SITE, Walk, article, listed, section

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from osiris_crawler.items import Link

PRESS = "Articles de presse"
MAY = (PRESS, "Année 2025", "Mai 2025")
APRIL = (PRESS, "Année 2025", "Avril 2025")
MARCH = (PRESS, "Année 2025", "Mars 2025")


class Site:
    """A small archive as links, which tests change between runs."""

    def __init__(self) -> None:
        self.pages: dict[str, Sequence[Link]] = {
            "": [section("-Press-.html", PRESS), section("-Ressources-.html", "Ressources")],
            "-Press-.html": [section("-2025-.html", PRESS, "Année 2025")],
            "-2025-.html": [section("-mai-.html", *MAY), section("-avril-.html", *APRIL),
                            section("-mars-.html", *MARCH)],
            "-mai-.html": [article("a", *MAY)],
            "-avril-.html": [article("b", *APRIL)],
            "-mars-.html": [article("c", *MARCH)],
            "-Ressources-.html": [article("r", "Ressources")],
            "sitemap.xml": listed("a", "b", "c", "r"),
        }  # fmt: skip

    def __call__(self, page: str) -> Sequence[Link]:
        return self.pages.get(page, [])


PRESS_ONLY = options_from_text(site=SITE, kinds="article")


def test_everything_is_asked_once_newest_first(tmp_path: Path) -> None:
    """Navigation, then each month's listing and articles."""
    asked = Walk(tmp_path, Site()).run()
    assert asked[:2] == ["", "sitemap.xml"]
    assert asked.index("-mai-.html") < asked.index("a.html") < asked.index("-avril-.html")
    assert len(asked) == len(set(asked)) == 12


def test_a_later_run_asks_what_may_show_news(tmp_path: Path) -> None:
    """Home, sitemap, top sections, the newest year and its two newest months; no article again."""
    walk = Walk(tmp_path, Site())
    walk.run()
    expected = {
        "",
        "sitemap.xml",
        "-Press-.html",
        "-Ressources-.html",
        "-2025-.html",
        "-mai-.html",
        "-avril-.html",
    }
    assert set(walk.run()) == expected


def test_a_run_that_stopped_is_continued_first(tmp_path: Path) -> None:
    """What was asked before is not asked again."""
    walk = Walk(tmp_path, Site())
    first = walk.run(stop_after=5)
    second = walk.run()
    assert not set(first) & set(second)
    assert len(first) + len(second) == 12


def test_new_articles_are_found_on_pages_pushed_over_the_end(tmp_path: Path) -> None:
    """A listing that shows a new article is followed on to its next page."""
    site = Site()
    site.pages["-mai-.html"] = [article("a", *MAY), section("-mai-.html?debut_articles=10", *MAY)]
    site.pages["-mai-.html?debut_articles=10"] = [article("a2", *MAY)]
    walk = Walk(tmp_path, site)
    walk.run()
    site.pages["-mai-.html"] = [article("new", *MAY), section("-mai-.html?debut_articles=10", *MAY)]
    site.pages["-mai-.html?debut_articles=10"] = [article("a", *MAY), article("a2", *MAY)]
    asked = walk.run()
    assert {"new.html", "-mai-.html?debut_articles=10"} <= set(asked)
    assert "a2.html" not in asked


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


def test_only_given_addresses(tmp_path: Path) -> None:
    """--url asks these, known or not, and nothing that they link to."""
    walk = Walk(tmp_path, Site())
    walk.run(stop_after=4)
    given = options_from_text(site=SITE, urls=[f"{SITE}-mars-.html", f"{SITE}other.html"])
    assert sorted(walk.run(given)) == ["-mars-.html", "other.html"]


def test_years_of_the_sitemap_are_asked_when_it_lacks_articles(tmp_path: Path) -> None:
    """One year is tried first; all others follow when it differs from the base."""
    site = Site()
    site.pages["-Press-.html"] = [section("-2025-.html", PRESS, "Année 2025"),
                                  section("-2024-.html", PRESS, "Année 2024"),
                                  section("-2023-.html", PRESS, "Année 2023")]  # fmt: skip
    site.pages["sitemap.xml"] = listed("a")
    site.pages["sitemap.xml?annee=2025"] = listed("a", "b", "c")
    site.pages["sitemap.xml?annee=2023"] = listed("old")
    asked = Walk(tmp_path, site).run()
    years = [page for page in asked if "annee" in page]
    assert years == ["sitemap.xml?annee=2025", "sitemap.xml?annee=2024", "sitemap.xml?annee=2023"]
    assert asked[-1] == "old.html"


def test_a_site_without_years_is_tried_once(tmp_path: Path) -> None:
    """When ?annee= changes nothing the other years are not asked, nor in the next run."""
    site = Site()
    site.pages["-Press-.html"] = [section("-2025-.html", PRESS, "Année 2025"),
                                  section("-2024-.html", PRESS, "Année 2024")]  # fmt: skip
    site.pages["sitemap.xml"] = site.pages["sitemap.xml?annee=2025"] = listed("a")
    walk = Walk(tmp_path, site)
    assert [page for page in walk.run() if "annee" in page] == ["sitemap.xml?annee=2025"]


def test_a_whole_sitemap_is_not_asked_by_year(tmp_path: Path) -> None:
    """One that names everything the navigation lists is enough."""
    assert not [page for page in Walk(tmp_path, Site()).run() if "annee" in page]


def test_limits_in_time_keep_unlisted_articles_of_whole_years_only(tmp_path: Path) -> None:
    """What a year's sitemap names lies in the year; for part of a year nobody can tell."""
    site = Site()
    site.pages["sitemap.xml"] = listed("a", "elsewhen")
    site.pages["sitemap.xml?annee=2025"] = listed("a", "b", "c", "unlisted")
    whole = Walk(tmp_path / "whole", site).run(options_from_text(site=SITE, kinds="all", since="2025"))
    assert "unlisted.html" in whole
    assert "elsewhen.html" not in whole
    part = Walk(tmp_path / "part", site).run(options_from_text(site=SITE, kinds="all", since="2025-04"))
    assert "unlisted.html" not in part
    assert "-mars-.html" not in part
