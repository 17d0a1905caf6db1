"""Dates by own tables: French first, English, ISO, RFC 2822 and figures; ranges of days; no guess."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Final, NamedTuple

from osiris_crawler.date_words import (
    ENGLISH_MONTH_WORDS,
    FRENCH_MONTH_WORDS,
    MONTH_WORDS,
    WEEKDAY_WORDS,
    misspelt_month,
    misspelt_weekday,
)

YEARS: Final = range(1900, 2101)
"""The years a press archive may hold; a number outside is no year."""
_CENTURY_TURN = 50
"""Two figures below are 20YY; from 90 on 19YY (the archive begins in the nineties); between: unknown."""
_NINETIES = 90


class Precision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A date as far as it was printed.

    Attributes:
        iso: "2024-10-01", "2024-10" or "2024", by the precision.
        precision: what is known; nothing is ever filled in.
        rule: which table read it: "french", "english", "iso", "numeric", "year", "range" or "dateparser".
        warnings: words for doubtful readings: "weekday_mismatch", "misspelt_month", "misspelt_weekday",
            "two_digit_year", "range_first_day", "range_over_new_year", "read_by_dateparser".
    """

    iso: str
    precision: Precision
    rule: str
    warnings: tuple[str, ...] = ()


class Reading(NamedTuple):
    """What the tables say; `settled` without a date means: a date's shape, but impossible."""

    found: ParsedDate | None
    settled: bool


UNKNOWN: Final = Reading(None, settled=False)
IMPOSSIBLE: Final = Reading(None, settled=True)

_CLOCK = (
    r"(?:[01]?\d|2[0-4]) ?(?:h|:|heures?)(?: ?[0-5]\d(?: ?(?:min(?:utes?)?|mn|m)(?![a-z]))?"
    r"(?: ?:? ?[0-5]\d(?:[.,]\d{1,9})?(?: ?s(?:ec)?)?)?)?"
)
_ZONE = (
    r"(?: ?[ap]\.?m\.?)?(?: ?(?:z|utc|gmt|tu|[ecp][sd]t))?(?: ?[+-]\d\d?(?::?\d\d)?)?"
    r"(?: ?\([a-z]{1,5}\)| (?:temps|heure) [a-z ']{3,40})?"
)
TIME: Final = rf"(?:(?: ?[,t@|-] ?| )(?:(?:a|at|vers) ?)?\(?{_CLOCK}{_ZONE}\)?)"
_WEEKDAY = r"(?:(?:le |the |du |on )?(?:(?P<weekday>[a-z]{3,10})[.,]{0,2} )?(?:le |the )?)"
_DAY = r"(?P<day>\d\d?|premier)(?: ?-?(?:(?:<sup>)?(?:er|ier|ere)(?:</sup>)?|st|nd|rd|th))?"
_END = rf"{TIME}?[ .]{{0,2}}"

_DAY_MONTH_YEAR = re.compile(
    rf"{_WEEKDAY}{_DAY}[ ./-]{{0,3}}(?:of |de )?(?P<month>[a-z]{{3,10}})"
    rf"[ .,/-]{{0,3}}(?P<year>\d{{4}}){_END}"
)
_MONTH_DAY_YEAR = re.compile(rf"{_WEEKDAY}(?P<month>[a-z]{{3,9}})\.? {_DAY} ?,? ?(?P<year>\d{{4}}){_END}")
_MONTH_YEAR = re.compile(r"(?:en |de )?(?P<month>[a-z]{3,10})[ .,/-]{1,3}(?P<year>\d{4})\.?")
_ISO = re.compile(rf"(?P<year>\d{{4}})([-/.])(?P<month>\d\d)\2(?P<day>\d\d){_END}")
_NUMERIC = re.compile(
    rf"{_WEEKDAY}(?P<day>\d\d?) ?(?P<by>[/.-]) ?(?P<month>\d\d?) ?(?P=by) ?(?P<year>\d{{4}}|\d\d){_END}"
)
_NUMERIC_MONTH = re.compile(r"(?:(?P<iso>\d{4})-(?P<iso_month>\d\d)|(?P<month>\d\d?) ?/ ?(?P<year>\d{4}))\.?")
_YEAR = re.compile(r"(?:en )?(\d{4})\.?")

_RANGE_DAY = r"(?:[a-z]{3,8}\.? )?(?:\d\d?|premier)(?: ?-?(?:er|ier))?"
_RANGE_LINK = r"(?: ?(?:-|/|&) ?|(?: ?,)? (?:et|au|a|and|to) (?:le |du )?)"
_LIST_LINK = rf"(?: ?, ?|{_RANGE_LINK})"
_RANGE_HEAD = r"(?:(?:du|des|les|le|entre le) )?"
_DAYS_THEN_MONTH = re.compile(
    rf"{_RANGE_HEAD}(?P<days>{_RANGE_DAY}(?:{_LIST_LINK}{_RANGE_DAY}){{0,8}}{_RANGE_LINK}{_RANGE_DAY})"
    r" ?(?P<tail>[a-z]{3,10}\.? \d{4})"
)
_TWO_DATES = re.compile(
    rf"{_RANGE_HEAD}(?P<first>{_RANGE_DAY} ?[a-z]{{3,10}}\.?)(?: (?P<year>\d{{4}}))?{_RANGE_LINK}"
    rf"(?P<last>{_RANGE_DAY} ?[a-z]{{3,10}}\.? \d{{4}})"
)
_RANGE_NUMBER = re.compile(r"(?:([a-z]{3,8})\.? )?(\d\d?|premier)")
_FULL_LENGTH = 10  # characters of YYYY-MM-DD


