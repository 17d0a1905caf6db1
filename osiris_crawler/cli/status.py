"""`osiris status`: what the archive holds, what it lacks, and what a person should look at."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Any

import typer

from osiris_crawler.cli import filters
from osiris_crawler.errors import UsageError

if TYPE_CHECKING:
    from pipelines.database.engine import Database

RUNS_SHOWN = 5
MISSING_SHOWN = 20
NOTHING_STORED = 3


def status(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    article: Annotated[
        str, typer.Option(metavar="URL", help="History and snapshots of the article at this address.")
    ] = "",
    warnings: Annotated[
        bool, typer.Option("--warnings", help="The work list: every warning that holds.")
    ] = False,
    data: filters.Data = None,
) -> None:
    """Show coverage by year and month, the last runs, and what is missing."""
    from osiris_crawler.cli import status_tables

    with closing(filters.existing_database(data)) as database:
        if article:
            found = _article(database, article)
            show = status_tables.show_article
        elif warnings:
            found = _warnings(database)
            show = status_tables.show_warnings
        else:
            found = overview(database)
            show = status_tables.show_overview
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        show(found)
    if not article and not warnings and not found["articles"]:
        raise typer.Exit(NOTHING_STORED)


def overview(database: Database) -> dict[str, Any]:
    """Return coverage, runs and warnings, ready for JSON."""
    from dataclasses import asdict

    from pipelines.database import coverage, lookup, runs, selection

    with database.read() as session:
        months = coverage.months(session)
        return {
            "database": database.place,
            "articles": selection.count(session, selection.Filter()),
            "coverage": asdict(coverage.total(session)),
            "months": [
                {"year": m.year or None, "month": m.month or None, "published": m.published} | asdict(m.tally)
                for m in months
            ],
            "sections": [
                {"path": list(section.path)} | asdict(section.tally) for section in coverage.sections(session)
            ],
            "missing": [asdict(one) | {"path": list(one.path)} for one in coverage.missing(session)],
            "runs": [_run(run) for run in runs.last(session, RUNS_SHOWN)],
            "warnings": [
                {"field": field, "code": code, "count": count}
                for field, code, count in lookup.warning_counts(session)
            ],
        }


def _run(run: Any) -> dict[str, Any]:
    from pipelines.database.selection import moment

    return {
        "id": run.id,
        "command": run.command,
        "started_at": moment(run.started_at),
        "ended_at": moment(run.ended_at) if run.ended_at else None,
        "verdict": run.verdict,
        "exit_code": run.exit_code,
        "stats": run.stats,
    }


def _article(database: Database, url: str) -> dict[str, Any]:
    from osiris_crawler import urls
    from pipelines.database.lookup import article_history

    address = urls.canonical(url)
    with database.read() as session:
        found = article_history(session, address) if address else None
    if found is None:
        raise UsageError(f"--article {url}: no article is stored under this address in {database.place}.")
    return found


def _warnings(database: Database) -> dict[str, Any]:
    from dataclasses import asdict

    from pipelines.database import coverage, lookup

    with database.read() as session:
        return {
            "database": database.place,
            "warnings": lookup.open_warnings(session),
            "missing": [asdict(one) | {"path": list(one.path)} for one in coverage.missing(session)],
        }
