"""What the labels of rubrics stand for: a month, a year, a range of years, or nothing of the kind."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from osiris_crawler.date_words import MONTH_WORDS, fold, misspelt_month, tidy
from osiris_crawler.french_dates import YEARS

_LONGEST_LABEL = 80
_LABEL_WORDS: Final = frozenset(
    word
    for line in ("annee annees an archive archives article articles presse", "de la les l' en year of the")
    for word in line.split()
)
_COUNT = re.compile(r" ?[(\[]\d+(?: \w+)?[)\]]$")
_YEAR_NUMBER = re.compile(r"(?<!\d)\d{4}(?!\d)")
_YEAR_RANGE = re.compile(r"(?<!\d)(\d{4}) ?(?:[-/]|a|au|to) ?(\d{4})(?!\d)")
_LABEL_MONTH = re.compile(
    r"(?:(?P<number>\d\d?)[.)-] ?|(?P<number2>\d\d?) - )?"
    r"(?:(?:les )?(?:mois|archives?|articles?)(?: du mois)? (?:de |d')?)?(?P<name>[a-z]{3,10})\.?"
)
_FIGURES = re.compile(
    r"(?P<month>0?[1-9]|1[0-2]) ?[/.-] ?(?P<year>\d{4})|(?P<year2>\d{4}) ?[/.-] ?(?P<month2>0[1-9]|1[0-2])"
)
_AROUND = " >›»→•·–:*"
"""Bullets and arrows before a label, and what parts it from its list."""


@lru_cache(maxsize=4096)
def month_of(label: str) -> int | None:
    """Returns the month (1-12) that a rubric's label names, with or without its year.

    « Octobre 2024 », « Janvier (12) », « févr. », "Ocotbre", "10/2024", « Archives d’octobre »; None for any other.
    """
    folded = _label(label)
    if folded is None:
        return None
    if figures := _in_figures(folded):
        return figures[1]
    years = _YEAR_NUMBER.findall(folded)
    if years:
        if len(years) > 1 or int(years[0]) not in YEARS:
            return None
        folded = _YEAR_NUMBER.sub("", folded).strip(" -/,")
    found = _LABEL_MONTH.fullmatch(folded)
    if found is None:
        return None
    month = MONTH_WORDS.get(found["name"]) or misspelt_month(found["name"], sure_context=False)
    number = found["number"] or found["number2"]
    return month if number is None or int(number) == month else None


@lru_cache(maxsize=4096)
def year_of(label: str) -> int | None:
    """Returns the one year that a rubric's label stands for: « Année 2024 », « 2007 », « Octobre 2024 ».

    None for a range of years, and for a year among other words (a title).
    """
    folded = _label(label)
    years = _YEAR_NUMBER.findall(folded) if folded else []
    if folded is None or len(years) != 1 or int(years[0]) not in YEARS:
        return None
    if figures := _in_figures(folded):
        return figures[0]
    rest = _YEAR_NUMBER.sub("", folded).strip(" -/,.:").replace("'", "' ")
    if all(word in _LABEL_WORDS for word in rest.split()) or month_of(label):
        return int(years[0])
    return None


@lru_cache(maxsize=4096)
def year_range_of(label: str) -> tuple[int, int] | None:
    """Returns first and last year of a label such as « Archives 1999-2024 », else None."""
    folded = _label(label)
    found = _YEAR_RANGE.search(folded) if folded else None
    if found is None:
        return None
    first, last = int(found[1]), int(found[2])
    return (first, last) if first in YEARS and last in YEARS and first < last else None


def _label(label: str) -> str | None:
    """Folds a label of reasonable length, without the number of its articles « (132) »."""
    return _COUNT.sub("", fold(tidy(label)).strip(_AROUND)) if len(label) <= _LONGEST_LABEL else None


def _in_figures(folded: str) -> tuple[int, int] | None:
    """Returns year and month of « 10/2024 » and « 2024-10 »."""
    found = _FIGURES.fullmatch(folded)
    if found is None or int(found["year"] or found["year2"]) not in YEARS:
        return None
    return int(found["year"] or found["year2"]), int(found["month"] or found["month2"])
