"""Tests of `pipelines.database.identity`: what is one article, and what never is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from osiris_crawler.items import Article, Outcome, Role
from pipelines.database import models as m
from pipelines.database.frontier import Frontier
from pipelines.database.identity import Match, MatchHow, match
from pipelines.database.records import Change, save
from tests.pipelines.makers import OCTOBER, SITE, article, at, link, visit, wanted

if TYPE_CHECKING:
    from tests.pipelines.makers import Archive

OLD, NEW = "Le-premier-satellite-africain-sera", "le-premier-satellite-africain-sera-mis-en-orbite"


def known(store: Archive, name: str, **values: Any) -> int:
    """Store an article as read under an address."""
    with store.database.session() as session:
        return save(session, article(SITE + name, **values), store.run_id).article_id


def found(store: Archive, item: Article) -> Match:
    """Match an article."""
    with store.database.read() as session:
        return match(session, item, store.site_id)


def moved(store: Archive, name: str, target: str, *, permanent: bool = True) -> None:
    """Record a redirect."""
    seen = visit(
        SITE + name, outcome=Outcome.MOVED, status=301, redirect_to=SITE + target, permanent=permanent
    )
    with store.database.session() as session:
        Frontier(store.site_id).finish(session, seen, wanted(), store.run_id)


def test_the_same_address_is_the_same_article(store: Archive) -> None:
    """Whatever the title says now, scheme and www make no difference."""
    number = known(store, "a.html")
    item = article("http://press.example/a.html", title="Tout autre", published_on="2001-01-01")
    assert found(store, item) == Match(number, MatchHow.ADDRESS)


def test_a_permanent_redirect_joins_addresses(store: Archive) -> None:
    """An article behind its old address, two hops away, is the one known; a temporary hop says nothing."""
    number = known(store, "a.html")
    moved(store, "a.html", "b.html")
    moved(store, "b.html", "c.html")
    moved(store, "t.html", "d.html", permanent=False)
    other: dict[str, Any] = {"title": "Tout autre", "published_on": "2001-01-01"}
    assert found(store, article(SITE + "c.html", **other)) == Match(number, MatchHow.REDIRECT)
    assert found(store, article(SITE + "d.html", **other)).article_id is None


def test_a_redirect_circle_ends(store: Archive) -> None:
    """Two addresses that redirect to each other belong to nothing, and the search ends."""
    moved(store, "a.html", "b.html")
    moved(store, "b.html", "a.html")
    assert found(store, article(SITE + "b.html")).article_id is None


def test_a_redirect_seen_before_the_article_becomes_its_address(store: Archive) -> None:
    """The old address that led to a new article is recorded with it."""
    moved(store, "old.html", "a.html")
    number = known(store, "a.html")
    assert found(store, article(SITE + "old.html", title="Autre")) == Match(number, MatchHow.ADDRESS)


def test_a_canonical_link_joins_when_the_page_agrees(store: Archive) -> None:
    """A known address names another as canonical: one article when title or date agree, else a warning."""
    number = known(store, "a.html")
    same = article(SITE + "b.html", asked=SITE + "a.html", published_on="2001-01-01")
    assert found(store, same) == Match(number, MatchHow.CANONICAL_LINK)
    accident = article(SITE + "b.html", asked=SITE + "a.html", title="Autre", published_on="2001-01-01")
    result = found(store, accident)
    assert result.article_id is None
    assert [warning.code for warning in result.warnings] == ["address_of_another_article"]


def test_an_old_slug_joins_with_same_title_and_date(store: Archive) -> None:
    """Prefix, title and date together; typography of the title makes no difference."""
    number = known(store, OLD + ".html", title="Le « premier » satellite")
    assert found(store, article(SITE + NEW, title='Le "premier" satellite')) == Match(number, MatchHow.SLUG)
    assert found(store, article(SITE + NEW, title="Le second satellite")).article_id is None
    later = article(SITE + NEW, title="Le premier satellite", published_on="2024-10-02")
    assert found(store, later).article_id is None
    vague = article(SITE + NEW, title="Le premier satellite", published_on="2024-10", date_precision="month")
    assert found(store, vague).article_id is None


def test_two_canonicals_of_their_own_are_two_articles(store: Archive) -> None:
    """Both answer and each names itself: never one, however alike they look."""
    known(store, OLD, canonical=SITE + OLD)
    assert found(store, article(SITE + NEW, canonical=SITE + NEW)).article_id is None
    assert found(store, article(SITE + NEW)).article_id == 1


def test_two_entries_of_one_listing_are_two_articles(store: Archive) -> None:
    """A listing that names both in one run says they are two; in different runs it renamed one."""
    number = known(store, OLD)
    frontier = Frontier(store.site_id)
    listing = visit(SITE + "-oct-", role=Role.SECTION, path=OCTOBER)
    with store.database.session() as session:
        page = frontier.finish(session, listing, wanted(), store.run_id)
        links = [link(OLD, path=OCTOBER), link(NEW, path=OCTOBER)]
        frontier.add(session, links[:1], page, wanted(), seen_at=at(0), run_id=store.run_id)
        frontier.add(session, links[1:], page, wanted(), seen_at=at(0), run_id=store.new_run_id(session))
    assert found(store, article(SITE + NEW)).article_id == number
    with store.database.session() as session:
        run = store.new_run_id(session)
        frontier.add(session, links, page, wanted(), seen_at=at(0), run_id=run)
    assert found(store, article(SITE + NEW)).article_id is None


def test_a_print_view_is_its_article(store: Archive) -> None:
    """It is an address of it, never the one that it goes by, and makes no revision."""
    view = "spip.php?page=impression&id_article=12"
    number = known(store, "un-accord.html")
    item = article(SITE + view, hours=1, body="Le premier paragraphe. Imprimé le 3.", keywords=[], kind=None)
    item.article_id = found(store, item).article_id
    assert item.article_id == number
    with store.database.session() as session:
        assert save(session, item, store.run_id).change is Change.UNCHANGED
    assert found(store, item) == Match(number, MatchHow.ADDRESS)
    other = article(SITE + "spip.php?page=impression&id_article=13", title="Tout autre", hours=1)
    assert found(store, other).article_id is None
    with store.database.read() as session:
        assert session.scalars(select(m.Article.url)).all() == [SITE + "un-accord.html"]


def test_the_page_itself_takes_the_place_of_its_print_view(store: Archive) -> None:
    """Which a recording may hold before it."""
    number = known(store, "spip.php?page=impression&id_article=12", kind=None, keywords=[])
    item = article(SITE + "court.html", hours=1)
    item.article_id = found(store, item).article_id
    assert item.article_id == number
    with store.database.session() as session:
        save(session, item, store.run_id)
        assert session.scalars(select(m.Article.url)).all() == [SITE + "court.html"]


def test_one_title_in_two_newspapers(store: Archive) -> None:
    """On one day, with slugs that agree: another source and text are another article, whichever comes first."""
    second: dict[str, Any] = {
        "body": "Un tout autre texte.",
        "source_raw": "(Source : L’Autre, 1er octobre 2024)",
    }
    one = known(store, "Un-accord-pour,171.html")
    assert found(store, article(SITE + "un-accord-pour-la-fibre.html", **second)).how is MatchHow.NEW
    two = known(store, "Un-accord-pour.html", **second)
    assert one != two
    assert found(store, article(SITE + "un-accord-pour-la-fibre.html")).article_id == one
    assert found(store, article(SITE + "un-accord-pour-la-fibre.html", **second)).article_id == two
