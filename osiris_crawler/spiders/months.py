"""Months as the options --since and --until write them, and the time that a path of sections stands for."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from osiris_crawler.date_labels import month_of, year_of, year_range_of
from osiris_crawler.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

_MONTH = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


class Month(NamedTuple):
    """One month; compares by time."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


class Period(NamedTuple):
    """What a path of sections stands for; None where the labels do not say."""

    year: int | None
    month: int | None


def read_month(text: str, option: str, *, last: bool = False) -> Month | None:
    """Return the month an option names; a year alone means its first month, or its last with `last`.

    A day of the calendar means its month.

    Raises:
        UsageError: the text is no month (`2024-10`), no year (`2024`) and no day.
    """
    if not text.strip():
        return None
    found = _MONTH.fullmatch(text.strip())
    year, month, day = found.groups() if found else ("", "", "")
    number = int(month or (12 if last else 1))
    try:
        date(int(year), number, int(day or 1))
    except ValueError:
        raise UsageError(
            f"{option} {text}: neither a month nor a day of the calendar. Write it as 2024-10, or a whole year as 2024"
        ) from None
    return Month(int(year), number)


def names_day(text: str | None) -> bool:
    """Tell whether a text that `read_month` takes names a day, which is more than it heeds."""
    found = _MONTH.fullmatch((text or "").strip())
    return found is not None and found[3] is not None


def period_of(path: Sequence[str]) -> Period:
    """Return the time of the deepest label that names one (« Année 2024 », « Octobre 2024 », « Janvier »)."""
    year: int | None = None
    month: int | None = None
    for label in path:
        if named := year_of(label):
            year, month = named, None
        if number := month_of(label):
            month = number
    return Period(year, month if year else None)


def is_calendar(label: str) -> bool:
    """Tell whether a section's label names nothing but a time: a month, a year, a range of years."""
    return bool(year_of(label) or month_of(label) or year_range_of(label))
