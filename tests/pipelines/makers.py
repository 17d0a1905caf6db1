"""Makes the values that the storage tests need: visits, links and invented articles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from osiris_crawler.items import Article, Kind, Link, Outcome, PressSource, Role, Snapshot, Visit
from pipelines.database import runs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy.orm import Session

    from pipelines.database.engine import Database

SITE = "https://www.press.example/"
DAY_ONE = datetime(2025, 3, 1, 6, 0, tzinfo=UTC)
OCTOBER = ("Articles de presse", "Archives 1999-2024", "Année 2024", "Octobre 2024")
HOUSE = ("Accueil", *OCTOBER)


def at(hours: float) -> datetime:
    """Return a moment so many hours after the first day's start."""
    return DAY_ONE + timedelta(hours=hours)


def visit(url: str = SITE + "un-accord.html", *, hours: float = 0, **values: Any) -> Visit:
    """Return a visit that ended well, other values as given."""
    defaults: dict[str, Any] = {"role": Role.ARTICLE, "outcome": Outcome.DONE, "status": 200}
    return Visit(url=url, fetched_at=at(hours), **(defaults | values))


def snapshot(offset: int = 0, *, hours: float = 0) -> Snapshot:
    """Return where an invented recording lies."""
    return Snapshot("run-0001.warc.gz", offset, 100, "sha1:AAAA", at(hours))


def article(url: str = SITE + "un-accord.html", *, hours: float = 0, **values: Any) -> Article:
    """Return an invented article, read and normalised."""
    defaults: dict[str, Any] = {
        "kind": Kind.ARTICLE,
        "title": "Un accord pour la fibre",
        "body": "Le premier paragraphe de l’article.\n\nLe second.",
        "published_raw": "mardi 1er octobre 2024",
        "published_on": "2024-10-01",
        "date_precision": "day",
        "keywords": ["Infrastructures"],
        "breadcrumb": list(HOUSE),
        "section": HOUSE,
        "source_raw": "(Source : Le Courrier, 1er octobre 2024)",
        "sources": [PressSource("Le Courrier", "Le Courrier", "2024-10-01")],
        "author_line": "A. Ndiaye",
        "language": "fr",
    }
    asked = values.pop("asked", url)
    seen = values.pop("visit", None) or visit(asked, hours=hours)
    return Article(visit=seen, url=url, **(defaults | values))


def link(name: str, role: Role = Role.ARTICLE, **values: Any) -> Link:
    """Return a link to a page of the invented site."""
    return Link(SITE + name, role, **values)


def wanted(priority: int = 10) -> Callable[[Link], int | None]:
    """Return a scope that wants everything."""
    return lambda _: priority


def unwanted(_: Link) -> int | None:
    """Want nothing."""
    return None


@dataclass
class Archive:
    """An open database with one site and one run, in the form that pipelines expect of a crawl."""

    database: Database
    data_dir: Path
    site_id: int
    run_id: int
    assess: Callable[[Link], int | None]

    def new_run(self, hours: float = 24) -> int:
        """Begin another run and work in it from now on."""
        with self.database.session() as session:
            return self.new_run_id(session, hours)

    def new_run_id(self, session: Session, hours: float = 24) -> int:
        """Begin another run inside a transaction."""
        self.run_id = runs.start(session, self.site_id, "crawl", {}, at(hours), reader_version="2")
        return self.run_id


def archive(database: Database, data_dir: Path) -> Archive:
    """Return an archive with a site and its first run."""
    with database.session() as session:
        site = runs.site_id(session, "press", SITE)
        run = runs.start(session, site, "crawl", {"kinds": ["article"]}, DAY_ONE, reader_version="1")
    return Archive(database, data_dir, site, run, wanted())
