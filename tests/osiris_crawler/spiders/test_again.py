"""Which pages that brought no article a later run asks for again, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from osiris_crawler.items import Outcome, Role
from osiris_crawler.spiders import again
from pipelines.database.addresses import location
from pipelines.database.engine import open_database
from pipelines.database.frontier import Frontier
from pipelines.database.models import Article, Page, PageState
from pipelines.database.records import save
from tests.pipelines.makers import OCTOBER, SITE, Archive, archive, article, at, link, visit, wanted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from osiris_crawler.items import Visit


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Archive]:
    """An archive with one listed article that is not stored, and a stored one."""
    database = open_database(tmp_path)
    made = archive(database, tmp_path)
    with database.session() as session:
        links = [link("a", path=OCTOBER), link("b", path=OCTOBER), link("beside")]
        Frontier(made.site_id).add(session, links, None, wanted(), seen_at=at(0))
        save(session, article(SITE + "b"), made.run_id)
    see(made, visit(SITE + "b"))
    yield made
    database.close()


def see(store: Archive, seen: Visit) -> None:
    """Store a visit."""
    with store.database.session() as session:
        Frontier(store.site_id).finish(session, seen, wanted(), store.run_id)


def lost(store: Archive, hours: float) -> list[str]:
    """Return the names that a run so many hours later asks for."""
    with store.database.read() as session:
        places = [
            *again.lost(session, store.site_id, at(hours)),
            *again.doubtful(session, store.site_id, at(hours)),
        ]
    return [place.removeprefix(location(SITE)) for place in places]


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [(Outcome.GONE, "http_404"), (Outcome.REFUSED, "home_page"), (Outcome.REFUSED, "no_title")],
)
def test_a_listed_article_that_is_not_there_is_asked_again(
    store: Archive, outcome: Outcome, reason: str
) -> None:
    """A day later, then after pauses that double; what no list names is not."""
    for name in ("a", "beside"):
        see(store, visit(SITE + name, outcome=outcome, reason=reason))
    assert lost(store, 12) == []
    assert lost(store, 30) == ["a"]
    see(store, visit(SITE + "a", outcome=outcome, reason=reason, hours=30))
    see(store, visit(SITE + "beside", outcome=outcome, reason=reason, hours=30))
    assert lost(store, 60) == []
    assert lost(store, 80) == ["a"]
    see(store, visit(SITE + "a", outcome=outcome, reason=reason, hours=80))
    assert lost(store, 170) == []
    assert lost(store, 180) == ["a"]


def test_a_kind_that_was_not_wanted_is_not_lost(store: Archive) -> None:
    """It was read, and left out on purpose."""
    see(store, visit(SITE + "a", outcome=Outcome.REFUSED, reason="not_wanted:page"))
    assert lost(store, 999) == []


def test_a_stored_article_that_was_away_is_asked_again_a_day_later(store: Archive) -> None:
    """So that its second 404 makes it gone; and a tombstone, in case it comes back."""
    see(store, visit(SITE + "b", outcome=Outcome.GONE, reason="http_404", hours=10))
    assert lost(store, 20) == []
    assert lost(store, 35) == ["b"]
    with store.database.session() as session:
        session.execute(update(Article).values(status="gone"))
    assert lost(store, 35) == ["b"]
    see(store, visit(SITE + "b", outcome=Outcome.GONE, reason="http_404", hours=35))
    assert lost(store, 60) == []


BETWEEN = (
    (Outcome.REFUSED, "home_page"),
    (Outcome.REFUSED, "redirects_to_home_page"),
    (Outcome.FAILED, "http_503"),
)


@pytest.mark.parametrize(("outcome", "reason"), BETWEEN)
@pytest.mark.parametrize("before", [0, 3])
def test_the_second_look_comes_in_the_next_run_a_day_later(
    store: Archive, outcome: Outcome, reason: str, before: int
) -> None:
    """Whatever came before the first 404 and after it: once a day, for a week, and then after growing pauses."""
    for number in range(before):
        see(store, visit(SITE + "b", outcome=Outcome.REFUSED, reason="home_page", hours=1 + number / 10))
    see(store, visit(SITE + "b", outcome=Outcome.GONE, reason="http_404", hours=10))
    assert lost(store, 33) == []
    assert lost(store, 34) == ["b"]
    for night in range(1, 8):
        see(store, visit(SITE + "b", outcome=outcome, reason=reason, hours=10 + 24 * night))
        assert lost(store, 10 + 24 * night + 12) == [], "twice a day is too often"
        assert lost(store, 10 + 24 * night + 24) == (["b"] if night < 7 else [])
    if outcome is Outcome.REFUSED:
        assert lost(store, 10 + 24 * (7 + 64)) == ["b"]


def test_another_address_of_an_article_that_lives_is_asked_ever_more_seldom(store: Archive) -> None:
    """It answers 404 for good, and is no tombstone."""
    asked = []
    for night in range(250):
        if night == 0 or lost(store, 24 * night) == ["b"]:
            see(store, visit(SITE + "b", outcome=Outcome.GONE, reason="http_404", hours=24 * night))
            asked.append(night)
    assert asked == [*range(8), 7 + 64, 7 + 128, 7 + 192]


def test_so_many_second_looks_a_night_are_enough(store: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that fails is not hammered; those asked longest ago come first."""
    monkeypatch.setattr(again, "MOST_DOUBTFUL", 3)
    with store.database.session() as session:
        for number in range(5):
            save(session, article(f"{SITE}d{number}", title=f"Un titre {number}"), store.run_id)
    for number in range(5):
        see(store, visit(f"{SITE}d{number}", outcome=Outcome.GONE, reason="http_404", hours=5 - number))
    assert lost(store, 40) == ["d4", "d3", "d2"]


