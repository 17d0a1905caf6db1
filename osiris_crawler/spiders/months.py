"""Months as the options --since and --until write them, and the time that a path of sections stands for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from osiris_crawler.date_labels import month_of, year_of, year_range_of
from osiris_crawler.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

_MONTH = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-\d{1,2})?")


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

    Raises:
        UsageError: the text is no month (`2024-10`) and no year (`2024`).
    """
    if not text.strip():
        return None
    found = _MONTH.fullmatch(text.strip())
    month = int(found[2]) if found and found[2] else (12 if last else 1)
    if found is None or not 1 <= month <= 12:  # noqa: PLR2004 - months of a year
        raise UsageError(f"{option} {text}: not a month. Write it as 2024-10, or a whole year as 2024")
    return Month(int(found[1]), month)


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
