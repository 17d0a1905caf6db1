"""Tests of `pipelines.database.hits`: pages that neither skip nor repeat, in every order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from osiris_crawler.errors import UsageError
from pipelines.database.editions import Edition
from pipelines.database.filtering import Filter
from pipelines.database.hits import Mark, Order, page
from pipelines.database.records import save
from tests.pipelines.makers import SITE, article, at

if TYPE_CHECKING:
    from tests.pipelines.makers import Archive

DAYS = ("2024-10-01", "2024-10-01", "2024-10", "", "2023-05-02", "2025", "2024-10-02")


@pytest.fixture
def seven(store: Archive) -> Archive:
    """Give seven articles, two of one day, one without a date; « fibre » in the titles of two."""
    with store.database.session() as session:
        for number, day in enumerate(DAYS):
            precision = {0: "", 4: "year", 7: "month"}.get(len(day), "day")
            save(
                session,
                article(
                    f"{SITE}a{number}", published_on=day, date_precision=precision,
                    title="La fibre" if number in {3, 4} else "Le câble", body=f"Le texte {number} de la fibre",
                ),
                store.run_id,
            )  # fmt: skip
    return store


def walked(
    store: Archive, chosen: Filter, order: Order, size: int, shown: Edition | None = None
) -> list[str]:
    """Return the addresses of all pages, forward; the way back has to be the same."""
    pages = []
    with store.database.read() as session:
        found = page(session, chosen, shown or Edition(), order, size=size)
        while True:
            pages.append([hit.values["url"].removeprefix(SITE) for hit in found.hits])
            if found.after is None:
                break
            found = page(session, chosen, shown or Edition(), order, size=size, after=found.after)
        back = [pages[-1]]
        while found.before is not None:
            found = page(session, chosen, shown or Edition(), order, size=size, before=found.before)
            back.append([hit.values["url"].removeprefix(SITE) for hit in found.hits])
    assert back[::-1] == pages
    return [name for names in pages for name in names]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 20])
def test_pages_cover_everything_once(seven: Archive, size: int) -> None:
    """By date in both directions what has no date comes last; by relevance the title counts most."""
    newest = walked(seven, Filter(), Order.NEWEST, size)
    assert newest[:2] == ["a5", "a6"]
    assert newest[-2:] == ["a4", "a3"]
    assert sorted(newest) == [f"a{number}" for number in range(7)]
    oldest = walked(seven, Filter(), Order.OLDEST, size)
    assert (oldest[0], oldest[-1]) == ("a4", "a3")
    best = walked(seven, Filter(query="fibre"), Order.RELEVANCE, size)
    assert set(best[:2]) == {"a3", "a4"}
    assert sorted(best) == sorted(newest)
    assert walked(seven, Filter(query="fibre -texte"), Order.RELEVANCE, size) == []
    assert len(walked(seven, Filter(query="cable OR -fibre"), Order.RELEVANCE, size)) == 5
    assert len(walked(seven, Filter(query="fibre"), Order.RELEVANCE, size, Edition(as_of=at(9)))) == 7


def test_without_a_word_relevance_is_the_newest_first(seven: Archive) -> None:
    """There is nothing to rank by."""
    assert walked(seven, Filter(query="-absent"), Order.RELEVANCE, 3) == walked(
        seven, Filter(), Order.NEWEST, 3
    )


def test_a_page_stays_when_articles_come_in(seven: Archive) -> None:
    """What was on the first page is not shown again on the second."""
    with seven.database.read() as session:
        first = page(session, Filter(), Edition(), Order.NEWEST, size=3)
    with seven.database.session() as session:
        save(session, article(SITE + "new", published_on="2026-01-01"), seven.run_id)
    with seven.database.read() as session:
        second = page(session, Filter(), Edition(), Order.NEWEST, size=3, after=first.after)
    assert not {hit.number for hit in first.hits} & {hit.number for hit in second.hits}
    assert len(second.hits) == 3


def test_a_hit_shows_where_it_was_found(seven: Archive) -> None:
    """Title and passage have the words marked."""
    with seven.database.read() as session:
        hit = page(session, Filter(query="fibre title:fibre"), Edition(), Order.RELEVANCE, size=1).hits[0]
    assert [piece.text for piece in hit.title if piece.marked] == ["fibre"]
    assert [piece.text for piece in hit.passage if piece.marked] == ["fibre"]
    assert hit.values["source"] == "Le Courrier"


def test_places_are_read_back() -> None:
    """What an address carries is the place it came from; anything else is refused."""
    mark = Mark(-1.25e-7, "2024-10", "abc")
    assert Mark.read(str(mark)) == mark
    for text in ("", "a~b", "x~2024~k", "1~2~3~4"):
        with pytest.raises(UsageError, match="Begin at the first page"):
            Mark.read(text)
