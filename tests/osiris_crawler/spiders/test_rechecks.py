"""Which articles a run reads again: each comes round within a known number of runs, new ones more often."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import timedelta
from math import ceil
from statistics import mean
from typing import TYPE_CHECKING, Any
from zlib import crc32

import pytest
from sqlalchemy import select, update

from osiris_crawler.items import Outcome, Role
from osiris_crawler.spiders import rechecks
from pipelines.database import requeue
from pipelines.database.engine import open_database
from pipelines.database.frontier import Frontier
from pipelines.database.models import Page, PageState
from pipelines.database.records import save
from tests.pipelines.makers import DAY_ONE, SITE, Archive, archive, article, at, visit, wanted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from osiris_crawler.items import Link

NIGHTS = 1000
COUNT = 7
PLACES = COUNT - COUNT // rechecks.NEWER_SHARE


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive."""
    database = open_database(tmp_path)
    yield archive(database, tmp_path)
    database.close()


def publish(store: Archive, session: Session, name: str, night: int, age: int = 0) -> None:
    """Store an article that is read for the first time in a night, some days after its day."""
    day = (DAY_ONE + timedelta(days=night - age)).date().isoformat()
    seen = visit(f"{SITE}{name}.html", hours=24 * night)
    Frontier(store.site_id).finish(session, seen, wanted(), store.run_id)
    save(session, article(seen.url, visit=seen, published_on=day, title=name), store.run_id)


def drawn(session: Session, store: Archive, night: float, count: int = COUNT) -> list[str]:
    """Return the names that a night's run reads again, without reading them."""
    rechecks.recheck(session, store.site_id, count, at(24 * night))
    due = select(Page.url).where(Page.state == PageState.DUE).order_by(Page.last_visit_at, Page.id)
    return [url.removeprefix(SITE).removesuffix(".html") for url in session.scalars(due)]


def answer(session: Session, name: str, night: float, outcome: tuple[PageState, str]) -> None:
    """Let a page that was asked end in some way."""
    state, reason = outcome
    chosen = update(Page).where(Page.url == f"{SITE}{name}.html")
    session.execute(chosen.values(state=state, reason=reason, last_visit_at=at(24 * night)))


READ = (PageState.DONE, "")
ODD = ((PageState.MOVED, ""), (PageState.REFUSED, "not_wanted:page"))


def test_no_article_starves_in_a_thousand_nights(store: Archive) -> None:
    """Whatever becomes of pages and runs: stops half-way, pages that redirect or are not wanted, a narrower scope."""
    chance = random.Random(8)
    looked: dict[str, list[int]] = defaultdict(list)
    ended: list[int] = []
    waiting: list[str] = []

    def narrower(link: Link) -> int | None:
        return None if crc32(link.url.encode()) % 3 else 1

    with store.database.session() as session:
        for number in range(150):
            publish(store, session, f"old-{number}", 0, age=100 + 60 * number)
            looked[f"old-{number}"].append(0)
        for night in range(1, NIGHTS + 1):
            requeue.rescope(session, store.site_id, narrower)
            asked = drawn(session, store, night)
            assert len(set(asked) - set(waiting)) <= COUNT
            stopped = night % 6 == 0
            for name in asked[: len(asked) // 2 if stopped else None]:
                answer(session, name, night, chance.choice(ODD) if chance.random() < 0.1 else READ)
                looked[name].append(night)
            waiting = asked[len(asked) // 2 :] if stopped else []
            if not stopped:
                ended.append(night)
            if night % 3 == 0:
                publish(store, session, f"new-{night}", night)
                looked[f"new-{night}"].append(night)
    most = ceil(len(looked) / PLACES) + 1
    gaps = {
        name: max(
            sum(before < night <= after for night in ended)
            for before, after in zip(nights, [*nights[1:], NIGHTS], strict=True)
        )
        for name, nights in looked.items()
    }
    longest = max(gaps, key=lambda name: gaps[name])
    assert gaps[longest] <= most, (longest, gaps[longest], most)
    second = {name: nights[1] - nights[0] for name, nights in looked.items() if len(nights) > 1}
    assert mean(nights for name, nights in second.items() if name.startswith("new")) < most / 3


def test_new_articles_take_every_fifth_place(store: Archive) -> None:
    """Old ones have the others, and theirs too when there are fewer."""
    with store.database.session() as session:
        for number in range(20):
            publish(store, session, f"old-{number:02}", 0, age=900)
        for number in range(3):
            publish(store, session, f"new-{number}", 1)
        found = drawn(session, store, 8, 10)
        assert found == [*(f"old-{number:02}" for number in range(8)), "new-0", "new-1"]
        for name in found:
            answer(session, name, 8, READ)
        assert drawn(session, store, 9, 10) == [*(f"old-{number:02}" for number in range(8, 17)), "new-2"]


@pytest.mark.parametrize("count", [0, 1, 4])
def test_few_places_are_for_the_oldest(store: Archive, count: int) -> None:
    """And none when none is wanted."""
    with store.database.session() as session:
        for number in range(5):
            publish(store, session, f"a{number}", number)
        assert drawn(session, store, 9, count) == [f"a{number}" for number in range(count)]


def test_what_was_read_a_moment_ago_rests(store: Archive) -> None:
    """Two runs in a day do not read the same again, and other pages have no turn."""
    with store.database.session() as session:
        publish(store, session, "a", 0)
        listing = visit(SITE + "s.html", role=Role.SECTION)
        gone = visit(SITE + "g.html", outcome=Outcome.GONE)
        for seen in (listing, gone):
            Frontier(store.site_id).finish(session, seen, wanted(), store.run_id)
        assert drawn(session, store, 0.5) == []
        assert drawn(session, store, 1) == ["a"]


@pytest.mark.parametrize(
    "state",
    [(PageState.DISCOVERED, ""), *ODD, (PageState.REFUSED, "no_title"), (PageState.FORBIDDEN, "robots")],
)
def test_an_article_without_another_page_keeps_its_turn(store: Archive, state: tuple[PageState, Any]) -> None:
    """What other rules ask again, or nobody may ask, has no place here; nor has one that is read elsewhere."""
    has_turn = state in [(PageState.DISCOVERED, ""), *ODD]
    with store.database.session() as session:
        publish(store, session, "a", 0)
        answer(session, "a", 0, state)
        assert drawn(session, store, 2) == (["a"] if has_turn else [])
        answer(session, "a", 2, state)
        seen = visit(SITE + "b.html", hours=48)
        Frontier(store.site_id).finish(session, seen, wanted(), store.run_id)
        save(session, article(SITE + "a.html", visit=seen), store.run_id)
        assert "a" not in drawn(session, store, 4)