def read_date(folded: str) -> Reading:
    """Reads a whole folded string as one date; ranges of days are not one date.

    Args:
        folded: what `date_words.fold` gives for a tidy text of at most some hundred characters.
    """
    if found := _DAY_MONTH_YEAR.fullmatch(folded):
        return _from_words(found, MONTH_WORDS)
    if found := _MONTH_DAY_YEAR.fullmatch(folded):
        return _from_words(found, ENGLISH_MONTH_WORDS)
    if found := _MONTH_YEAR.fullmatch(folded):
        return _month_of_year(found["month"], found["year"])
    if found := _ISO.fullmatch(folded):
        return _build(found["year"], int(found["month"]), int(found["day"]), "iso", ())
    if found := _NUMERIC.fullmatch(folded):
        return _from_figures(found)
    if found := _NUMERIC_MONTH.fullmatch(folded):
        rule = "iso" if found["iso"] else "numeric"
        return _build(
            found["iso"] or found["year"], int(found["iso_month"] or found["month"]), None, rule, ()
        )
    if found := _YEAR.fullmatch(folded):
        return _build(found[1], None, None, "year", ())
    return UNKNOWN


def read_day_range(folded: str) -> ParsedDate | None:
    """Reads several days (« 11 et 12 octobre 2005 », « 30 mars-1er avril 2012 ») as the first of them."""
    if found := _DAYS_THEN_MONTH.fullmatch(folded):
        days = _RANGE_NUMBER.findall(found["days"])
        numbers = [_day_number(number) for _, number in days]
        if any(later <= earlier for earlier, later in pairwise(numbers)):
            return None
        first, last = (
            read_date(f"{word} {number} {found['tail']}".strip()).found
            for word, number in (days[0], days[-1])
        )
        return _first_of(first, last, ())
    if found := _TWO_DATES.fullmatch(folded):
        last = read_date(found["last"]).found
        if last is None:
            return None
        year = found["year"] or last.iso[:4]
        first = read_date(f"{found['first']} {year}").found
        crosses = not found["year"] and first is not None and first.iso > last.iso
        if crosses:  # « 28 décembre - 3 janvier 2010 » can only have begun the year before
            first = read_date(f"{found['first']} {int(year) - 1}").found
        return _first_of(first, last, ("range_over_new_year",) if crosses else ())
    return None


def _first_of(first: ParsedDate | None, last: ParsedDate | None, more: tuple[str, ...]) -> ParsedDate | None:
    if first is None or last is None or first.iso >= last.iso or len(first.iso) != _FULL_LENGTH:
        return None
    warnings = dict.fromkeys((*first.warnings, *last.warnings, "range_first_day", *more))
    return ParsedDate(first.iso, Precision.DAY, "range", tuple(warnings))


def _from_words(found: re.Match[str], months: dict[str, int]) -> Reading:
    warnings: list[str] = []
    word = found["month"]
    month = months.get(word)
    if month is None and months is MONTH_WORDS:
        month = misspelt_month(word, sure_context=True)
        warnings.append("misspelt_month")
    if month is None:
        return UNKNOWN
    weekday, doubt = _weekday(found["weekday"])
    if weekday is None and found["weekday"]:
        return UNKNOWN
    rule = "french" if word in FRENCH_MONTH_WORDS or warnings else "english"
    return _build(found["year"], month, _day_number(found["day"]), rule, (*warnings, *doubt), weekday)


def _from_figures(found: re.Match[str]) -> Reading:
    weekday, doubt = _weekday(found["weekday"])
    if weekday is None and found["weekday"]:
        return UNKNOWN
    year = found["year"]
    if len(year) == 2:  # noqa: PLR2004 - two figures
        if found["by"] != "/" or _CENTURY_TURN <= int(year) < _NINETIES:
            return IMPOSSIBLE
        year = f"{'20' if int(year) < _CENTURY_TURN else '19'}{year}"
        doubt = (*doubt, "two_digit_year")
    return _build(year, int(found["month"]), int(found["day"]), "numeric", doubt, weekday)


def _month_of_year(word: str, year: str) -> Reading:
    month = MONTH_WORDS.get(word)
    warnings: tuple[str, ...] = ()
    if month is None:
        month = misspelt_month(word, sure_context=False)
        warnings = ("misspelt_month",)
    if month is None:
        return UNKNOWN
    return _build(
        year, month, None, "french" if word in FRENCH_MONTH_WORDS or warnings else "english", warnings
    )


def _weekday(word: str | None) -> tuple[int | None, tuple[str, ...]]:
    if word is None:
        return None, ()
    known = WEEKDAY_WORDS.get(word)
    return (known, ()) if known is not None else (misspelt_weekday(word), ("misspelt_weekday",))


def _day_number(text: str) -> int:
    return 1 if text == "premier" else int(text)


def _build(
    year_text: str,
    month: int | None,
    day: int | None,
    rule: str,
    warnings: tuple[str, ...],
    weekday: int | None = None,
) -> Reading:
    """Puts the parts together when the calendar has such a day, else says that it is impossible."""
    year = int(year_text)
    if year not in YEARS:
        return IMPOSSIBLE
    if month is None:
        return Reading(ParsedDate(f"{year}", Precision.YEAR, rule, warnings), settled=True)
    if not 1 <= month <= 12:  # noqa: PLR2004 - months of a year
        return IMPOSSIBLE
    if day is None:
        return Reading(ParsedDate(f"{year}-{month:02}", Precision.MONTH, rule, warnings), settled=True)
    try:
        known = date(year, month, day)
    except ValueError:
        return IMPOSSIBLE
    if weekday is not None and known.weekday() != weekday:
        warnings = (*warnings, "weekday_mismatch")
    return Reading(ParsedDate(known.isoformat(), Precision.DAY, rule, warnings), settled=True)
