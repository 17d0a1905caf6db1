"""The year and month that a section's titles stand for."""

from __future__ import annotations

import re
from functools import lru_cache

from osiris_crawler.date_words import FRENCH_MONTHS, fold

_YEAR = re.compile(r"(?<![\d-])(?:19|20)\d\d(?![\d-])")
"""A year of its own; `1999-2025` is a span of years and says nothing of the page."""
_MONTHS = {name: number for number, name in enumerate(FRENCH_MONTHS, 1)}


@lru_cache(maxsize=4096)
def period_of(path: tuple[str, ...], listed_on: str = "") -> tuple[int | None, int | None]:
    """Return year and month of a section path (`Année 2024 > Octobre 2024`), else of the date beside a link.

    Args:
        path: section titles from the top down; the deepest year and month win.
        listed_on: ISO date printed in the listing; its month completes a year, and never contradicts one.
    """
    year = month = None
    for title in path:
        if (found := _YEAR.findall(title)) and int(found[-1]) != year:
            year, month = int(found[-1]), None
        words = re.findall(r"[a-z]+", fold(title))
        named = [_MONTHS[word] for word in words if word in _MONTHS]
        # « Mai », « Mai 2024 »: a title of more words that holds a month's name is no month
        if len(named) == 1 and len(words) == 1 and year is not None:
            month = named[0]
    listed_year = int(listed_on[:4]) if listed_on[:4].isdigit() else None
    listed_month = int(listed_on[5:7]) if listed_on[5:7].isdigit() else None
    if year is None:
        return listed_year, listed_month if listed_year else None
    if month is None and listed_year == year:
        month = listed_month
    return year, month
