"""Dates as an archive prints them: whole strings, publication lines and the labels of rubrics.

Own tables first (`french_dates`), dateparser as a flagged fallback. No clock: a relative date is no date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Literal

from osiris_crawler.date_labels import month_of, year_of, year_range_of
from osiris_crawler.date_words import MONTH_WORDS, WEEKDAY_WORDS, fold, months_near, tidy
from osiris_crawler.french_dates import TIME, YEARS, ParsedDate, Precision, read_date, read_day_range
from osiris_crawler.names import capitals_and_small

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "DateLine",
    "ParsedDate",
    "Precision",
    "month_of",
    "parse_date",
    "read_date_line",
    "year_of",
    "year_range_of",
]

_LONGEST_DATE = 80
_LONGEST_LINE = 200
_LONGEST_AUTHOR = 100
_LONGEST_LOGIN = 30

# ---------------------------------------------------------------- whole strings


@lru_cache(maxsize=4096)
def parse_date(text: str) -> ParsedDate | None:
    """Reads a string that is a date and nothing else.

    A weekday, a time of day and a full stop may stand with it. Several days give the first of them with the
    warning "range_first_day". A wrong weekday keeps the date with "weekday_mismatch".

    Returns:
        None for what is impossible, relative, without a year, or prose: no part is ever invented.
    """
    if len(text) > _LONGEST_DATE:
        return None
    line = tidy(text)
    folded = fold(line)
    found, settled = read_date(folded)
    if settled:
        return found
    return read_day_range(folded) or _by_dateparser(line, folded)


# ---------------------------------------------------------------- the flagged fallback

_LANGUAGES: Final = (("fr",), ("en", "pt", "es", "it", "de", "ar"))
"""French first; then the languages of the neighbours and of partners, which the site quotes now and then."""
_SETTINGS: Final = {
    "DATE_ORDER": "DMY",
    "PARSERS": ["absolute-time"],
    "REQUIRE_PARTS": ["day", "month", "year"],
    "STRICT_DATE_ORDER": "all",
}
_CLOCK = re.compile(rf"{TIME}(?![\d/.-])")
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]{3,}")
_RELATIVE = re.compile(
    r"\b(?:hier|demain|aujourd|avant|apres|dernier|prochain|passe|jours?|semaines?|mois|heures?|il y a|depuis"
    r"|ago|last|next|days?)"
)
_MOST_WORDS = 6


@lru_cache(maxsize=2)
def _readers() -> tuple[Any, ...]:
    from dateparser.date import DateDataParser  # noqa: PLC0415 - 0.2 s, and most runs never need it

    return tuple(DateDataParser(languages=list(codes), settings=_SETTINGS) for codes in _LANGUAGES)


def _by_dateparser(line: str, folded: str) -> ParsedDate | None:
    """Asks dateparser, and believes it only when every number of the text is in its answer.

    dateparser fills in parts, reorders figures and ignores a wrong weekday (tried with 1.5); so the text must
    hold exactly a day and a year of four figures, and the name of the month in whatever language.
    """
    bare = _CLOCK.sub("", folded)
    numbers = sorted(int(number) for number in _NUMBER.findall(bare))
    words = _WORD.findall(bare)
    if len(numbers) != 2 or numbers[1] not in YEARS or not 1 <= len(words) <= _MOST_WORDS:  # noqa: PLR2004
        return None
    if not 1 <= numbers[0] <= 31 or _RELATIVE.search(folded):  # noqa: PLR2004 - days of a month
        return None
    if any(word not in MONTH_WORDS and len(months_near(word)) > 1 for word in words):
        return None  # « oût » is as near to August as to October, and Portuguese shortens October to « out »
    for reader in _readers():
        moment = reader.get_date_data(line).date_obj
        if moment is not None and sorted((moment.day, moment.year)) == numbers:
            weekdays = {WEEKDAY_WORDS[word] for word in words if word in WEEKDAY_WORDS and len(word) > 3}  # noqa: PLR2004
            doubt = ("weekday_mismatch",) if weekdays - {moment.weekday()} else ()
            warnings = ("read_by_dateparser", *doubt)
            return ParsedDate(moment.date().isoformat(), Precision.DAY, "dateparser", warnings)
    return None


# ---------------------------------------------------------------- publication lines


@dataclass(frozen=True, slots=True)
class DateLine:
    """A block of text that says when a page was published or modified.

    Attributes:
        raw: the date as printed, without prefix and author.
        date: what was read; a line whose date cannot be read is no publication line.
        role: "modified" only when the prefix says so.
        author: as printed after or before the date, None when the line names nobody.
    """

    raw: str
    date: ParsedDate | None
    role: Literal["published", "modified"]
    author: str | None


_MODIFIED = (
    r"(?:date de (?:la )?)?(?:derniere )?(?:mise? a jour|modification|mises? a jour|actualisation|maj)"
    r"|modifiee?|actualisee?|editee?|(?:last )?(?:updated|modified|edited)|last update"
)
_PUBLISHED = (
    r"(?:(?:cet |l')?article )?"
    r"(?:publiee?(?: en ligne)?|mise? en ligne|postee?|parue?|ajoutee?|diffusee?|redigee?|ecrit)"
    r"|(?:date(?: de (?:publication|parution|mise en ligne))?|publication|parution|mise en ligne)"
    r"(?= ?:| le )"
    r"|(?:published|posted|written|date published)"
)
_PREFIX = re.compile(
    rf"(?:(?P<modified>{_MODIFIED})|(?P<published>{_PUBLISHED}))"
    r"(?: ?:| (?=\w))(?: ?(?:le|du|on|en date du)(?= ))?(?: ?:)? ?|(?:le|on) (?=\w)"
)
_SECOND = re.compile(rf"(?: ?[,;|(/·•-] ?| )(?=(?:{_MODIFIED}|{_PUBLISHED})(?: ?:| (?:le|on)\b| \d))")
_AUTHOR = re.compile(r"(?: ?[,|·•-] ?| )(?:par|by) ?:? ")
_AUTHOR_FIRST = re.compile(r"(?:par|by) ?:? ")
_BREAK = re.compile(r" ?[,|·•] ?| - | (?=le )| (?=on )")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\d{4}")
_DATE_FIGURES = re.compile(r"[\d/](?:(?<=\d)\d{3}|(?<=/)\s?\d)")
"""Four figures, or one behind a stroke; the set at its head lets the search leap over letters."""
_LOGIN = re.compile(r"[A-Za-z][\w.@-]{2,29}")
_KNOWN_AUTHORS: Final = frozenset(
    {"admin", "webmaster", "administrateur", "redaction", "la redaction", "osiris"}
)


def read_date_line(text: str) -> DateLine | None:
    """Reads a whole block of text as a publication line.

    Accepted: an optional prefix (« Publié le », « Mis à jour le », "Published on"), a date, an optional time,
    and an author after « par » or before the date. Without a prefix the date must have its day. When a line
    holds both dates, the one of publication is taken.

    Returns:
        None for prose, for a date among other words, and for several days; a block without a year's
        figures costs about a microsecond.
    """
    if len(text) > _LONGEST_LINE or not _DATE_FIGURES.search(text):
        return None
    return _read_date_line(text)


@lru_cache(maxsize=1024)
def _read_date_line(text: str) -> DateLine | None:
    """Reads a line with the figures of a date; cached, since a site prints the same dates beside all its articles."""
    line = tidy(text)
    folded = fold(line)
    found = _single_line(line, folded)
    if found is not None:
        return found
    if len(_YEAR.findall(folded)) != 2:  # noqa: PLR2004 - a line of two dates holds two years
        return None
    for cut in _SECOND.finditer(folded, 4):
        halves = [
            _single_line(line[: cut.start()], folded[: cut.start()]),
            _single_line(line[cut.end() :].rstrip(") "), folded[cut.end() :].rstrip(") ")),
        ]
        if halves[0] and halves[1]:
            return min((half for half in halves if half), key=lambda half: half.role == "modified")
    return None


def _single_line(line: str, folded: str) -> DateLine | None:
    """Reads [prefix] date [author], or [prefix] author date."""
    prefix = _PREFIX.match(folded)
    start = prefix.end() if prefix else 0
    role: Literal["published", "modified"] = "modified" if prefix and prefix["modified"] else "published"
    announced = bool(prefix and (prefix["modified"] or prefix["published"]))
    if by := _AUTHOR_FIRST.match(folded, start):
        return _author_then_date(line, folded, by.end(), role)
    ends = [len(folded)]
    if "par" in folded or "by" in folded:
        ends += [match.start() for match in islice(_AUTHOR.finditer(folded, start), 2)]
    for end in ends:
        date = _line_date(line[start:end], folded[start:end], announced=announced)
        if date is None:
            continue
        author = None
        if end < len(folded):
            by = _AUTHOR.match(folded, end)
            author = _author(line[by.end() :], announced=announced) if by else None
            if author is None:
                return None
        return DateLine(line[start:end].strip(), date, role, author)
    return None


def _author_then_date(
    line: str, folded: str, start: int, role: Literal["published", "modified"]
) -> DateLine | None:
    for cut in _breaks(folded, start):
        rest = _single_line(line[cut.end() :], folded[cut.end() :])
        author = _author(line[start : cut.start()])
        if rest and author and rest.author is None:
            return DateLine(
                rest.raw, rest.date, "modified" if "modified" in (role, rest.role) else role, author
            )
    return None


def _breaks(folded: str, start: int) -> Iterator[re.Match[str]]:
    """The first few places where an author's name may end."""
    yield from [cut for _, cut in zip(range(6), _BREAK.finditer(folded, start), strict=False)]


def _line_date(line: str, folded: str, *, announced: bool) -> ParsedDate | None:
    if not folded or len(folded) > _LONGEST_DATE:
        return None
    found, settled = read_date(folded)
    if found is not None:
        return found if announced or found.precision is Precision.DAY else None
    return _by_dateparser(line, folded) if announced and not settled else None


def _author(text: str, *, announced: bool = False) -> str | None:
    """Returns the text when it can be a name: capitals outweigh small words, no figures, no sentence."""
    name = text.strip(" ,|·•-")
    if name.endswith(".") and not name[-3:-1].strip(" .").isupper():
        name = name[:-1]
    if not name or len(name) > _LONGEST_AUTHOR or name.endswith((":", "!", "?")):
        return None
    if _DIGIT.search(name):
        return name if _LOGIN.fullmatch(name) else None
    if fold(name) in _KNOWN_AUTHORS:
        return name
    capitals, small = capitals_and_small(name)
    if capitals and small < capitals and small <= 2:  # noqa: PLR2004 - « journaliste, formateur »
        return name
    # a login (« jdoe »), or a name without capitals: « par » before it says what it is
    return name if len(name) <= _LONGEST_LOGIN and len(name.split()) <= 1 + announced else None
