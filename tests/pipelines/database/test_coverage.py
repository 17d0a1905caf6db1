"""Tests of `pipelines.database.coverage`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osiris_crawler.items import Outcome, Role
from pipelines.database import coverage
from pipelines.database.coverage import Tally
from pipelines.database.frontier import Frontier
from pipelines.database.records import save
from tests.pipelines.makers import OCTOBER, SITE, Archive, article, at, link, unwanted, visit, wanted

if TYPE_CHECKING:
    from osiris_crawler.items import Article, Visit

MAY = ("Articles de presse", "Année 2025", "Mai 2025")


def end(store: Archive, seen: Visit, item: Article | None = None) -> None:
    """Store a visit, with its article if any."""
    with store.database.session() as session:
        if item is not None:
            save(session, item, store.run_id)
        Frontier(store.site_id).finish(session, seen, wanted(), store.run_id)


def scene(store: Archive) -> None:
    """Lists five articles in October and three in May, and visits some of them."""
    october = [
        link(name, path=OCTOBER, listed_on="2024-10-03") for name in ("a", "b", "gone", "moved", "broken")
    ]
    may = [link("c", path=MAY), link("d", Role.BREVE, path=MAY)]
    section = visit(SITE + "-oct-", role=Role.SECTION, links=[*october, *may, link("furniture")])
    end(store, section)
    with store.database.session() as session:
        links = [link("outside", path=("Ressources", "Lois"))]
        Frontier(store.site_id).add(session, links, None, unwanted, seen_at=at(0))
    end(store, visit(SITE + "a"), article(SITE + "a"))
    end(store, visit(SITE + "gone", outcome=Outcome.GONE, status=404))
    moved = visit(SITE + "moved", outcome=Outcome.MOVED, redirect_to=SITE + "a", permanent=True)
    end(store, moved)
    end(store, visit(SITE + "broken", outcome=Outcome.FAILED, status=500, reason="http_500"))
    end(store, visit(SITE + "c"), article(SITE + "c", title="Autre", published_on="2025-05-02"))


def test_months_set_lists_beside_the_archive(store: Archive) -> None:
    """Each month tells what the site lists, what is stored of it, missing, gone, and outside the scope."""
    scene(store)
    with store.database.read() as session:
        months = {(month.year, month.month): month for month in coverage.months(session)}
        total = coverage.total(session, store.site_id)
    assert months[2024, 10].tally == Tally(listed=4, stored=1, missing=2, gone=1, outside=0)
    assert months[2025, 5].tally == Tally(listed=2, stored=1, missing=1)
    assert (months[2024, 10].published, months[2025, 5].published) == (1, 1)
    assert months[0, 0].tally == Tally(outside=1)
    assert total == Tally(listed=6, stored=2, missing=3, gone=1, outside=1)


def test_a_deleted_article_is_missing_again(store: Archive) -> None:
    """What is stored is what the records say, not what the page's state remembers."""
    scene(store)
    with store.database.session() as session:
        for table in (
            "revision_source",
            "revision",
            "article_keyword",
            "article_section",
            "address",
            "article",
        ):
            session.connection().exec_driver_sql(f"DELETE FROM {table}")
    with store.database.read() as session:
        assert coverage.total(session).stored == 0
        assert coverage.total(session).missing == 5


def test_sections_and_missing_by_name(store: Archive) -> None:
    """Sections keep their path; each missing article is named with why, newest month first."""
    scene(store)
    with store.database.read() as session:
        sections = {section.path: section.tally for section in coverage.sections(session, store.site_id)}
        missing = list(coverage.missing(session, store.site_id))
    assert sections[MAY] == Tally(listed=2, stored=1, missing=1)
    assert sections["Ressources", "Lois"] == Tally(outside=1)
    assert [one.url.removeprefix(SITE) for one in missing] == ["d", "b", "broken"]
    assert (missing[2].reason, missing[2].attempts, missing[2].listed_on) == ("http_500", 1, "2024-10-03")


def test_an_article_without_date_and_a_month_without_listing(store: Archive) -> None:
    """Both have their place: year 0, and published without listed."""
    end(store, visit(SITE + "x"), article(SITE + "x", published_on="", date_precision=""))
    end(store, visit(SITE + "y"), article(SITE + "y", published_on="2003-01", date_precision="month"))
    with store.database.read() as session:
        months = coverage.months(session)
    assert [(month.year, month.month, month.published, month.tally) for month in months] == [
        (0, 0, 1, Tally()),
        (2003, 1, 1, Tally()),
    ]
