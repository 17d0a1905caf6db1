"""The site's own list of articles, whole or by years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from osiris_crawler.spiders import sitemaps
from osiris_crawler.spiders.options import options_from_text
from tests.osiris_crawler.spiders.standin import PRESS, SITE, Site, Walk, article, listed, section

if TYPE_CHECKING:
    from pathlib import Path


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
    """When ?annee= changes nothing the other years are not asked; later runs try it in a census only."""
    site = Site()
    site.pages["-Press-.html"] = [section("-2025-.html", PRESS, "Année 2025"),
                                  section("-2024-.html", PRESS, "Année 2024")]  # fmt: skip
    site.pages["sitemap.xml"] = site.pages["sitemap.xml?annee=2025"] = listed("a")
    walk = Walk(tmp_path, site)
    assert [page for page in walk.run() if "annee" in page] == ["sitemap.xml?annee=2025"]
    assert [page for page in walk.run() if "annee" in page] == []
    census = options_from_text(site=SITE, kinds="all", census=True)
    assert [page for page in walk.run(census) if "annee" in page] == ["sitemap.xml?annee=2025"]


def test_years_that_the_base_names_whole_are_not_asked(tmp_path: Path) -> None:
    """A cut sitemap leaves out the oldest; the year before the first that lacks something is asked too."""
    site = Site()
    years = range(2025, 2019, -1)
    site.pages["-Press-.html"] = [section(f"-{year}-.html", PRESS, f"Année {year}") for year in years]
    for year in years:
        site.pages[f"-{year}-.html"] = [article(f"y{year}", PRESS, f"Année {year}")]
        site.pages[f"sitemap.xml?annee={year}"] = listed(f"y{year}")
    site.pages["sitemap.xml"] = listed("y2025", "y2024", "y2023", "y2022")
    asked = Walk(tmp_path, site).run()
    assert [page[-4:] for page in asked if "annee" in page] == ["2022", "2021", "2020"]


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


@pytest.mark.parametrize(("count", "most"), [(27, 40), (33, 40), (45, 45 + 7)])
def test_a_census_of_many_years(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, most: int
) -> None:
    """Forty requests, robots.txt among them, up to 33 years; from there on seven more than years at most."""
    monkeypatch.setattr(sitemaps, "FULL", 10)
    site, years = Site(), range(2026 - count, 2026)
    site.pages = {
        "": [section("-Press-.html", PRESS)],
        "sitemap.xml": listed(*(f"a{year}" for year in years[-12:])),
    }
    site.pages["-Press-.html"] = [section(f"-{year}-.html", PRESS, f"Année {year}") for year in years]
    for year in years:
        path = (PRESS, f"Année {year}", f"Mai {year}")
        site.pages |= {
            f"-{year}-.html": [section(f"-mai{year}-.html", *path)],
            f"-mai{year}-.html": [article(f"a{year}", *path)],
            f"sitemap.xml?annee={year}": listed(f"a{year}"),
        }
    walk = Walk(tmp_path, site)
    walk.run()
    assert len(walk.run(options_from_text(site=SITE, kinds="all", recheck=0))) + 1 <= 6
    census = walk.run(options_from_text(site=SITE, kinds="all", recheck=0, census=True))
    assert sum("annee" in page for page in census) == count
    assert len(census) + 1 <= most
