"""Which moment `--as-of` means: the end of a day, month, year or run, or a moment to the second."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from osiris_crawler.errors import UsageError
from pipelines.database import tables as t

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_YEAR = re.compile(r"(?:19|20)\d\d")
_RUN = re.compile(r"(?:run:)?(\d+)")
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def moment_of(session: Session, text: str) -> datetime:
    """Return the moment that `--as-of` means.

    Args:
        session: where runs are looked up.
        text: a day, month or year (its end, UTC; four digits that begin by 19 or 20 are a year), a moment
            such as `2025-03-01T06:00:00Z`, or a run's number (`12`, or `run:12`; its end).

    Raises:
        UsageError: it is none of these, or there is no such run.
    """
    if not _YEAR.fullmatch(text) and (run := _RUN.fullmatch(text)):
        return _end_of_run(session, int(run[1]))
    if day := _DAY.fullmatch(text):
        year, month = int(day[1]), int(day[2] or 12)
        try:
            last = int(day[3] or calendar.monthrange(year, month)[1])
            return datetime(year, month, last, tzinfo=UTC) + timedelta(days=1) - timedelta(microseconds=1)
        except (ValueError, calendar.IllegalMonthError) as error:
            raise _not_a_moment(text) from error
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise _not_a_moment(text) from error
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


def _not_a_moment(text: str) -> UsageError:
    return UsageError(
        f"--as-of {text}: neither a date nor a run. Write 2025-03-01, 2025-03, 2025-03-01T06:00:00Z, "
        "or the number of a run that `osiris status` shows."
    )


def _end_of_run(session: Session, number: int) -> datetime:
    found = session.execute(select(t.run.c.ended_at).where(t.run.c.id == number)).one_or_none()
    if found is None:
        raise UsageError(f"--as-of {number}: there is no such run. `osiris status` shows the runs.")
    if found.ended_at is not None:
        ended: datetime = found.ended_at
        return ended
    newest = select(func.max(t.snapshot.c.captured_at)).where(t.snapshot.c.run_id == number)
    captured: datetime | None = session.execute(newest).scalar()
    if captured is None:
        raise UsageError(f"--as-of {number}: this run has captured nothing. Name another one.")
    return captured
