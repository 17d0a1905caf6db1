"""How near the progress of a first crawl comes to its end, long before it is there, and how steady it stays."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from osiris_crawler.items import Outcome, Role, Visit
from osiris_crawler.reading import Asked, Response, read_any
from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.faults import Faults
from osiris_crawler.sample.responder import Responder
from osiris_crawler.sites import profile_for
from osiris_crawler.spiders.agenda import Agenda
from osiris_crawler.spiders.options import options_from_text
from osiris_crawler.spiders.scope import Scope
from pipelines.database import runs
from pipelines.database.engine import open_database
from pipelines.database.frontier import Frontier
from pipelines.database.horizon import End, Horizon, horizon
from pipelines.database.showing import RECORD_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipelines.database.frontier import FrontierPage

SITE = "http://127.0.0.1:8299/"
NOW = datetime(2025, 5, 5, tzinfo=UTC)
EVERY = 10
SHARES = (0.1, 0.25, 0.5, 0.75)
ARTICLES = 2_300


class Walk:
    """A first crawl of the sample archive without a network; articles are passed over, not read."""

    def __init__(self, folder: Path, articles: int, **faults: Any) -> None:
        self._folder = folder
        self._profile = profile_for(SITE, folder / "sites")
        self._responder = Responder(SampleArchive(articles), SITE, None, Faults(**faults))
        self._menu: frozenset[str] = frozenset()

    def steps(self) -> Iterator[tuple[int, Horizon]]:
        """Give the number of requests made and the horizon, every few requests and at the end."""
        database = open_database(self._folder)
        options = options_from_text(site=SITE, kinds="all")
        with database.session() as session:
            site_id = runs.site_id(session, "test", SITE)
            run_id = runs.start(session, site_id, "crawl", {}, NOW)
        frontier = Frontier(site_id)
        agenda = Agenda(database, frontier, Scope(self._profile.vocabulary, options.kinds), options, run_id)
        agenda.begin(SITE, [f"{SITE}sitemap.xml"], NOW)
        asked = 0
        while True:
            with database.session() as session:
                page = frontier.next(session, NOW)
            if page is None and agenda.more(NOW):
                continue
            if page is None or asked % EVERY == 0:
                with database.read() as session:
                    yield asked, horizon(session, site_id)
            if page is None:
                break
            asked += 1
            visit = self._visit(page, agenda.menu)
            agenda.note(visit)
            with database.session() as session:
                frontier.finish(session, visit, agenda.assess, run_id)
        database.close()

    def _visit(self, page: FrontierPage, menu: frozenset[str]) -> Visit:
        if page.role in RECORD_ROLES:
            return Visit(page.url, page.role, Outcome.DONE, NOW, page.id, 200, path=page.path)
        answer = self._responder.answer(page.url[len(SITE) - 1 :], {})
        headers = {name.lower(): value for name, value in answer.headers}
        response = Response(page.url, answer.status, headers, answer.body, NOW, None)
        item = read_any(response, Asked(Role(page.role), page.path, page.id, menu), self._profile)
        return item if isinstance(item, Visit) else item.visit


def one_page(path: str, html: str) -> str:
    """Let the home page show its newest articles only, as most do."""
    return re.sub(r"\?debut_articles=\d+", "", html) if path == "/" else html


@pytest.mark.parametrize(
    ("faults", "near"),
    [
        ({"sitemap": False}, 0.02),
        ({"sitemap": False, "rewrite": one_page}, 0.4),
        ({}, 0.02),
        ({"rewrite": one_page}, 0.4),
    ],
    ids=["home list", "months only", "cut sitemap, home list", "cut sitemap"],
)
def test_the_end_is_reckoned_and_steady(tmp_path: Path, faults: dict[str, Any], near: float) -> None:
    """At a tenth of the way, a quarter, half and three quarters; never by factors from one moment to the next."""
    seen = list(Walk(tmp_path, ARTICLES, **faults).steps())
    last, truth = seen[-1][0], seen[-1][1].articles
    assert truth == ARTICLES
    assert seen[-1][1].end is End.KNOWN
    for share in SHARES:
        asked, found = next(one for one in seen if one[0] >= share * last)
        assert found.end is not End.OPEN or share == SHARES[0]
        if found.end is not End.OPEN:
            assert found.articles == pytest.approx(truth, rel=near)
            assert found.pages == pytest.approx(last - asked, rel=near + 0.1)
    told = [one.articles for _, one in seen if one.end is not End.OPEN]
    assert max(max(pair) / min(pair) for pair in pairwise(told)) < 1.5
    assert max(told) < 1.8 * truth


def test_a_whole_sitemap_tells_the_end_from_its_first_page_on(tmp_path: Path) -> None:
    """The number of articles is known when it was read, and never another."""
    seen = list(Walk(tmp_path, 430).steps())
    assert {(one.articles, one.end) for _, one in seen[1:]} == {(430, End.KNOWN)}
