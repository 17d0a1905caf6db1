"""Tests of `pipelines.database.endless`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from osiris_crawler.items import Role, Visit
from pipelines.database import endless
from pipelines.database.frontier import Frontier
from pipelines.database.models import Page, Warning_
from tests.pipelines.makers import SITE, Archive, link, visit, wanted

if TYPE_CHECKING:
    from collections.abc import Iterable


def show(store: Archive, name: str, articles: Iterable[str] = (), sections: Iterable[str] = ()) -> str:
    """Store the visit of a list; return why its links were left."""
    links = [
        *map(link, articles),
        *(link(section, Role.SECTION, path=("Agenda", section)) for section in sections),
    ]
    with store.database.session() as session:
        known = session.scalar(select(Page.id).where(Page.url == SITE + name))
        seen: Visit = visit(SITE + name, role=Role.SECTION, links=links, page_id=known or 0)
        Frontier(store.site_id).finish(session, seen, wanted(), store.run_id)
        return session.scalars(select(Page.reason).where(Page.url == SITE + name)).one()


def known(store: Archive, name: str) -> bool:
    """Tell whether the frontier holds a page."""
    with store.database.read() as session:
        return session.scalar(select(Page.id).where(Page.url == SITE + name)) is not None


def codes(store: Archive) -> list[str]:
    """Return the warnings of all pages."""
    with store.database.read() as session:
        return list(session.scalars(select(Warning_.code)))


@pytest.mark.parametrize("articles", [(), ("beside",)], ids=["empty", "the same article on each"])
def test_a_calendar_is_left_after_two_years_of_nothing(store: Archive, articles: tuple[str, ...]) -> None:
    """Its links are not followed any more, and one warning says so."""
    reasons = [
        show(store, f"-m{n}-", articles, (f"-m{n - 1}-", f"-m{n + 1}-")) for n in range(endless.LONGEST + 1)
    ]
    assert reasons == [""] * endless.LONGEST + [endless.ENDLESS]
    assert codes(store) == [endless.ENDLESS]
    assert known(store, f"-m{endless.LONGEST}-")
    assert not known(store, f"-m{endless.LONGEST + 1}-")


def test_months_that_lead_to_each_other_are_followed(store: Archive) -> None:
    """However many, as long as one of them names something else now and then."""
    for number in range(3 * endless.LONGEST):
        articles = [f"a{number}"] if number % endless.LONGEST == 0 else []
        assert show(store, f"-m{number}-", articles, [f"-m{number + 1}-"]) == ""
    assert codes(store) == []


def test_sections_side_by_side_are_no_row(store: Archive) -> None:
    """A menu may name any number of empty ones."""
    names = [f"-s{number}-" for number in range(2 * endless.LONGEST)]
    show(store, "-top-", (), names)
    assert {show(store, name, (), names) for name in names} == {""}


def test_another_address_of_a_list_leads_to_no_more_of_them(store: Archive) -> None:
    """Its other links are good; an address that shows something else is a list of its own."""
    show(store, "-oct-", ["a"], ["-oct-?periode=1"])
    assert show(store, "-oct-?periode=1", ["a"], ["-oct-?periode=2", "-below-"]) == endless.SAME_LIST
    assert not known(store, "-oct-?periode=2")
    assert known(store, "-below-")
    show(store, "-sep-", ["b"], ["-sep-?periode=1"])
    assert show(store, "-sep-?periode=1", ["c"], ["-sep-?periode=2"]) == ""
    assert known(store, "-sep-?periode=2")
    assert codes(store) == [endless.SAME_LIST]


def test_sections_by_their_numbers_are_sections_of_their_own(store: Archive) -> None:
    """In SPIP's numeric addresses the parameter is the section."""
    show(store, "spip.php?rubrique1", [], ["spip.php?rubrique2"])
    assert show(store, "spip.php?rubrique2", [], ["spip.php?rubrique3"]) == ""
    assert known(store, "spip.php?rubrique3")


@pytest.mark.parametrize(
    ("first", "page"),
    [
        ("-oct-", "-oct-?debut={}"),
        ("-page-", "-page-?page={}"),
        ("spip.php?rubrique12", "spip.php?rubrique12&debut_articles={}"),
        ("spip.php?rubrique12&zone=1", "spip.php?rubrique12&debut_articles={}&zone=1"),
    ],
)
def test_a_list_of_newest_articles_beside_a_listing_does_not_hide_its_end(
    store: Archive, first: str, page: str
) -> None:
    """The home page named those first; a page that shows what one of the listing showed before is past its end."""
    two, four, six = (page.format(offset) for offset in (2, 4, 6))
    show(store, "-new-", ["b", "new"])
    show(store, first, ["a", "b", "new"], [two])
    assert show(store, two, ["c", "new"], [four]) == ""
    show(store, "-sep-", ["c", "new"])
    assert show(store, four, ["c", "new"], [six]) == endless.PAST_END
