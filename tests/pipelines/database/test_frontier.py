"""Tests of `pipelines.database.frontier`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from osiris_crawler.items import Outcome, Role, Visit, Warning_
from pipelines.database.models import Page, PageState, Snapshot
from pipelines.database.models import Warning_ as WarningRow
from tests.pipelines.makers import OCTOBER, SITE, Archive, at, link, snapshot, unwanted, visit, wanted

if TYPE_CHECKING:
    from osiris_crawler.items import Link
    from pipelines.database.frontier import Frontier, FrontierPage


def add(store: Archive, frontier: Frontier, *links: Link, assess: Any = None) -> int:
    """Add links as found on no page."""
    with store.database.session() as session:
        return frontier.add(session, links, None, assess or wanted(), seen_at=at(0), run_id=store.run_id)


def take(store: Archive, frontier: Frontier, hours: float = 1) -> FrontierPage | None:
    """Take the next page at a time."""
    with store.database.session() as session:
        return frontier.next(session, at(hours))


def end(store: Archive, frontier: Frontier, seen: Visit) -> None:
    """Finish a visit in a transaction of its own."""
    with store.database.session() as session:
        frontier.finish(session, seen, wanted(), store.run_id)


def row(store: Archive, name: str) -> Page:
    """Return the row of an address."""
    with store.database.read() as session:
        return session.scalars(select(Page).where(Page.location == f"/{name}")).one()


def test_the_best_page_comes_first_then_the_oldest(store: Archive, frontier: Frontier) -> None:
    """Priority decides, then who was known first; a page in flight is not given again."""
    add(store, frontier, link("a"), link("b"))
    add(store, frontier, link("c"), assess=wanted(20))
    taken = [take(store, frontier) for _ in range(4)]
    assert [page.url.rsplit("/", 1)[1] if page else None for page in taken] == ["c", "a", "b", None]
    assert taken[0] is not None
    assert (taken[0].priority, taken[0].attempts, taken[0].role) == (20, 0, Role.ARTICLE)
    assert row(store, "a").state == PageState.IN_FLIGHT


def test_one_page_under_four_addresses_is_one_row(store: Archive, frontier: Frontier) -> None:
    """Scheme, www and default port make no second page; case and query do."""
    names = ["https://www.press.example/a", "http://press.example/a", "https://press.example:443/a"]
    found = [link("x").__class__(name, Role.ARTICLE) for name in names]
    assert add(store, frontier, *found, link("A"), link("a?page=2")) == 3


def test_what_the_scope_does_not_want_is_known_and_not_asked(store: Archive, frontier: Frontier) -> None:
    """An unwanted link is discovered only, until a wider scope wants it; a narrower one puts it back."""
    add(store, frontier, link("a"), assess=unwanted)
    assert take(store, frontier) is None
    with store.database.session() as session:
        assert frontier.rescope(session, wanted(5)) == 1
        assert frontier.rescope(session, wanted(5)) == 0
        assert frontier.counts(session)[PageState.DUE] == 1
        assert frontier.rescope(session, unwanted) == 0
        assert frontier.counts(session)[PageState.DISCOVERED] == 1


def test_a_link_that_says_more_completes_the_row(store: Archive, frontier: Frontier) -> None:
    """A page known from the sitemap takes path and date from the listing, and becomes due if wanted."""

    def listed_only(found: Link) -> int | None:
        return 7 if found.path else None

    add(store, frontier, link("a", listed_by_sitemap=True, modified_at="2024-11-01"), assess=listed_only)
    assert row(store, "a").state == PageState.DISCOVERED
    add(store, frontier, link("a", path=OCTOBER, text="Titre", listed_on="2024-10-03"), assess=listed_only)
    page = row(store, "a")
    assert (page.state, page.rank, page.path, page.text) == (PageState.DUE, -7, OCTOBER, "Titre")
    assert (page.year, page.month, page.listed_on) == (2024, 10, "2024-10-03")
    assert (page.listed_by_sitemap, page.modified_at) == (True, "2024-11-01")


def test_a_finished_page_keeps_all_of_its_visit(store: Archive, frontier: Frontier) -> None:
    """Outcome, status, time, snapshot, warnings and the links are stored together."""
    add(store, frontier, link("a"))
    page = take(store, frontier)
    assert page
    seen = visit(SITE + "a", page_id=page.id, links=[link("b"), link("b"), link("c")], snapshot=snapshot(3),
                 warnings=[Warning_("mojibake")])  # fmt: skip
    end(store, frontier, seen)
    kept = row(store, "a")
    assert (kept.state, kept.last_status, kept.last_visit_at) == (PageState.DONE, 200, at(0))
    assert kept.last_run_id == store.run_id
    assert row(store, "b").from_page_id == page.id
    with store.database.read() as session:
        assert session.get_one(Snapshot, kept.snapshot_id).offset == 3
        assert session.scalars(select(WarningRow.code).where(WarningRow.page_id == page.id)).all() == [
            "mojibake"
        ]


def test_page_warnings_end_when_they_no_longer_hold(store: Archive, frontier: Frontier) -> None:
    """A later visit without the warning closes it and keeps its dates."""
    end(store, frontier, visit(SITE + "a", warnings=[Warning_("mojibake")]))
    end(store, frontier, visit(SITE + "a", hours=3, warnings=[Warning_("mojibake")]))
    end(store, frontier, visit(SITE + "a", hours=9))
    with store.database.read() as session:
        held = session.execute(select(WarningRow.since_at, WarningRow.until_at)).all()
    assert [tuple(times) for times in held] == [(at(0), at(9))]


def test_a_page_visited_without_a_link_is_added_with_its_visit(store: Archive, frontier: Frontier) -> None:
    """It is the same row as that of a page that was added first; one that is known keeps what led to it."""
    unread = Warning_("no_title", "title", "")
    seen = {"path": OCTOBER, "snapshot": snapshot(), "warnings": [unread], "etag": '"1"', "status": 200}
    add(store, frontier, link("linked", path=OCTOBER, text="Un titre"), assess=unwanted)
    for name in ("new", "linked"):
        end(store, frontier, visit(SITE + name, hours=2, **seen))
    new, linked = row(store, "new"), row(store, "linked")
    own = {"id", "url", "location", "discovered_at"}
    led = {"text", "listing_run_id"}
    differing = {
        column.name
        for column in Page.__table__.columns
        if getattr(new, column.name) != getattr(linked, column.name)
    }
    assert differing <= own | led
    assert (new.state, new.last_visit_at, new.etag, new.path) == (PageState.DONE, at(2), '"1"', OCTOBER)
    assert linked.text == "Un titre"
    with store.database.read() as session:
        assert len(session.scalars(select(WarningRow)).all()) == 2


def test_failures_rest_longer_each_time(store: Archive, frontier: Frontier) -> None:
    """A failed page waits, is taken when nothing else is due, and rests longer after each failure."""
    add(store, frontier, link("a"))
    rests = []
    moment = 0.0
    for attempt in range(7):
        page = take(store, frontier, moment)
        assert page
        assert page.attempts == attempt
        failed = visit(SITE + "a", page_id=page.id, hours=moment, outcome=Outcome.FAILED, status=503)
        end(store, frontier, failed)
        due = row(store, "a").next_at
        assert due is not None
        rests.append(due - at(moment))
        assert take(store, frontier, moment) is None
        moment = (due - at(0)) / timedelta(hours=1)
    assert rests == sorted(rests)
    assert (rests[0], rests[-1]) == (timedelta(seconds=20), timedelta(days=7))
    end(store, frontier, visit(SITE + "a", hours=moment))
    assert row(store, "a").attempts == 0


def test_retry_after_is_obeyed(store: Archive, frontier: Frontier) -> None:
    """The pause that the server asks for is kept when it is the longer one; `next_at` tells when."""
    seen = visit(SITE + "a", outcome=Outcome.FAILED, status=429, retry_after=300)
    end(store, frontier, seen)
    with store.database.read() as session:
        assert frontier.next_at(session) == at(0) + timedelta(seconds=300)


def test_due_pages_come_before_those_that_failed(store: Archive, frontier: Frontier) -> None:
    """A rested page does not hold up pages that were never asked for."""
    end(store, frontier, visit(SITE + "a", outcome=Outcome.FAILED, status=500))
    add(store, frontier, link("b"), assess=wanted(-5))
    pages = [take(store, frontier), take(store, frontier)]
    assert [page.url for page in pages if page] == [SITE + "b", SITE + "a"]


def test_a_redirect_makes_its_target_due_with_what_is_known(store: Archive, frontier: Frontier) -> None:
    """The target inherits path and text, comes first, and is not asked for twice."""
    add(store, frontier, link("old", path=OCTOBER, text="Titre"), link("other"))
    page = take(store, frontier)
    assert page
    moved = visit(SITE + "old", page_id=page.id, outcome=Outcome.MOVED, status=301, redirect_to=SITE + "new",
                  permanent=True)  # fmt: skip
    end(store, frontier, moved)
    target = take(store, frontier)
    assert target
    assert (target.url, target.path, target.text) == (SITE + "new", OCTOBER, "Titre")
    assert row(store, "old").redirect_location == "/new"
    end(store, frontier, visit(SITE + "new", page_id=target.id))
    end(store, frontier, moved)
    assert row(store, "new").state == PageState.DONE


@pytest.mark.parametrize("target", ["https://elsewhere.example/x", SITE + "old", ""])
def test_a_redirect_that_leads_nowhere_useful_adds_nothing(
    store: Archive, frontier: Frontier, target: str
) -> None:
    """Other sites and circles are recorded as the page's end, and asked for by nobody."""
    add(store, frontier, link("old"))
    take(store, frontier)
    end(store, frontier, visit(SITE + "old", outcome=Outcome.MOVED, status=302, redirect_to=target))
    assert take(store, frontier) is None
    assert (row(store, "old").state, row(store, "old").redirect_to) == (PageState.MOVED, target)


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.GONE, PageState.GONE),
        (Outcome.REFUSED, PageState.REFUSED),
        (Outcome.FORBIDDEN, PageState.FORBIDDEN),
    ],
)
def test_other_ends_are_final_for_the_run(
    store: Archive, frontier: Frontier, outcome: Outcome, state: PageState
) -> None:
    """A page that is gone, refused or forbidden is not asked for again by itself."""
    end(store, frontier, visit(SITE + "a", outcome=outcome, status=404, reason="why: x"))
    assert (row(store, "a").state, row(store, "a").reason) == (state, "why: x")
    assert take(store, frontier) is None


