"""Tests of `pipelines.database.changed`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.database.changed import Changes, changes
from pipelines.database.frontier import Frontier
from pipelines.database.records import save
from tests.pipelines.makers import DAY_ONE, SITE, Archive, article, at, link, visit, wanted

if TYPE_CHECKING:
    from osiris_crawler.items import Article

LONG = "Un paragraphe inventé de plusieurs mots. " * 9


def item(number: int, hours: float, **values: Any) -> Article:
    """Return the reading of one of some articles."""
    told = {
        "title": f"Un titre {number}",
        "body": f"{number} {LONG}",
        "published_on": f"2024-10-{number + 1:02}",
    }
    return article(f"{SITE}a{number}", hours=hours, **(told | values))


def reread(store: Archive, *now: Article, modified: str = "") -> Changes:
    """Store five articles, read some again a day later; return what changed."""
    with store.database.session() as session:
        for number in range(5):
            save(session, item(number, 0), store.run_id)
            Frontier(store.site_id).finish(session, visit(f"{SITE}a{number}"), wanted(), store.run_id)
        named = [link("a0", listed_by_sitemap=True, modified_at=modified)] if modified else []
        Frontier(store.site_id).add(session, named, None, wanted(), seen_at=at(24))
        run_id = store.new_run_id(session)
        for one in now:
            save(session, one, run_id)
    with store.database.read() as session:
        return changes(session, store.site_id, run_id, at(24), DAY_ONE)


def test_changes_by_field(store: Archive) -> None:
    """Each field by its name; what stayed the same counts as read again."""
    found = reread(store, item(0, 25, title="Autre"), item(1, 25, published_on="2024-11-30"), item(2, 25))
    assert {name: pages.urls for name, pages in found.fields.items()} == {
        "title": [SITE + "a0"],
        "published_on": [SITE + "a1"],
    }
    assert found.reread == 3


def test_what_the_sitemap_calls_edited_is_left_aside(store: Archive) -> None:
    """Editors may change as much as they like."""
    found = reread(store, item(0, 25, title="Autre"), item(1, 25), modified="2025-03-02")
    assert (found.fields, found.reread) == ({}, 1)


def test_texts_that_were_cut(store: Archive) -> None:
    """More than half of a long text is gone."""
    found = reread(store, item(0, 25, body="0 Un paragraphe."), item(1, 25, body=f"1 {LONG} Une suite."))
    assert found.cut.urls == [SITE + "a0"]


def test_values_that_became_alike(store: Archive) -> None:
    """The name of the site for every title, the day of the crawl for every date."""
    same = {"title": "Le site", "published_on": "2025-03-02"}
    found = reread(store, item(0, 25, **same), item(1, 25, **same), item(2, 25))
    assert found.titles["Le site"].count == 2
    assert found.days["2025-03-02"].count == 2
