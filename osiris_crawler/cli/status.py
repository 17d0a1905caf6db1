"""`osiris status`: what the archive holds, what it lacks, and what a person should look at."""

from __future__ import annotations

import json
import re
from contextlib import closing
from datetime import timedelta
from pathlib import Path  # noqa: TC003 - read by Typer
from typing import TYPE_CHECKING, Annotated, Any

import typer

from osiris_crawler.cli import filters
from osiris_crawler.cli.saying import Sayer
from osiris_crawler.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from pipelines.database.coverage import Missing
    from pipelines.database.engine import Database

RUNS_SHOWN = 5
LOOKED_AT = 200
"""Newest runs among which --max-age looks for a crawl that came to its end."""
SOMETHING_MISSING = TOO_OLD = 3


def status(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    article: Annotated[
        str, typer.Option(metavar="URL", help="History and snapshots of the article at this address.")
    ] = "",
    warnings: Annotated[
        bool, typer.Option("--warnings", help="The work list: every warning that holds.")
    ] = False,
    sections: Annotated[
        bool, typer.Option("--sections", help="The ledger of every section and month that the site lists.")
    ] = False,
    max_age: Annotated[
        str, typer.Option(metavar="26h", help="Exit 3 when no crawl came to its end within this time.")
    ] = "",
    data: filters.Data = None,
) -> None:
    """Show coverage by year and month, the last runs, what is missing, and when the next run is due.

    Exit code 3 when something is missing, when a month lacks in one of the site's lists, or with --max-age.
    """
    from osiris_crawler.cli import status_tables

    with closing(filters.existing_database(data)) as database:
        if max_age:
            _check_age(database, read_age(max_age), filters.data_folder(data) / "logs")
        if article:
            found = _article(database, article)
            show = status_tables.show_article
        elif warnings:
            found = _warnings(database)
            show = status_tables.show_warnings
        else:
            found = overview(database) | _next_due(data)
            _tell_killed(found["runs"], data)
            show = status_tables.show_sections if sections else status_tables.show_overview
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        show(found, Sayer(data))
    if not article and not warnings and lacks(found):
        raise typer.Exit(SOMETHING_MISSING)


def lacks(found: dict[str, Any]) -> bool:
    """Tell whether an overview shows nothing, something missing, or a month that one of the lists lacks."""
    months = any(one["most_of_month"] for one in found["differences"])
    return not found["articles"] or bool(found["missing"]) or months


def read_age(text: str) -> timedelta:
    """Read `26h`, `90m` or `2d`.

    Raises:
        UsageError: it is none of them.
    """
    found = re.fullmatch(r"(\d+)\s*([dhm])", text.strip().lower())
    if found is None:
        raise UsageError(f"--max-age {text}: write it as 26h, 90m or 2d")
    unit = {"d": "days", "h": "hours", "m": "minutes"}[found[2]]
    return timedelta(**{unit: int(found[1])})


def _check_age(database: Database, age: timedelta, logs: Path) -> None:
    """End with exit code 3 when no crawl came to its end lately: the timer may be dead.

    A run that was stopped by its quota or its hours counts: it did what it was allowed to.
    """
    from osiris_crawler import clock
    from pipelines.database import runs

    with database.read() as session:
        found = runs.last(session, LOOKED_AT)
        crawls = [run for run in found if "kinds" in run.options and not run.options.get("urls")]
        ended = [run.ended_at for run in crawls if run.ended_at and run.exit_code in {0, 3, 4}]
    newest = max(ended, default=None)
    if newest is None or clock.now() - newest > age:
        said = f"the last one ended {newest:%Y-%m-%d %H:%M} UTC" if newest else "none ever did"
        typer.echo(
            f"No crawl came to its end within {age}: {said}. Look at the timer (systemctl --user "
            f"list-timers, or crontab -l) and at {logs}.",
            err=True,
        )
        raise typer.Exit(TOO_OLD)


def _tell_killed(runs: list[dict[str, Any]], data: Path | None) -> None:
    """Say of a run without an end whether it is at work or was killed, by the lock of the data folder.

    A run without an end of which the lock says nothing was made again by a replay, or works on another machine.
    """
    from osiris_crawler.lock import holder
    from pipelines.database.runs import KILLED
    from pipelines.database.selection import moment

    since, held = holder(filters.data_folder(data))
    for run in runs:
        mine = since is not None and run["started_at"] >= moment(since)
        run["at_work"] = run["ended_at"] is None and mine and held
        if run["ended_at"] is None and mine and not held:
            said = "Killed, or the machine lost its power. The next run goes on there."
            run |= {"verdict": KILLED, "stats": run["stats"] | {"osiris/run/reasons": said}}


def _next_due(data: Path | None) -> dict[str, str | None]:
    """Return when the next crawl is due, as programs and as people read it."""
    from osiris_crawler import clock
    from osiris_crawler.planning import next_due, only_printed

    folder = filters.data_folder(data)
    due = next_due(folder, clock.now())
    if due is None:
        return {"next_due": None, "schedule": "not scheduled from here (osiris schedule systemd)"}
    when = due.isoformat(timespec="minutes")
    match only_printed(folder):
        case True:
            said = (
                "not scheduled: the line of osiris schedule cron is not in this user's crontab (crontab -e)"
            )
            return {"next_due": None, "schedule": said}
        case False:
            return {"next_due": when, "schedule": when}
        case None:
            return {
                "next_due": when,
                "schedule": f"{when}, if a crontab holds the line of osiris schedule cron",
            }


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
            "missing": _named(coverage.missing(session)),
            "gone": _named(coverage.gone(session)),
            "away": _named(coverage.away(session)),
            "checked": _checks(session),
            "differences": _differences(session),
            "runs": [_run(run) for run in runs.last(session, RUNS_SHOWN)],
            "warnings": [
                {"field": field, "code": code, "count": count}
                for field, code, count in lookup.warning_counts(session)
            ],
        }


def _named(articles: Iterable[Missing]) -> list[dict[str, Any]]:
    from dataclasses import asdict

    return [asdict(one) | {"path": list(one.path)} for one in articles]


def _checks(session: Session) -> list[dict[str, Any]]:
    """Return for each site what its last census compared with; none where no census was made yet."""
    from sqlalchemy import select

    from pipelines.database.differences import WHOLE, coverage_of_list, last_check
    from pipelines.database.models import Site
    from pipelines.database.selection import moment

    found = []
    for site in session.scalars(select(Site).order_by(Site.id)):
        check = last_check(session, site.id)
        at = moment(check.at) if check and check.at else None
        named, stored = coverage_of_list(session, site.id, check) if check else (0, 0)
        one = {"site": site.name, "source": check.source if check else "none", "at": at}
        found.append(one | {"named": named, "stored": stored, "whole": named >= WHOLE * stored})
    return found


def _differences(session: Session) -> list[dict[str, Any]]:
    from dataclasses import asdict

    from sqlalchemy import select

    from pipelines.database.differences import differences
    from pipelines.database.models import Site

    return [
        asdict(one) | {"urls": list(one.urls)}
        for number in session.scalars(select(Site.id).order_by(Site.id))
        for one in differences(session, number)
    ]


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
    from pipelines.database import coverage, lookup

    with database.read() as session:
        return {
            "database": database.place,
            "warnings": lookup.open_warnings(session),
            "missing": _named(coverage.missing(session)),
            "gone": _named(coverage.gone(session)),
            "away": _named(coverage.away(session)),
            "differences": _differences(session),
        }