def test_missing_since_is_the_first_404_in_a_row(store: Archive, frontier: Frontier) -> None:
    """A failure between does not end it; an answer does."""
    for hours, outcome in ((0, Outcome.GONE), (9, Outcome.FAILED), (30, Outcome.GONE)):
        end(store, frontier, visit(SITE + "a", hours=hours, outcome=outcome))
    assert row(store, "a").missing_since_at == at(0)
    end(store, frontier, visit(SITE + "a", hours=60))
    assert row(store, "a").missing_since_at is None


def listing(name: str, *articles: str, pages: tuple[str, ...] = ()) -> Visit:
    """Return the visit of one page of a listing."""
    found = [link(article, path=OCTOBER) for article in articles]
    found += [link(page, Role.SECTION, path=OCTOBER) for page in pages]
    return visit(SITE + name, role=Role.SECTION, links=found)


def test_a_page_past_the_end_of_a_listing_leads_no_further(store: Archive, frontier: Frontier) -> None:
    """A page that repeats what the listing showed in this run is marked, and its pagination not followed."""
    end(store, frontier, listing("-oct-", "a", "b", pages=("-oct-?debut=2",)))
    end(store, frontier, listing("-oct-?debut=2", "c", pages=("-oct-?debut=4",)))
    assert row(store, "-oct-?debut=2").reason == ""
    end(store, frontier, listing("-oct-?debut=4", "c", pages=("-oct-?debut=6",)))
    assert row(store, "-oct-?debut=4").reason == "past_end"
    with store.database.read() as session:
        assert session.scalars(select(Page.id).where(Page.location == "/-oct-?debut=6")).all() == []
    store.new_run()
    end(store, frontier, listing("-oct-?debut=2", "c"))
    assert row(store, "-oct-?debut=2").reason == ""


