"""Tests of `pipelines.database.doubted`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from osiris_crawler.items import Outcome, Warning_
from pipelines.database import runs
from pipelines.database.addresses import location
from pipelines.database.changed import Changes, changes
from pipelines.database.doubted import DOUBTED, doubted_runs, in_doubt
from pipelines.database.frontier import Frontier
from pipelines.database.records import save
from tests.pipelines.makers import DAY_ONE, SITE, Archive, article, at, visit, wanted

if TYPE_CHECKING:
    from osiris_crawler.items import Article

MANY = 4
WRONG = {"title": "Le titre de tous", "body": "Le même texte sous chaque adresse."}


def item(number: int, hours: float, **values: Any) -> Article:
    """Return the reading of one of some articles."""
    told = {"title": f"Un titre {number}", "published_on": f"2024-10-{number + 1:02}"}
    return article(f"{SITE}a{number}", hours=hours, **(told | values))


def night(store: Archive, hours: float, *seen: Article, doubted: bool = False) -> Changes:
    """Store what a run reads, and its end; return what it found changed."""
    with store.database.session() as session:
        past = runs.completed(session, store.site_id)
        options = {"kinds": ["article"]}
        run_id = runs.start(session, store.site_id, "crawl", options, at(hours))
        for one in seen:
            save(session, one, run_id)
            Frontier(store.site_id).finish(session, one.visit, wanted(), run_id)
        stats = {DOUBTED: len(seen)} if doubted else {}
        runs.finish(session, run_id, at(hours + 1), "unhealthy" if doubted else "healthy", 0, stats)
        return changes(session, store.site_id, run_id, at(hours), DAY_ONE, doubted_runs(past))


def asked(store: Archive, hours: float, most: int = 99) -> list[str]:
    """Return the names that a run would ask."""
    with store.database.read() as session:
        found = in_doubt(session, store.site_id, at(hours), most)
    return [place.removeprefix(location(SITE)) for place in found]


@pytest.fixture
def archive(store: Archive) -> Archive:
    """Some articles that an ordinary first run stored."""
    night(store, 0, *(item(number, 0) for number in range(MANY)))
    return store


def test_what_a_verdict_doubts_is_asked_the_next_night(archive: Archive) -> None:
    """The article that changed, not the others, and once a day."""
    night(archive, 24, item(1, 24, **WRONG), item(2, 24), doubted=True)
    assert asked(archive, 30) == []
    assert asked(archive, 47) == ["a1"]


def test_changes_that_no_verdict_names_are_not_asked(archive: Archive) -> None:
    """Editors may change what they like."""
    night(archive, 24, item(1, 24, **WRONG))
    assert asked(archive, 48) == []


def test_the_doubt_ends_with_what_was_known_before(archive: Archive) -> None:
    """Such a return is no change to be named, nor asked again, even if its run has changes in doubt of its own."""
    night(archive, 24, item(1, 24, **WRONG), item(2, 24, **WRONG), doubted=True)
    found = night(archive, 48, item(1, 48), item(2, 48, body="Encore autre chose."), doubted=True)
    assert (found.returned.urls, found.articles, list(found.fields)) == ([SITE + "a1"], 1, ["title", "body"])
    assert asked(archive, 72) == ["a2"]


def test_a_fault_that_comes_back_is_named_again(archive: Archive) -> None:
    """What a doubted run stored is nothing to return to; what was there before it is, over several faults."""
    for hours, values in ((24, WRONG), (48, {}), (72, WRONG)):
        found = night(archive, hours, item(1, hours, **values), doubted=bool(values))
        assert found.returned.count == (not values)
    assert asked(archive, 96) == ["a1"]
    night(archive, 96, item(1, 96, title="Un autre accident"), doubted=True)
    assert night(archive, 120, item(1, 120)).returned.count == 1
    assert asked(archive, 144) == []


def test_a_doubt_that_stays_is_asked_ever_more_seldom(archive: Archive) -> None:
    """Every day for a week, then after twice the time: a site may mean it."""
    night(archive, 24, item(1, 24, **WRONG), doubted=True)
    nights = []
    for number in range(2, 70):
        if asked(archive, 24 * number) == ["a1"]:
            night(archive, 24 * number, item(1, 24 * number, **WRONG))
            nights.append(number - 1)
    assert nights == [1, 2, 3, 4, 5, 6, 7, 14, 28, 56]


def test_pages_that_lack_a_field_are_asked_again(archive: Archive) -> None:
    """Their articles keep the values; the page is looked at until it shows them."""
    lacking = [item(number, 24) for number in (0, 1)]
    for one in lacking:
        one.visit.warnings.append(Warning_("no_longer_shown", "published_on"))
    night(archive, 24, *lacking, doubted=True)
    assert asked(archive, 48) == ["a0", "a1"]
    night(archive, 48, item(1, 48))
    assert asked(archive, 72) == ["a0"]


def test_so_many_a_night_and_those_asked_longest_ago_first(archive: Archive) -> None:
    """A site that serves one page for all is not asked for all at once; what is away waits by other rules."""
    night(archive, 24, *(item(number, 25 - number / 10, **WRONG) for number in range(MANY)), doubted=True)
    assert asked(archive, 48, most=2) == ["a3", "a2"]
    with archive.database.session() as session:
        away = visit(f"{SITE}a3", outcome=Outcome.GONE, status=404, hours=26)
        Frontier(archive.site_id).finish(session, away, wanted(), archive.run_id)
    assert asked(archive, 48) == ["a2", "a1", "a0"]
