"""Which known listings a later run asks again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osiris_crawler.spiders.newest import NEWS
from osiris_crawler.spiders.options import options_from_text
from tests.osiris_crawler.spiders.standin import MAY, SITE, Site, Walk, article, listed, section

if TYPE_CHECKING:
    from pathlib import Path

NO_RECHECK = options_from_text(site=SITE, kinds="all", recheck=0)


def test_a_later_run_asks_what_may_show_news(tmp_path: Path) -> None:
    """Home, sitemap, the newest year and its newest month; no article again unless --recheck says so."""
    walk = Walk(tmp_path, Site())
    walk.run()
    expected = {
        "",
        "sitemap.xml",
        "-2025-.html",
        "-mai-.html",
    }
    assert set(walk.run(NO_RECHECK)) == expected


def test_an_empty_newest_month_does_not_hide_the_one_before(tmp_path: Path) -> None:
    """A calendar, or editors, open a month ahead; both are asked."""
    site = Site()
    june = ("Articles de presse", "Année 2025", "Juin 2025")
    site.pages["-2025-.html"] = [*site.pages["-2025-.html"], section("-juin-.html", *june)]
    site.pages["-juin-.html"] = []
    walk = Walk(tmp_path, site)
    walk.run()
    assert set(walk.run(NO_RECHECK)) == {"", "sitemap.xml", "-2025-.html", "-mai-.html", "-juin-.html"}


def test_new_articles_are_found_on_pages_pushed_over_the_end(tmp_path: Path) -> None:
    """A listing that shows a new article is followed on to its next page."""
    site = Site()
    site.pages["-mai-.html"] = [article("a", *MAY), section("-mai-.html?debut_articles=10", *MAY)]
    site.pages["-mai-.html?debut_articles=10"] = [article("a2", *MAY)]
    walk = Walk(tmp_path, site)
    walk.run()
    site.pages["-mai-.html"] = [article("new", *MAY), section("-mai-.html?debut_articles=10", *MAY)]
    site.pages["-mai-.html?debut_articles=10"] = [article("a", *MAY), article("a2", *MAY)]
    asked = walk.run(NO_RECHECK)
    assert {"new.html", "-mai-.html?debut_articles=10"} <= set(asked)
    assert "a2.html" not in asked


def test_a_site_without_years_is_asked_in_turn(tmp_path: Path) -> None:
    """Three of its sections a night, each as its turn comes; a census asks them all, and news in any is followed."""
    site = Site()
    names = [f"-S{number}-.html" for number in range(8)]
    site.pages = {"": [section(name, name[1:3]) for name in names], "sitemap.xml": listed("a0")}
    site.pages |= {name: [article(f"a{number}", name[1:3])] for number, name in enumerate(names)}
    walk = Walk(tmp_path, site)
    walk.run()
    nights = [walk.run(NO_RECHECK) for _ in range(3)]
    assert all(len(asked) == NEWS + 2 for asked in nights), nights
    assert {name for asked in nights for name in asked} == {"", "sitemap.xml", *names}
    site.pages[names[-1]] = [article("new", names[-1][1:3])]
    assert any("new.html" in walk.run(NO_RECHECK) for _ in range(3))
    census = walk.run(options_from_text(site=SITE, kinds="all", recheck=0, census=True))
    assert set(names) <= set(census)
