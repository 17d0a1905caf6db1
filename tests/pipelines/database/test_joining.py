"""Tests of `pipelines.database.joining`: articles whose addresses the site changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update

from osiris_crawler.items import Outcome, Warning_
from pipelines.database import histories, sealing
from pipelines.database import tables as t
from pipelines.database.checking import problems
from pipelines.database.frontier import Frontier
from pipelines.database.identity import match
from pipelines.database.models import PageState
from pipelines.database.records import save
from tests.pipelines.makers import SITE, article, at, link, visit

if TYPE_CHECKING:
    from osiris_crawler.items import Article
    from tests.pipelines.makers import Archive

OLD, NEW = "Le-premier-satellite.html", "le-premier-satellite-africain.html"


def keep(store: Archive, item: Article) -> int:
    """Store an article and the end of its visit, as a crawl does."""
    with store.database.session() as session:
        frontier = Frontier(store.site_id)
        frontier.add(session, [link(item.visit.url.removeprefix(SITE))], None, store.assess, seen_at=at(0))
        saved = save(session, item, store.run_id)
        frontier.finish(session, item.visit, store.assess, store.run_id)
        return saved.article_id


def redirected(store: Archive, name: str, target: str, *, hours: float, permanent: bool = True) -> None:
    """Store that an address answers with a redirect now."""
    seen = visit(
        SITE + name,
        outcome=Outcome.MOVED,
        status=301,
        redirect_to=SITE + target,
        permanent=permanent,
        hours=hours,
    )
    with store.database.session() as session:
        Frontier(store.site_id).finish(session, seen, store.assess, store.run_id)


def declared(name: str, **values: Any) -> Article:
    """Return an article whose page names its own address as the canonical one."""
    return article(SITE + name, canonical=SITE + name, **values)


def rows(store: Archive) -> list[Any]:
    """Return all articles."""
    with store.database.read() as session:
        return list(session.execute(select(t.article).order_by(t.article.c.id)).all())


def both(store: Archive, **values: Any) -> tuple[int, int]:
    """Store an article under its old address and, a day later, under its new one."""
    first = keep(store, declared(OLD, keywords=["Espace", "Satellite"]))
    store.new_run()
    second = keep(store, declared(NEW, hours=24, keywords=["Satellite", "Afrique"], **values))
    return first, second


def test_the_old_address_is_asked_when_a_new_one_shows_the_same(store: Archive) -> None:
    """Canonical links of two days part them for the moment; the old page is due again."""
    first, second = both(store)
    assert first != second
    with store.database.read() as session:
        states = dict(session.execute(select(t.page.c.url, t.page.c.state)).all())
    assert states == {SITE + OLD: PageState.DUE, SITE + NEW: PageState.DONE}


def test_pages_that_answer_on_one_day_stay_two(store: Archive) -> None:
    """What was read in this run says of today that it is another article: nothing is asked again."""
    assert keep(store, declared(OLD)) != keep(store, declared(NEW, hours=1))
    with store.database.read() as session:
        assert set(session.execute(select(t.page.c.state)).scalars()) == {PageState.DONE}


def test_a_redirect_joins_what_is_stored_twice(store: Archive) -> None:
    """One article is left, under the id known first, with addresses, revisions and histories of both."""
    first, _ = both(store, body="Un texte corrigé depuis.")
    key = rows(store)[0].key
    redirected(store, OLD, NEW, hours=25)
    (row,) = rows(store)
    assert (row.id, row.key, row.url, row.revision) == (first, key, SITE + NEW, 2)
    assert (row.keywords, row.first_seen_at, row.last_seen_at) == ("Satellite; Afrique", at(0), at(24))
    with store.database.read() as session:
        addresses = session.execute(select(t.address.c.article_id, t.address.c.url)).all()
        numbers = session.execute(
            select(t.revision.c.number, t.revision.c.body).order_by(t.revision.c.number)
        )
        had = session.execute(
            select(t.keyword.c.name, t.article_keyword.c.since_at, t.article_keyword.c.until_at)
            .join(t.keyword, t.keyword.c.id == t.article_keyword.c.keyword_id)
            .order_by(t.keyword.c.name)
        ).all()
        formerly = session.execute(select(t.former.c.field, t.former.c.value)).all()
        assert {tuple(one) for one in addresses} == {(first, SITE + OLD), (first, SITE + NEW)}
        assert [one.number for one in numbers] == [1, 2]
        assert [tuple(one) for one in had] == [
            ("Afrique", at(24), None),
            ("Espace", at(0), at(24)),
            ("Satellite", at(0), None),
        ]
        assert [tuple(one) for one in formerly] == [("url", SITE + OLD)]
    assert problems(store.database) == []


def test_what_both_showed_counts_once(store: Archive) -> None:
    """The same text under both addresses is one revision, the older."""
    both(store)
    redirected(store, OLD, NEW, hours=25)
    (row,) = rows(store)
    assert (row.revision, row.changed_at) == (1, at(0))
    with store.database.read() as session:
        assert session.execute(select(func.count()).select_from(t.revision_source)).scalar() == 1


def test_the_old_page_may_say_it_itself(store: Archive) -> None:
    """Answering 200 with the canonical link of the new one joins them, too."""
    first, _ = both(store)
    again = article(SITE + NEW, asked=SITE + OLD, canonical=SITE + NEW, hours=25)
    assert keep(store, again) == first
    assert len(rows(store)) == 1


def test_a_redirect_to_the_address_without_its_ending(store: Archive) -> None:
    """SPIP redirects to the new slug without `.html`; what stands there names the whole address."""
    first, _ = both(store)
    bare = NEW.removesuffix(".html")
    redirected(store, OLD, bare, hours=25)
    assert len(rows(store)) == 2
    assert keep(store, article(SITE + NEW, asked=SITE + bare, canonical=SITE + NEW, hours=26)) == first
    assert len(rows(store)) == 1


def test_a_number_at_the_end_is_asked_about(store: Archive) -> None:
    """SPIP gives a new slug a number where another article had it before: only the old page can tell."""
    keep(store, article(SITE + "un-accord.html"))
    store.new_run()
    keep(store, article(SITE + "un-accord-492.html", hours=24))
    assert len(rows(store)) == 2
    with store.database.read() as session:
        due = session.execute(select(t.page.c.url).where(t.page.c.state == PageState.DUE)).scalars().all()
    assert due == [SITE + "un-accord.html"]


def test_a_redirect_to_something_else_joins_nothing(store: Archive) -> None:
    """Nor does a temporary one: another title, another day and another text are another article."""
    both(store, title="Tout autre", published_on="2001-01-01", body="Un texte de maintenance.")
    redirected(store, OLD, NEW, hours=25)
    assert len(rows(store)) == 2
    keep(store, declared("autre.html", hours=26))
    redirected(store, OLD, "autre.html", hours=27, permanent=False)
    assert len(rows(store)) == 3


def test_a_restriction_holds_for_both(store: Archive) -> None:
    """No text of either is readable afterwards; lifting it brings all of them back."""
    first, _ = both(store, body="Un texte corrigé depuis.")
    with store.database.session() as session:
        sealing.seal(session, first, at(24.5))
    redirected(store, OLD, NEW, hours=25)
    (row,) = rows(store)
    assert row.status == "restricted"
    with store.database.session() as session:
        assert set(session.execute(select(t.revision.c.body)).scalars()) == {""}
        sealing.unseal(session, row.id, at(26))
        assert "Un texte corrigé depuis." in set(session.execute(select(t.revision.c.body)).scalars())


def test_a_slug_in_other_letter_case_leaves_no_warning(store: Archive) -> None:
    """The page that makes the two one says before that the address is another article's; that ends with the join."""
    old, new = "Un-Accord-Pour-La-Fibre.html", "un-accord-pour-la-fibre.html"

    def read(asked: str, canonical: str, hours: float) -> list[str]:
        """Take a page through identity and store; return the warnings that hold."""
        names_other = [] if asked == canonical else [SITE + asked]
        item = article(
            SITE + canonical, asked=SITE + asked, canonical=SITE + canonical, aliases=names_other, hours=hours
        )
        with store.database.read() as session:
            found = match(session, item, store.site_id)
        item.article_id, item.warnings = found.article_id, [*item.warnings, *found.warnings]
        keep(store, item)
        with store.database.read() as session:
            standing = select(t.warning.c.code).where(t.warning.c.until_at.is_(None))
            return list(session.scalars(standing))

    read(old, old, 0)
    store.new_run()
    assert read(new, new, 24) == []
    assert len(rows(store)) == 2  # each names itself: only the old address can say that they are one
    assert read(old, new, 25) == []
    assert len(rows(store)) == 1
    assert rows(store)[0].warnings == ""


def test_a_warning_of_an_address_ends_when_it_is_the_article_s_own(store: Archive) -> None:
    """Archives of earlier versions hold such warnings: the next reading ends them, and no others."""
    keep(store, article(SITE + OLD))
    own, other = (
        Warning_("address_of_another_article", "url", f"/{name} already belongs") for name in (OLD, NEW)
    )
    keep(store, article(SITE + NEW, title="Un autre titre", published_on="2024-11-02"))
    with store.database.session() as session:
        first = rows(store)[0].id
        values = histories.add_warnings(session, first, store.run_id, [own, other], at(1))
        session.execute(update(t.article).where(t.article.c.id == first).values(values))
    again = article(SITE + OLD, hours=24)
    again.article_id = first
    keep(store, again)
    assert rows(store)[0].warnings == str(other)
