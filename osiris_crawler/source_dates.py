"""Where a source line's name ends and its date begins; no part of a name becomes a date."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from osiris_crawler.date_words import MONTH_WORDS, WEEKDAY_WORDS, fold, misspelt_month, misspelt_weekday
from osiris_crawler.dates import parse_date
from osiris_crawler.french_dates import ParsedDate, Precision, read_date, read_day_range
from osiris_crawler.names import is_address

if TYPE_CHECKING:
    from collections.abc import Iterator


class NameAndDate(NamedTuple):
    """One entry of a source line; the date is None when there is none or it cannot be read."""

    name: str
    date: ParsedDate | None
    date_raw: str | None
    warnings: tuple[str, ...]


_LONGEST_DATE = 80
_MOST_WORDS = 60
_MOST_JOINTS = 20
_AROUND = " ,;:.-–—("
_STRAY = " )]."
_BESIDE = _AROUND + _STRAY
_START = re.compile(r"(?:^|(?<=[ ,(/–—-]))(?=[^\s,(])([a-z]+|\d+)?")
_FIRST_WORD = re.compile(r"[a-z]+|\d+")
_LINKS: Final = frozenset({"le", "du", "des", "les", "en", "entre", "the", "on", "premier"})
_LINK_AT_END = re.compile(
    r"(?:[ ,]+(?:(?:n°|no|edition|paru|publie|date|datee?|respectivement)[ \d]*)?(?:du|le|des|en|de)?)$"
)
_JOINT = re.compile(r" ?; ?| (?:et|and|&|/|\||-|–|\+) |/|(?P<comma>, ?)")
_LIST_SIGN = re.compile(r" (?:et|and|&) | ?[,/&] ?")
_LISTED_DAY = re.compile(
    r"(?:(?:du|des|les|le) )?(?P<day>(?:[a-z]{3,8}\.? )?(?:\d\d?|premier)(?: ?-?(?:er|ier))?)"
    r"(?: (?P<month>[a-z]{3,10}\.?))?(?: (?P<year>\d{4}))?"
)
_FIGURES = re.compile(r"\d{1,2} ?[/.-] ?\d{1,2}|(?<!\d)(?:19|20)\d{2}(?!\d)")
_BARE_FIGURE = re.compile(r"\d+ ?[,/&]")
_WORD = re.compile(r"[a-z]{3,}")
_RELATIVE: Final = frozenset({"hier", "aujourd", "demain", "dernier"})
_WEEKDAY = "|".join(WEEKDAY_WORDS)
_LOOSE_DATE = re.compile(
    rf"[ ,](?:(?:du|le|des) )?(?:(?:{_WEEKDAY})[.,]? )?\d{{1,2}}(?!\d)(?: ?-?er)?"
    r"[ ./-]{0,3}[a-z\d][\w ./-]{0,40}$"
)


def parted_by_dates(text: str) -> list[str]:
    """Cuts a list of sources where one entry ends: at semicolons, and at a conjunction behind a date."""
    entries: list[str] = []
    start = 0
    for joint in islice(_JOINT.finditer(text), _MOST_JOINTS):
        entry, rest = text[start : joint.start()], text[joint.end() :]
        if joint[0].strip() != ";":
            if not rest[:1].isalpha() or _trailing_date(entry) is None or _is_date(rest):
                continue
            if joint["comma"] and _trailing_date(rest) is None:
                continue
        entries.append(entry)
        start = joint.end()
    entries.append(text[start:])
    return [entry.strip(" ,;.") for entry in entries]


def name_and_date(entry: str) -> NameAndDate:
    """Parts one entry: « Le Soleil, 31 mars 2005 », « APS 21 juin 2004 », « Wal Fadjri »."""
    if _is_date(entry):
        return NameAndDate("", parse_date(entry), entry, ())
    if found := _trailing_date(entry):
        return found
    return (
        _date_elsewhere(entry)
        or _unreadable_date(entry)
        or NameAndDate(entry.strip(_AROUND), None, None, _year_doubt(entry))
    )


def listed_days(text: str) -> tuple[ParsedDate, ...]:
    """Reads days that stand in a list: « 8 et 9 août 2006 », « 8 août 2006, 9 août 2006 ».

    Returns:
        The days in order, month and year taken from the day behind where they are not printed; nothing for one day,
        a span of days (« 8-9 août », « du 8 au 9 août ») and all else.
    """
    folded = fold(text.strip(_BESIDE)).removeprefix("respectivement ")
    parts = _LIST_SIGN.split(folded)[: _MOST_JOINTS + 1]
    days: list[ParsedDate] = []
    month = year = ""
    for part in reversed(parts):
        found = _LISTED_DAY.fullmatch(part)
        if found is None:
            return ()
        month, year = found["month"] or month, found["year"] or year
        day = read_date(f"{found['day']} {month} {year}").found
        if day is None or day.precision is not Precision.DAY:
            return ()
        days.insert(0, day)
    return tuple(days) if len(days) > 1 else ()


def _first_listed(text: str) -> ParsedDate | None:
    """Reads whole dates in a list as the first of them; a bare figure may be the end of a name (« Radio 1, 3 mai »)."""
    days = listed_days(text) if not _BARE_FIGURE.match(text) else ()
    return replace(days[0], rule="range", warnings=(*days[0].warnings, "range_first_day")) if days else None


def _trailing_date(entry: str) -> NameAndDate | None:
    """Takes the longest end of the entry that is a date by the tables; dateparser has no say here."""
    folded = fold(entry)
    for start in _date_starts(folded):
        end = folded[start:].rstrip(_STRAY)
        date, settled = read_date(end)
        if settled and date is None:
            return None  # an impossible day; what stands behind it (« février 2005 ») is no date of its own
        date = date or read_day_range(end) or _first_listed(end)
        name = _name(entry[:start])
        if date is None or not name:
            continue
        if date.precision is not Precision.DAY and not _stands_alone(entry[:start], date.precision):
            continue
        return NameAndDate(name, date, entry[start:].rstrip(_STRAY), date.warnings)
    return None


def _date_starts(folded: str) -> Iterator[int]:
    """Yields the places where a date may begin: at a figure, a weekday, a month or « du »."""
    for place in islice(_START.finditer(folded), _MOST_WORDS + 1):
        start, word = place.start(), place[1]
        if word and start and len(folded) - start <= _LONGEST_DATE and _begins_a_date(word):
            yield start


def _stands_alone(before: str, precision: Precision) -> bool:
    """Tells whether a month or year is no rest of a date, and a year no end of a name (« Dakar 2010 »)."""
    last = fold(before).replace(",", " ").split()[-1]
    if last.strip(".er").isdigit() or last in MONTH_WORDS or last in WEEKDAY_WORDS:
        return False
    parted = before.rstrip().endswith(",")
    figures = last[0].isdigit() or last[-1].isdigit()  # « 1ar mai 2010 », « Soleil31 mars 2005 »
    return parted or (precision is Precision.MONTH and not figures)


def _begins_a_date(word: str) -> bool:
    return word.isdigit() or word in _LINKS or _calendar_word(word)


@lru_cache(maxsize=1024)
def _calendar_word(word: str) -> bool:
    if word in MONTH_WORDS or word in WEEKDAY_WORDS:
        return True
    return misspelt_month(word, sure_context=False) is not None or misspelt_weekday(word) is not None


def _name(text: str) -> str:
    """Takes links such as « du », « n° 12 du », « édition du » off the end of a name."""
    bare = text.rstrip(" ,-–—(")
    link = _LINK_AT_END.search(fold(bare))
    return (bare[: link.start()] if link else bare).strip(_AROUND)


def _is_date(text: str) -> bool:
    folded = fold(text.strip(_BESIDE))
    first = _FIRST_WORD.match(folded)
    if first is None or not (_begins_a_date(first[0]) or first[0] == "de" or first[0].startswith("premier")):
        return False  # « APS, 8 août 2006 »; the tables would find out at ten times the cost
    return len(folded) <= _LONGEST_DATE and (read_date(folded).found or read_day_range(folded)) is not None


def _date_elsewhere(entry: str) -> NameAndDate | None:
    """Finds a date before the name, or one that text follows; both are doubtful."""
    segments = [segment.strip() for segment in entry.split(",")]
    for place, segment in enumerate(segments[:-1]):
        if not _is_date(segment):
            continue
        warning = "text_after_date" if place else "date_before_name"
        name = ", ".join(segments[:place] if place else segments[1:])
        date = parse_date(segment)
        return NameAndDate(name, date, segment, (*(date.warnings if date else ()), warning))
    return None


def _unreadable_date(entry: str) -> NameAndDate | None:
    """Parts the name from what looks like a date; dateparser is asked once, and flagged."""
    folded = fold(entry)
    loose = _LOOSE_DATE.search(folded)
    commas = (place for place, sign in enumerate(entry) if sign == "," and _begins_date(folded[place + 1 :]))
    start = next(commas, loose.start() if loose else 0)
    raw = entry[start + 1 :].strip()
    if not start or not _resembles_date(raw):
        return None
    date = parse_date(raw.rstrip(_STRAY))
    if date is None or date.precision is not Precision.DAY:
        return NameAndDate(_name(entry[:start]), None, raw, ("unreadable_source_date",))
    return NameAndDate(_name(entry[:start]), date, raw, date.warnings)


def _begins_date(folded: str) -> bool:
    first = _FIRST_WORD.match(folded.lstrip())
    return first is not None and (first[0].isdigit() or first[0] in _RELATIVE or _calendar_word(first[0]))


def _resembles_date(text: str) -> bool:
    folded = fold(text)
    if is_address(text.strip()) or len(folded) > _LONGEST_DATE:
        return False
    words = _WORD.findall(folded)
    return bool(_FIGURES.search(folded)) or any(word in _RELATIVE or _calendar_word(word) for word in words)


def _year_doubt(entry: str) -> tuple[str, ...]:
    return ("unseparated_year",) if re.search(r" (?:19|20)\d{2}$", entry) else ()
