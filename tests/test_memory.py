"""What looks at the whole frontier, at the begin and at the end of a run, takes no more memory for a longer one."""

from __future__ import annotations

import tracemalloc
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any

from rich.console import Console
from sqlalchemy import insert, update

from osiris_crawler.cli.closing import show_closing
from osiris_crawler.spiders.opening import open_context
from osiris_crawler.spiders.options import options_from_text
from osiris_crawler.spiders.run import finish_run
from pipelines.database import runs
from pipelines.database import tables as t
from pipelines.database.engine import open_database

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from osiris_crawler.spiders.context import CrawlContext

SITE = "http://127.0.0.1:8099/"
NOW = datetime(2026, 1, 1, 6, tzinfo=UTC)
AT_ONCE = 1_000
ROUNDS = (AT_ONCE, 2_000, 20_000)
"""Pages in turn; the first round fills the caches."""
ROOM = 1_000_000
"""Bytes that chance may make of a difference; one short text for each page would take more."""


def test_the_end_of_a_run_takes_no_more_for_more_pages(tmp_path: Path) -> None:
    """Verdict, ledger, census and closing table of a first crawl, in one process."""

    def end(context: CrawlContext) -> None:
        context.agenda.census = True
        health = finish_run(context, "finished", {})
        show_closing(context, Console(file=StringIO()))
        assert health.exit_code == 0, health.reasons

    _, few, many = (peak(tmp_path / str(pages), pages, end, first=True) for pages in ROUNDS)
    assert many - few < ROOM, (few, many)


def test_the_begin_of_a_run_takes_no_more_for_more_pages(tmp_path: Path) -> None:
    """What a later run with a census asks first, and at the end of its queue."""

    def begin(context: CrawlContext) -> None:
        context.agenda.begin(SITE, [f"{SITE}sitemap.xml"], NOW + timedelta(days=9))
        with context.database.session() as session:  # as if the sitemaps of all years had been read
            session.execute(update(t.page).values(independent_run_id=context.run_id))
        while context.agenda.more(NOW + timedelta(days=9)):
            pass

    _, few, many = (peak(tmp_path / str(pages), pages, begin, first=False) for pages in ROUNDS)
    assert many - few < ROOM, (few, many)


def peak(folder: Path, pages: int, work: Any, *, first: bool) -> int:
    """Return the most bytes that Python held for a piece of work in a run over so many pages.

    Args:
        folder: made for the archive.
        pages: articles that the site lists, all of them stored.
        work: gets the context of the run.
        first: the pages were read in this run, else in one before.
    """
    if not first:
        with closing(open_database(folder)) as database, database.session() as session:
            site = runs.site_id(session, "127.0.0.1:8099", SITE)
            run = runs.start(session, site, "crawl", {"kinds": ["article"]}, NOW)
            fill(session, site, run, pages, NOW)
            runs.finish(session, run, NOW, "healthy", 0, {})
    context = open_context(options_from_text(site=SITE, data_dir=folder, census=True))
    if first:
        with context.database.session() as session:
            fill(session, context.site_id, context.run_id, pages, context.started_at)
    tracemalloc.start()
    try:
        work(context)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        context.close()


def fill(session: Session, site: int, run: int, pages: int, at: datetime) -> None:
    """Put an archive of so many articles into a database, as a first crawl leaves it."""
    t.execute(
        session, insert(t.page), [page_row(0, site, run, at) | {"role": "home", "url": SITE, "location": "/"}]
    )
    for begin in range(1, pages + 1, AT_ONCE):
        numbers = range(begin, begin + AT_ONCE)
        t.execute(session, insert(t.page), [page_row(number, site, run, at) for number in numbers])
        t.execute(session, insert(t.article), [article_row(number, site, at) for number in numbers])
        t.execute(session, insert(t.revision), [revision_row(number, run, at) for number in numbers])
        t.execute(session, insert(t.address), [address_row(number, site, at) for number in numbers])


def page_row(number: int, site: int, run: int, at: datetime) -> dict[str, Any]:
    """Return a page of an article that was read and that navigation and sitemap name."""
    year, month = 2025 - number // 12 % 20, number % 12 + 1
    return {
        "site_id": site, "location": f"/a{number}", "url": f"{SITE}a{number}", "role": "article", "state": "done",
        "rank": -number, "path": ("Articles de presse", f"Année {year}", f"Mois {month}"), "year": year, "month": month,
        "text": f"Un titre {number}", "listed_on": "", "listed_by_sitemap": True, "independent_run_id": run,
        "modified_at": "2025-04-09T10:00:00Z", "discovered_at": at, "attempts": 0, "reason": "", "last_run_id": run,
        "last_status": 200, "last_visit_at": at, "redirect_location": "", "redirect_to": "",
        "redirect_permanent": False, "articles_digest": "", "shows_articles": 0, "shows_sections": 0,
    }  # fmt: skip


def article_row(number: int, site: int, at: datetime) -> dict[str, Any]:
    """Return its article."""
    return {
        "id": number, "key": str(number), "site_id": site, "url": f"{SITE}a{number}", "kind": "article",
        "status": "live", "revision": 1, "current_revision_id": number, "status_at": at, "first_seen_at": at,
        "last_seen_at": at, "changed_at": at, "published_on": f"{2025 - number % 20}-10-01", "language": "fr",
        "keywords": "Fintech", "source_date": "", "warnings": "", "section": "Articles de presse",
        "source": "Le Soleil", "source_name": "Le Soleil",
    }  # fmt: skip


def revision_row(number: int, run: int, at: datetime) -> dict[str, Any]:
    """Return what was read of it."""
    return {
        "id": number, "article_id": number, "number": 1, "title": f"Un titre {number}", "published_raw": "",
        "date_precision": "day", "body": f"Un texte {number}", "body_hash": str(number), "source_raw": "",
        "author_line": "", "captured_at": at, "snapshot_id": None, "run_id": run, "reader_version": "1",
        "published_on": f"{2025 - number % 20}-10-01", "language": "fr",
    }  # fmt: skip


def address_row(number: int, site: int, at: datetime) -> dict[str, Any]:
    """Return its address."""
    return {
        "site_id": site, "location": f"/a{number}", "url": f"{SITE}a{number}", "article_id": number,
        "how": "canonical", "declared": True, "first_seen_at": at, "last_seen_at": at,
    }  # fmt: skip
