"""A stand-in for an open crawl: a real database, a scope, and visits made by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from osiris_crawler import urls
from osiris_crawler.items import Link, Outcome, Role, Visit
from osiris_crawler.spiders.agenda import Agenda
from osiris_crawler.spiders.options import CrawlOptions, options_from_text
from osiris_crawler.spiders.scope import Scope
from pipelines.database import records, runs
from pipelines.database.differences import CENSUS
from pipelines.database.engine import Database, open_database
from pipelines.database.frontier import Frontier
from tests.osiris_crawler.spiders.test_scope import WORDS
from tests.pipelines.makers import article as made

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

SITE = "http://127.0.0.1/"
SITEMAP = f"{SITE}sitemap.xml"


@dataclass
class Walk:
    """Runs of a crawl whose pages are answered by a function instead of a site."""

    folder: Path
    answer: Callable[[str], Sequence[Link]]
    now: datetime = datetime(2025, 6, 1, 12, tzinfo=UTC)
    asked: list[str] = field(default_factory=list)
    database: Database = field(init=False)

    def __post_init__(self) -> None:
        self.database = open_database(self.folder)

    def run(self, options: CrawlOptions | None = None, stop_after: int = 1000) -> list[str]:
        """Walk until nothing is due, or so many pages were asked; return what was asked, without the site."""
        options = options or options_from_text(site=SITE, kinds="all")
        self.now += timedelta(days=1)
        with self.database.session() as session:
            site_id = runs.site_id(session, "test", SITE)
            run_id = runs.start(session, site_id, "crawl", options.as_json(), self.now)
        scope = Scope(WORDS, options.kinds, options.since, options.until)
        frontier = Frontier(site_id)
        agenda = Agenda(self.database, frontier, scope, options, run_id)
        agenda.begin(SITE, [SITEMAP], self.now)
        self.asked = []
        whole = False
        while len(self.asked) < stop_after:
            with self.database.session() as session:
                page = frontier.next(session, self.now)
            if page is None:
                if agenda.more(self.now):
                    continue
                whole = True
                break
            self.asked.append(page.url.removeprefix(SITE))
            links = list(self.answer(page.url.removeprefix(SITE)))
            visit = Visit(
                page.url, page.role, Outcome.DONE, self.now, page.id, 200, path=page.path, links=links
            )
            agenda.note(visit)
            with self.database.session() as session:
                if page.role is Role.ARTICLE:
                    records.save(
                        session, made(page.url, visit=visit, title=f"Un titre pour {page.url}"), run_id
                    )
                frontier.finish(session, visit, agenda.assess, run_id)
        if whole:
            stats = {CENSUS: "sitemap"} if agenda.census else {}
            with self.database.session() as session:
                runs.finish(session, run_id, self.now, "healthy", 0, stats)
        return self.asked


def section(name: str, *path: str) -> Link:
    """Make a link to a rubrique."""
    return Link(urls.canonical(name, SITE), Role.SECTION, path=path)


def article(name: str, *path: str) -> Link:
    """Make a link to an article, as a listing (with a path) names it."""
    return Link(urls.canonical(f"{name}.html", SITE), Role.ARTICLE, path=path)


def listed(*names: str) -> list[Link]:
    """Make the links of a sitemap."""
    return [
        Link(urls.canonical(f"{name}.html", SITE), Role.ARTICLE, listed_by_sitemap=True) for name in names
    ]


PRESS = "Articles de presse"
MAY = (PRESS, "Année 2025", "Mai 2025")
APRIL = (PRESS, "Année 2025", "Avril 2025")
MARCH = (PRESS, "Année 2025", "Mars 2025")


class Site:
    """A small archive as links, which tests change between runs."""

    def __init__(self) -> None:
        self.pages: dict[str, Sequence[Link]] = {
            "": [section("-Press-.html", PRESS), section("-Ressources-.html", "Ressources")],
            "-Press-.html": [section("-2025-.html", PRESS, "Année 2025")],
            "-2025-.html": [section("-mai-.html", *MAY), section("-avril-.html", *APRIL),
                            section("-mars-.html", *MARCH)],
            "-mai-.html": [article("a", *MAY)],
            "-avril-.html": [article("b", *APRIL)],
            "-mars-.html": [article("c", *MARCH)],
            "-Ressources-.html": [article("r", "Ressources")],
            "sitemap.xml": listed("a", "b", "c", "r"),
        }  # fmt: skip

    def __call__(self, page: str) -> Sequence[Link]:
        return self.pages.get(page, [])
