"""Which known listings a later run asks again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.osiris_crawler.spiders.standin import MAY, Site, Walk, article, section

if TYPE_CHECKING:
    from pathlib import Path


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