def test_a_page_with_new_sections_is_never_past_the_end(store: Archive, frontier: Frontier) -> None:
    """A listing of sections may show the same articles beside each of its pages."""
    end(store, frontier, listing("-all-", "a", pages=("-one-", "-all-?debut=2")))
    end(store, frontier, listing("-all-?debut=2", "a", pages=("-two-", "-all-?debut=4")))
    assert row(store, "-all-?debut=2").reason == ""
    end(store, frontier, listing("-all-?debut=4", "a", pages=("-two-", "-all-?debut=6")))
    assert row(store, "-all-?debut=4").reason == "past_end"


def test_the_digest_of_a_listing_is_that_of_its_set(store: Archive, frontier: Frontier) -> None:
    """Order makes no difference, one article more does."""
    digests = []
    for names in (("a", "b"), ("b", "a"), ("a", "b", "c")):
        end(store, frontier, listing("-oct-", *names))
        digests.append(row(store, "-oct-").articles_digest)
    assert digests[0] == digests[1] != digests[2]


def test_counts_tell_states_and_expected_articles(store: Archive, frontier: Frontier) -> None:
    """Progress knows its end: articles wanted, and those visited."""
    add(store, frontier, link("a"), link("b"), link("s", Role.SECTION))
    add(store, frontier, link("c"), assess=unwanted)
    end(store, frontier, visit(SITE + "a"))
    with store.database.read() as session:
        counts = frontier.counts(session)
        assert frontier.expected_articles(session) == (2, 1)
    assert counts[PageState.DUE] == 2
    assert counts[PageState.DISCOVERED] == 1
    assert counts[PageState.DONE] == 1
