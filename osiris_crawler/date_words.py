"""The words of a date: plain letters, months, weekdays, and what a misspelt one must have been."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

FRENCH_MONTHS: Final = (
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
)
FRENCH_WEEKDAYS: Final = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_FRENCH_SHORT_MONTHS: Final = {
    1: ("janv", "jan"),
    2: ("fevr", "fev"),
    4: ("avr",),
    7: ("juill", "juil"),
    9: ("sept", "sep"),
    10: ("oct",),
    11: ("nov",),
    12: ("dec",),
}
_ENGLISH_MONTHS: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_ENGLISH_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORTEST_SAFE = 5
"""A shorter name is one letter away from too many words (« mai »: Mali, main; « juin »: Juif)."""
_MISREAD_LENGTHS = range(3, 12)


def _french_months() -> dict[str, int]:
    table = {name: number for number, name in enumerate(FRENCH_MONTHS, 1)}
    table |= {short: number for number, shorts in _FRENCH_SHORT_MONTHS.items() for short in shorts}
    return table


def _english_months() -> dict[str, int]:
    table = {name: number for number, name in enumerate(_ENGLISH_MONTHS, 1)}
    return table | {name[:3]: number for name, number in table.items()} | {"sept": 9}


def _weekdays() -> dict[str, int]:
    """Weekday words of both languages to 0 (Monday) … 6; three letters are what both shorten to."""
    table: dict[str, int] = {}
    for names in (FRENCH_WEEKDAYS, _ENGLISH_WEEKDAYS):
        for number, name in enumerate(names):
            table[name] = table[name[:3]] = number
    return table | {"merc": 2, "vend": 4, "tues": 1, "thur": 3, "thurs": 3}


def _plain_letters() -> dict[int, str]:
    """One plain character for each typographic one; never two, so that places in the text stay the same."""
    table = {}
    for code in range(0xC0, 0x250):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii():
            table[code] = base
    table |= dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
    table |= dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u00b4\u2032"), "'")
    return table | {
        ord("ᵉ"): "e",
        ord("ʳ"): "r",
        ord("\uff1a"): ":",
    }  # the raised « er » of 1ᵉʳ; a wide colon


FRENCH_MONTH_WORDS: Final = _french_months()
ENGLISH_MONTH_WORDS: Final = _english_months()
MONTH_WORDS: Final = ENGLISH_MONTH_WORDS | FRENCH_MONTH_WORDS
WEEKDAY_WORDS: Final = _weekdays()
_PLAIN: Final = _plain_letters()
_PLAIN_BYTES: Final = bytes(ord(_PLAIN.get(code, chr(code))) for code in range(256))
"""The same table for the 256 characters of Latin-1: bytes are translated ten times as fast."""
_NOT_PLAIN: Final = re.compile(f"[{''.join(map(re.escape, map(chr, _PLAIN)))}]")
_INVISIBLE: Final = re.compile("[\xad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")


def tidy(text: str) -> str:
    """Returns the text in NFC, every kind of space as one plain space, without invisible characters."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        if _INVISIBLE.search(text):
            text = _INVISIBLE.sub("", text)
    return " ".join(text.split())


def fold(text: str) -> str:
    """Returns the text in lower case and without accents, of the SAME length: places can be carried over."""
    if text.isascii():
        return text.lower()
    text = text.replace("’", "'")  # the one sign beyond Latin-1 that most lines have
    try:
        return text.encode("latin-1").translate(_PLAIN_BYTES).decode("latin-1").lower()
    except UnicodeEncodeError:  # « (…) »; asking the table for each character would take three times as long
        return _NOT_PLAIN.sub(lambda found: _PLAIN[ord(found[0])], text).lower()


def one_slip(word: str, name: str) -> str | None:
    """Returns which single slip of the pen turns `name` into `word`, None when none or more than one.

    Returns:
        "lost", "doubled", "added", "wrong" or "swapped" (two neighbours).
    """
    if word == name or abs(len(word) - len(name)) > 1:
        return None
    start = 0
    while start < min(len(word), len(name)) and word[start] == name[start]:
        start += 1
    left, right = word[start:], name[start:]
    if left == right[1:]:
        return "lost"
    if left[1:] == right:
        return "doubled" if start and left[0] == word[start - 1] else "added"
    if left[1:] == right[1:]:
        return "wrong"
    if left[:2] == right[1::-1] and left[2:] == right[2:]:
        return "swapped"
    return None


@lru_cache(maxsize=1024)
def months_near(word: str) -> frozenset[int]:
    """Returns every month that has a name or abbreviation one slip away from a folded word."""
    return frozenset(month for name, month in MONTH_WORDS.items() if one_slip(word, name))


@lru_cache(maxsize=1024)
def misspelt_month(word: str, *, sure_context: bool) -> int | None:
    """Returns the month that a French name with one slip stands for, None when two months are as near.

    Args:
        word: a folded word that is no month name itself.
        sure_context: a day and a year stand around the word, so that short names may be misspelt too.
    """
    if len(word) not in _MISREAD_LENGTHS or word in WEEKDAY_WORDS:
        return None
    if len(months_near(word)) != 1:
        return None
    for month, name in enumerate(FRENCH_MONTHS, 1):
        slip = one_slip(word, name)
        if slip and (len(name) >= _SHORTEST_SAFE or (sure_context and slip != "added")):
            return month
    return None


@lru_cache(maxsize=1024)
def misspelt_weekday(word: str) -> int | None:
    """Returns the weekday (0 Monday … 6) that a French name with one slip stands for, None when unsure."""
    days = [day for day, name in enumerate(FRENCH_WEEKDAYS) if one_slip(word, name)]
    return days[0] if len(days) == 1 else None
