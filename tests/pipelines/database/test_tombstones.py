"""Tests of `pipelines.database.tombstones`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from osiris_crawler.items import Outcome, Role
from pipelines.database import tombstones
from pipelines.database.frontier import Frontier
from pipelines.database.models import Article
from pipelines.database.records import save
from tests.pipelines.makers import SITE, Archive, article, visit, wanted

if TYPE_CHECKING:
    from osiris_crawler.items import Visit

MANY = 20


@pytest.fixture
def archive(store: Archive) -> Archive:
    """Twenty stored articles."""
    with store.database.session() as session:
        for number in range(MANY):
            one = article(
                f"{SITE}a{number}", title=f"Un titre {number}", published_on=f"2024-10-{number + 1:02}"
            )
            save(session, one, store.run_id)
            Frontier(store.site_id).finish(session, one.visit, wanted(), store.run_id)
    return store


def gone(number: int, hours: float) -> Visit:
    """Return a visit that found an article away."""
    return visit(f"{SITE}a{number}", outcome=Outcome.GONE, status=404, reason="http_404", hours=hours)


def refused(number: int, hours: float) -> Visit:
    """Return a visit that found the home page under an article's address."""
    return visit(f"{SITE}a{number}", outcome=Outcome.REFUSED, reason="home_page", hours=hours)


def well(number: int, hours: float) -> Visit:
    """Return a visit that found an article."""
    return visit(f"{SITE}a{number}", hours=hours)


def run(store: Archive, hours: float, *visits: Visit, home: Outcome = Outcome.DONE) -> int:
    """Make a run of these visits; return how many articles it buried."""
    with store.database.session() as session:
        run_id = store.new_run_id(session, hours)
        frontier = Frontier(store.site_id)
        for seen in (visit(SITE, role=Role.HOME, outcome=home, hours=hours), *visits):
            frontier.finish(session, seen, wanted(), run_id)
        return len(tombstones.bury(session, store.site_id, run_id))


def test_two_404s_a_day_apart_make_an_article_gone(archive: Archive) -> None:
    """One does not, nor two within hours; the text stays."""
    assert run(archive, 24, gone(0, 24), *(well(n, 24) for n in range(1, 9))) == 0
    assert run(archive, 30, gone(0, 30), *(well(n, 30) for n in range(1, 9))) == 0
    assert run(archive, 49, gone(0, 49), *(well(n, 49) for n in range(1, 9))) == 1
    with archive.database.read() as session:
        assert list(session.scalars(select(Article.url).where(Article.status == "gone"))) == [SITE + "a0"]


def test_the_home_page_in_between_is_no_article(archive: Archive) -> None:
    """A cache accident between two 404s says nothing of the article; anything read from its page does."""
    run(archive, 24, gone(0, 24), gone(1, 24), *(well(n, 24) for n in range(2, 9)))
    no_title = visit(f"{SITE}a1", outcome=Outcome.REFUSED, reason="no_title", hours=49)
    assert run(archive, 49, refused(0, 49), no_title, *(well(n, 49) for n in range(2, 9))) == 0
    assert run(archive, 74, gone(0, 74), gone(1, 74), *(well(n, 74) for n in range(2, 9))) == 1


def test_an_article_that_came_back_in_between_is_not(archive: Archive) -> None:
    """The count begins anew."""
    run(archive, 24, gone(0, 24), well(1, 24))
    run(archive, 48, well(0, 48))
    assert run(archive, 72, gone(0, 72), well(1, 72)) == 0


def test_never_when_the_site_as_a_whole_is_away(archive: Archive) -> None:
    """Every article answers 404, two nights long."""
    assert run(archive, 24, *(gone(n, 24) for n in range(10))) == 0
    assert run(archive, 50, *(gone(n, 50) for n in range(MANY))) == 0


@pytest.mark.parametrize("home", [Outcome.REFUSED, Outcome.FAILED, Outcome.GONE])
def test_never_when_the_home_page_is_none(archive: Archive, home: Outcome) -> None:
    """The site fails."""
    run(archive, 24, gone(0, 24), well(1, 24))
    assert run(archive, 50, gone(0, 50), well(1, 50), home=home) == 0


def test_never_when_the_home_page_stands_under_articles_addresses(archive: Archive) -> None:
    """SPIP does that; a 404 of yesterday proves nothing on such a day."""
    run(archive, 24, gone(0, 24), *(well(n, 24) for n in range(1, 9)))
    assert run(archive, 50, gone(0, 50), *(refused(n, 50) for n in range(1, 9))) == 0
    assert run(archive, 75, refused(0, 75), *(well(n, 75) for n in range(1, 9))) == 0


def test_many_deleted_articles_are_buried_when_the_others_are_well(archive: Archive) -> None:
    """What was away before is asked because it was; the others tell how the site is."""
    assert run(archive, 24, *(gone(n, 24) for n in range(12)), *(well(n, 24) for n in range(12, 17))) == 0
    assert run(archive, 50, *(gone(n, 50) for n in range(12)), *(well(n, 50) for n in range(12, 17))) == 12
