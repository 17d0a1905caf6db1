"""Pages under the address of an article that are none, as a site in trouble serves them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from osiris_crawler.items import Outcome, Role
from pipelines.database.frontier import Frontier
from pipelines.database.guises import home_digest, is_guise
from pipelines.database.records import save
from tests.pipelines.makers import SITE, article, link, snapshot, visit, wanted

if TYPE_CHECKING:
    from osiris_crawler.items import Visit
    from tests.pipelines.makers import Archive

HOME, OTHER = "sha1:HOME", "sha1:OTHER"
STORED, LISTED, SECTION = SITE + "un-accord.html", SITE + "un-autre.html", SITE + "-Dossiers-.html"


def answer(url: str, role: Role, digest: str, offset: int = 900) -> Visit:
    """Return a visit that was recorded."""
    return visit(url, role=role, links=[link("x.html")], snapshot=replace(snapshot(offset), digest=digest))


@pytest.fixture
def lived_in(store: Archive) -> Archive:
    """Give an archive with a home page, an article that is stored, one that is listed only, and a section."""
    with store.database.session() as session:
        frontier = Frontier(store.site_id)
        links = [link("un-autre.html"), link("-Dossiers-.html", role=Role.SECTION)]
        frontier.add(session, links, None, wanted(), seen_at=visit().fetched_at, run_id=store.run_id)
        save(session, article(STORED), store.run_id)
        assert home_digest(session, store.site_id) == ""
        frontier.finish(session, answer(SITE, Role.HOME, HOME, 100), wanted(), store.run_id)
    return store


@pytest.mark.parametrize(
    ("url", "role", "digest", "reason"),
    [
        (STORED, Role.ARTICLE, HOME, "home_page"),
        (STORED, Role.SECTION, HOME, "home_page"),
        (STORED, Role.SECTION, OTHER, "listing"),
        (STORED, Role.ARTICLE, OTHER, ""),
        (LISTED, Role.ARTICLE, HOME, "home_page"),
        (LISTED, Role.SECTION, HOME, "home_page"),
        (LISTED, Role.SECTION, OTHER, ""),
        (SECTION, Role.SECTION, HOME, ""),
        (SITE, Role.HOME, HOME, ""),
    ],
)
def test_what_no_article_is_under_its_address_is_refused(
    lived_in: Archive, url: str, role: Role, digest: str, reason: str
) -> None:
    """The home page under any article's address, a list where an article is stored; nothing else."""
    with lived_in.database.session() as session:
        home = home_digest(session, lived_in.site_id)
        assert home == HOME
        found = answer(url, role, digest)
        assert is_guise(session, lived_in.site_id, found, home) is bool(reason)
    assert found.reason == reason
    assert (found.outcome, found.role) == (
        (Outcome.REFUSED, Role.ARTICLE) if reason else (Outcome.DONE, role)
    )
    assert bool(found.links) is not bool(reason)


def test_where_no_home_page_was_seen_none_is_met_again(store: Archive) -> None:
    """Records without a digest are not taken for one another."""
    with store.database.session() as session:
        assert not is_guise(session, store.site_id, answer(STORED, Role.ARTICLE, ""), "")
        assert not is_guise(session, store.site_id, visit(STORED), HOME)