def test_what_robots_txt_barred_once_is_free_when_it_allows_it(store: Archive) -> None:
    """The scope decides anew; what it bars still stays barred."""
    for name in ("a", "b"):
        see(store, visit(SITE + name, outcome=Outcome.FORBIDDEN, reason="robots"))
    with store.database.session() as session:
        assert again.free(session, store.site_id, lambda url: url.endswith("a")) == 1
        states = {row.url: row.state for row in session.execute(select(Page.url, Page.state))}
    assert states[SITE + "a"] == PageState.DISCOVERED
    assert states[SITE + "b"] == PageState.FORBIDDEN


def test_a_plan_that_names_half_of_the_articles_is_a_list_of_its_own(store: Archive) -> None:
    """The home page in its place names a few, and a plan of sections none."""
    plan = f"{SITE}spip.php?page=plan"
    with store.database.session() as session:
        frontier = Frontier(store.site_id)
        more = [link(f"c{number}", path=OCTOBER) for number in range(10)]
        frontier.add(session, more, None, wanted(), seen_at=at(0))
        for count, most in ((0, False), (3, False), (8, True)):
            links = [link(f"c{number}", listed_by_sitemap=True) for number in range(count)]
            frontier.finish(session, visit(plan, role=Role.SITEMAP, links=links), wanted(), store.run_id)
            assert again.plan_names_most(session, store.site_id, SITE) is most


def test_a_section_that_showed_the_home_page_is_asked_every_day(store: Archive) -> None:
    """Else the newest month would be lost after an outage; a dead one comes after growing pauses."""
    for hours in (0, 24, 48):
        refused = {"outcome": Outcome.REFUSED, "reason": "home_page"}
        see(store, visit(SITE + "-oct-", role=Role.SECTION, path=OCTOBER, hours=hours, **refused))
        dead = {"outcome": Outcome.GONE, "reason": "http_404"}
        see(store, visit(SITE + "-nov-", role=Role.SECTION, path=OCTOBER, hours=hours, **dead))
    assert lost(store, 50) == []
    assert lost(store, 73) == ["-oct-"]
    assert lost(store, 48 + 97) == ["-oct-", "-nov-"]
