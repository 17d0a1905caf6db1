"""What the archive holds and lacks by year and month, and how the crawls ended."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from math import sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

from osiris_crawler.explorer.asking import Asked
from osiris_crawler.explorer.rendering import fresh, page, visitor
from pipelines.database import coverage as measured
from pipelines.database import lookup, runs
from pipelines.database.coverage import Tally
from pipelines.database.filtering import Filter

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from pipelines.database.coverage import Month

MISSING_SHOWN = 200
RUNS_SHOWN = 60
SHADES = 5
REASONS = "osiris/run/reasons"
"""Name in a run's stats of why it was not healthy, a line each."""


class Cell(NamedTuple):
    """One month of one year."""

    published: int
    missing: int
    gone: int
    listed: int
    shade: int
    """From 0, nothing, to `SHADES`, the most of all months."""
    address: str


class Year(NamedTuple):
    """One row of the table; `year` 0 for what has no date."""

    year: int
    cells: list[Cell | None]
    """January to December, then the month that is not known."""
    published: int
    tally: Tally
    address: str


@fresh
def coverage(request: Request) -> Response:
    """Answer with the table of years and months, and what is missing."""
    reader = visitor(request)
    with reader.library.read() as session:
        months = measured.months(session)
        total = measured.total(session)
        return page(
            request,
            "coverage.html",
            asked=reader.asked,
            years=years(months, reader.asked),
            total=total,
            published=sum(month.published for month in months),
            missing=list(islice(measured.missing(session), MISSING_SHOWN)),
            most_shown=MISSING_SHOWN,
        )


def years(months: list[Month], asked: Asked) -> list[Year]:
    """Return the rows of the table, newest first, what has no date last."""
    most = max((month.published for month in months if month.year and month.month), default=0) or 1
    by_year: dict[int, dict[int, Month]] = defaultdict(dict)
    for month in months:
        by_year[month.year][month.month] = month
    found = []
    for year, row in sorted(by_year.items(), key=lambda one: -one[0]):
        cells = [_cell(row[number], most, asked) if number in row else None for number in (*range(1, 13), 0)]
        tally = Tally(
            *(
                sum(getattr(month.tally, name) for month in row.values())
                for name in Tally.__dataclass_fields__
            )
        )
        span = f"{year:04}" if year else ""
        address = _span(asked, span)
        found.append(Year(year, cells, sum(month.published for month in row.values()), tally, address))
    return found


def _cell(month: Month, most: int, asked: Asked) -> Cell:
    # by the square root: one month of many articles leaves the differences of the others visible
    shade = 0 if not month.published else 1 + round(sqrt(month.published / most) * (SHADES - 1))
    span = f"{month.year:04}-{month.month:02}" if month.year and month.month else ""
    tally = month.tally
    return Cell(month.published, tally.missing, tally.gone, tally.listed, shade, _span(asked, span))


def _span(asked: Asked, span: str) -> str:
    return Asked(Filter(since=span, until=span), lang=asked.lang).address() if span else ""


@fresh
def crawls(request: Request) -> Response:
    """Answer with the runs and their verdicts, and the warnings that hold."""
    reader = visitor(request)
    with reader.library.read() as session:
        found = [_run(run) for run in runs.last(session, RUNS_SHOWN)]
        return page(
            request,
            "runs.html",
            asked=reader.asked,
            runs=found,
            warnings=lookup.warning_counts(session),
        )


def _run(run: Any) -> dict[str, Any]:
    took = run.ended_at - run.started_at if run.ended_at else None
    seconds = int(took.total_seconds()) if took is not None else None
    return {
        "id": run.id,
        "command": run.command,
        "started_at": run.started_at,
        "ended_at": run.ended_at,
        "took": None if seconds is None else f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}",
        "verdict": run.verdict or "",
        "exit_code": run.exit_code,
        "reasons": str((run.stats or {}).get(REASONS, "")).splitlines(),
    }
