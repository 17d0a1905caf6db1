"""How many articles listings that were not read yet are expected to name, by those that were."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

MONTHS = 12
PER_LISTING = 10
"""Articles on one page of a SPIP listing."""
START = 0.2
"""Before the past was read: an archive began with this share of the articles a month that it has now."""
WEIGHT = 144.0
"""That guess counts as so many months read, divided by the months that were, and as a year at most."""
LEAST = 0.05
"""Of the articles of a month now, a month of the past has this share at least."""
NEIGHBOURS = 3
ODD = 2
"""A month counts as so many times the median of itself and three before and after at most."""
ENOUGH = 3
"""So many months read tell of others; of one year, of the others of that year."""
MANY = 30
"""And so have months with so many articles together: a number of that size differs by a fifth from chance."""


class Month(NamedTuple):
    """One month of one year; compares by time."""

    year: int
    month: int


@dataclass(frozen=True, slots=True)
class Listings:
    """What is known of the archive's months."""

    read: Mapping[Month, int]
    """Articles that the months read so far name, on all their pages."""
    waiting: Collection[Month]
    """Months whose listing waits."""
    years: Collection[int] = ()
    """Years whose listing waits, and of which no month is known."""

    @property
    def expected(self) -> int | None:
        """Articles that the waiting listings are expected to name; None while too little was read to tell.

        The newest month is not looked at, since it may have begun yesterday. A press archive grows: through the
        means of the years read goes a straight line, weighted by months, which begins low in the first year.
        """
        if not self.waiting and not self.years:
            return 0
        newest = max([*self.read, *self.waiting], default=None)
        past = {month: count for month, count in self.read.items() if month != newest}
        if len(past) < ENOUGH and sum(past.values()) < MANY:
            return None
        by_year: dict[int, list[float]] = {}
        for month, count in _usual(past).items():
            by_year.setdefault(month.year, []).append(count)
        first = min([*by_year, *(month.year for month in self.waiting), *self.years])
        line = _line(by_year, first)
        months = [month.year for month in self.waiting] + [year for year in self.years for _ in range(MONTHS)]
        total = 0.0
        for year in months:
            own: list[float] = by_year.get(year, [])
            total += sum(own) / len(own) if len(own) >= ENOUGH else line.at(year)
        return round(total)


class _Line(NamedTuple):
    """Articles a month by year."""

    year: float
    """In the middle of what was read."""
    mean: float
    slope: float
    least: float

    def at(self, year: int) -> float:
        return max(self.mean + self.slope * (year - self.year), self.least)


def _usual(read: Mapping[Month, int]) -> dict[Month, float]:
    """Return the months with those far above their neighbours cut: a month of a summit says little of others."""
    months = sorted(read)
    counts = [read[month] for month in months]
    found = {}
    for at, month in enumerate(months):
        around = counts[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]
        found[month] = min(float(counts[at]), ODD * median(around))
    return found


def _line(by_year: Mapping[int, list[float]], first: int) -> _Line:
    """Lay a line through the means of years by least squares, the guess about the first year among them."""
    last = max(by_year)
    level = sum(by_year[last]) / len(by_year[last])
    points = [(year, sum(counts) / len(counts), float(len(counts))) for year, counts in by_year.items()]
    if first not in by_year:
        read = sum(len(counts) for counts in by_year.values())
        points.append((first, START * level, min(float(MONTHS), WEIGHT / read)))
    weight = sum(point[2] for point in points)
    middle = sum(year * of for year, _, of in points) / weight
    mean = sum(count * of for _, count, of in points) / weight
    spread = sum(of * (year - middle) ** 2 for year, _, of in points)
    slope = (
        sum(of * (year - middle) * (count - mean) for year, count, of in points) / spread if spread else 0.0
    )
    return _Line(middle, mean, slope, LEAST * level)
