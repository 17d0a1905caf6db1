"""The look at a site before its first crawl."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from osiris_crawler.items import Link, Outcome, Role, Visit
from osiris_crawler.spiders.options import options_from_text
from osiris_crawler.spiders.scope import Scope
from osiris_crawler.spiders.size import Size, size
from osiris_crawler.spiders.survey import REQUESTS, SAMPLES, Survey
from pipelines.database import runs
from pipelines.database.engine import open_database
from pipelines.database.frontier import Frontier
from tests.osiris_crawler.spiders.standin import PRESS, SITE, SITEMAP, Site, article, listed, section
from tests.osiris_crawler.spiders.test_scope import WORDS

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2025, 6, 1, tzinfo=UTC)
MONTHS = ("Janvier", "Février", "Mars", "Avril", "Mai", "Juin", "Juillet", "Août")


def look(folder: Path, pages: Site, **wishes: str) -> tuple[list[str], Size]:
    """Look a stand-in site over; return what was asked, and the size found."""
    options = options_from_text(site=SITE, kinds="all", **wishes)  # type: ignore[arg-type]
    database = open_database(folder)
    with database.session() as session:
        site_id = runs.site_id(session, "test", SITE)
        run_id = runs.start(session, site_id, "crawl", {}, NOW)
    frontier, scope = Frontier(site_id), Scope(WORDS, options.kinds, options.since, options.until)
    survey = Survey(database, frontier, scope, options, run_id)
    survey.begin(SITE, [SITEMAP], NOW)
    asked: list[str] = []
    while options.limit is None or len(asked) < options.limit:
        with database.session() as session:
            page = frontier.next(session, NOW)
        if page is None:
            if survey.more(NOW):
                continue
            break
        asked.append(page.url.removeprefix(SITE))
        links = list(pages(asked[-1]))
        visit = Visit(page.url, page.role, Outcome.DONE, NOW, page.id, 200, path=page.path, links=links)
        survey.note(visit)
        with database.session() as session:
            frontier.finish(session, visit, survey.assess, run_id)
    with database.read() as session:
        found = size(session, site_id, scope)
    database.close()
    return asked, found


def test_a_site_with_a_sitemap_is_known_by_its_years_and_a_few_articles(tmp_path: Path) -> None:
    """No listing of a month is asked: the sitemap says how many articles there are."""
    asked, found = look(tmp_path, Site())
    assert "-2025-.html" in asked
    assert "-mai-.html" not in asked
    assert sum(name in {"a.html", "b.html", "c.html", "r.html"} for name in asked) == 4
    assert (found.articles, found.sure, found.sitemaps) == (4, True, 1)


def test_without_a_sitemap_the_months_are_read(tmp_path: Path) -> None:
    """Their articles are counted where they are listed."""
    site = Site()
    del site.pages["sitemap.xml"]
    asked, found = look(tmp_path, site)
    assert {"-mai-.html", "-avril-.html", "-mars-.html"} <= set(asked)
    assert not found.sure
    assert found.articles >= 4


def test_years_with_a_sitemap_of_their_own_are_counted_by_the_share_wanted(tmp_path: Path) -> None:
    """Half a year is half of what its sitemap names."""
    site = Site()
    site.pages["sitemap.xml"] = listed(*(f"n{number}" for number in range(1_000)))
    site.pages["sitemap.xml?annee=2025"] = listed(*(f"n{number}" for number in range(300)))
    site.pages["sitemap.xml?annee=2024"] = listed(*(f"m{number}" for number in range(200)))
    site.pages["-Press-.html"] = [
        section("-2025-.html", PRESS, "Année 2025"),
        section("-2024-.html", PRESS, "Année 2024"),
    ]
    site.pages["-2024-.html"] = [article("x", PRESS, "Année 2024")]
    asked, found = look(tmp_path / "all", site)
    assert "sitemap.xml?annee=2024" in asked
    assert found.articles == 500
    _, part = look(tmp_path / "part", site, since="2025-01", until="2025-06")
    assert (part.articles, part.sure) == (150, True)


def test_further_pages_of_listings_are_not_asked(tmp_path: Path) -> None:
    """Their number tells enough."""
    site = Site()
    del site.pages["sitemap.xml"]
    further = Link(
        f"{SITE}-mai-.html?debut_articles=10", Role.SECTION, path=(PRESS, "Année 2025", "Mai 2025")
    )
    site.pages["-mai-.html"] = [*site.pages["-mai-.html"], further]
    asked, _ = look(tmp_path, site)
    assert "-mai-.html?debut_articles=10" not in asked


def months_of_a_long_archive() -> Site:
    """Return a site without a sitemap whose 200 months have 9 articles each, five in its first ten years."""
    site = Site()
    del site.pages["sitemap.xml"]
    years = range(2000, 2025)
    site.pages["-Press-.html"] = [section(f"-{year}-.html", PRESS, f"Année {year}") for year in years]
    for year in years:
        names = [f"{name} {year}" for name in MONTHS]
        site.pages[f"-{year}-.html"] = [
            section(f"-{year}-{at}-.html", PRESS, f"Année {year}", name) for at, name in enumerate(names)
        ]
        count = 5 if year < 2010 else 9
        for at, name in enumerate(names):
            site.pages[f"-{year}-{at}-.html"] = [
                article(f"a{year}-{at}-{number}", PRESS, f"Année {year}", name) for number in range(count)
            ]
    return site


def test_months_from_all_over_the_archive_tell_its_size(tmp_path: Path) -> None:
    """The newest alone would promise what the past never had; some articles are read all the same."""
    asked, found = look(tmp_path, months_of_a_long_archive(), limit="80")
    listings = [name for name in asked if name.count("-") == 3]
    assert any(name.startswith("-2000-") for name in listings)
    assert sum(name[:1] in {"a", "b", "c", "r"} for name in asked) == SAMPLES
    assert len(asked) == REQUESTS
    assert found.articles == pytest.approx(8 * (5 * 10 + 9 * 15), rel=0.1)


def test_a_cut_sitemap_without_years_does_not_tell_the_size(tmp_path: Path) -> None:
    """Then the months do."""
    site = months_of_a_long_archive()
    site.pages["sitemap.xml"] = listed(*(f"n{number}" for number in range(1_000)))
    site.pages["sitemap.xml?annee=2024"] = site.pages["sitemap.xml"]
    _, found = look(tmp_path, site, limit="80")
    assert not found.sure
    assert found.articles == pytest.approx(1480, rel=0.1)
