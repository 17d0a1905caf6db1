"""Tests of where a source line's name ends and its date begins."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osiris_crawler.source_dates import listed_days, name_and_date, parted_by_dates

QUICK = settings(max_examples=200, deadline=None, database=None, derandomize=True)
ENTRIES = [
    ("Le Soleil, 31 mars 2005", "Le Soleil", "2005-03-31", "31 mars 2005", ()),
    ("APS 21 juin 2004", "APS", "2004-06-21", "21 juin 2004", ()),
    ("APS,8 août 2006", "APS", "2006-08-08", "8 août 2006", ()),
    ("APS, mardi 4 mai 2010", "APS", "2010-05-04", "mardi 4 mai 2010", ()),
    ("APS (4 mai 2010)", "APS", "2010-05-04", "4 mai 2010", ()),
    ("APS - 04/05/2010", "APS", "2010-05-04", "04/05/2010", ()),
    ("Le Soleil du 8 août 2006", "Le Soleil", "2006-08-08", "du 8 août 2006", ()),
    ("Le Soleil, n° 1234 du 8 août 2006", "Le Soleil", "2006-08-08", "du 8 août 2006", ()),
    ("Le Soleil, le 8 août 2006", "Le Soleil", "2006-08-08", "le 8 août 2006", ()),
    ("APS, 3 mai 2010 à 10h30", "APS", "2010-05-03", "3 mai 2010 à 10h30", ()),
    ("Jeune Afrique, octobre 2010", "Jeune Afrique", "2010-10", "octobre 2010", ()),
    ("Jeune Afrique octobre 2010", "Jeune Afrique", "2010-10", "octobre 2010", ()),
    ("Jeune Afrique, 2010", "Jeune Afrique", "2010", "2010", ()),
    ("Dakar 2010", "Dakar 2010", None, None, ("unseparated_year",)),
    ("Radio 1, 3 mai 2010", "Radio 1", "2010-05-03", "3 mai 2010", ()),
    ("TV5 3 mai 2010", "TV5", "2010-05-03", "3 mai 2010", ()),
    ("24 Heures, 3 mai 2010", "24 Heures", "2010-05-03", "3 mai 2010", ()),
    ("http://www.x.sn/a,12.html, 3 mai 2010", "http://www.x.sn/a,12.html", "2010-05-03", "3 mai 2010", ()),
    ("APS, 11 et 12 octobre 2005", "APS", "2005-10-11", "11 et 12 octobre 2005", ("range_first_day",)),
    ("APS des 11 et 12 octobre 2005", "APS", "2005-10-11", "des 11 et 12 octobre 2005", ("range_first_day",)),
    ("APS, 12 otobre 2015", "APS", "2015-10-12", "12 otobre 2015", ("misspelt_month",)),
    ("APS, 3 de mayo de 2010", "APS", "2010-05-03", "3 de mayo de 2010", ("read_by_dateparser",)),
    ("APS, 31 février 2005", "APS", None, "31 février 2005", ("unreadable_source_date",)),
    ("APS 31 février 2005", "APS", None, "31 février 2005", ("unreadable_source_date",)),
    ("APS, mardi 31 février 2005", "APS", None, "mardi 31 février 2005", ("unreadable_source_date",)),
    ("APS, 8 août", "APS", None, "8 août", ("unreadable_source_date",)),
    ("Le Soleil 3 mai 10", "Le Soleil", None, "3 mai 10", ("unreadable_source_date",)),
    ("APS, 3 mai 10, Dakar", "APS", None, "3 mai 10, Dakar", ("unreadable_source_date",)),
    ("APS, mai 12, 2024", "APS", "2024-05-12", "mai 12, 2024", ("read_by_dateparser",)),
    ("The Point, May 12, 2024", "The Point", "2024-05-12", "May 12, 2024", ()),
    ("Le Soleil31 mars 2005", "Le Soleil31 mars 2005", None, None, ("unseparated_year",)),
    ("APS, 1ar mai 2010", "APS", None, "1ar mai 2010", ("unreadable_source_date",)),
    ("APS, 28 oût 2011", "APS", None, "28 oût 2011", ("unreadable_source_date",)),
    ("TV5, octobre 2010", "TV5", "2010-10", "octobre 2010", ()),
    ("APS,31mars2005", "APS", "2005-03-31", "31mars2005", ()),
    ("APS, hier", "APS", None, "hier", ("unreadable_source_date",)),
    ("3 mai 2010, APS", "APS", "2010-05-03", "3 mai 2010", ("date_before_name",)),
    ("APS, 3 mai 2010, Dakar", "APS", "2010-05-03", "3 mai 2010", ("text_after_date",)),
    ("3 mai 2010", "", "2010-05-03", "3 mai 2010", ()),
    ("Le Soleil, Dakar", "Le Soleil, Dakar", None, None, ()),
    ("Wal Fadjri", "Wal Fadjri", None, None, ()),
]


@pytest.mark.parametrize(
    ("entry", "name", "iso", "raw", "warnings"), ENTRIES, ids=[entry[0] for entry in ENTRIES]
)
def test_parts_name_and_date(
    entry: str, name: str, iso: str | None, raw: str | None, warnings: tuple[str, ...]
) -> None:
    """The date is the longest readable end; an unreadable one is kept raw, and no part of it is a date."""
    found = name_and_date(entry)
    assert (found.name, found.date and found.date.iso, found.date_raw, found.warnings) == (
        name,
        iso,
        raw,
        warnings,
    )


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("APS, 3 mai 2010 ; Le Soleil, 4 mai 2010", ["APS, 3 mai 2010", "Le Soleil, 4 mai 2010"]),
        ("APS, 3 mai 2010 et Le Soleil, 4 mai 2010", ["APS, 3 mai 2010", "Le Soleil, 4 mai 2010"]),
        ("APS, 3 mai 2010 / Le Soleil", ["APS, 3 mai 2010", "Le Soleil"]),
        ("APS, 3 mai 2010, Le Soleil, 4 mai 2010", ["APS, 3 mai 2010", "Le Soleil, 4 mai 2010"]),
        ("APS, 3 mai 2010, Dakar", ["APS, 3 mai 2010, Dakar"]),
        ("APS et Le Soleil, 3 mai 2010", ["APS et Le Soleil, 3 mai 2010"]),
        ("APS, 11 et 12 octobre 2005", ["APS, 11 et 12 octobre 2005"]),
        ("APS, 30 mars 2012 - 1er avril 2012", ["APS, 30 mars 2012 - 1er avril 2012"]),
    ],
)
def test_cuts_where_an_entry_ends(text: str, entries: list[str]) -> None:
    """A semicolon, or a conjunction behind a date, ends an entry; a range of days does not."""
    assert parted_by_dates(text) == entries


@QUICK
@given(st.text(alphabet="ABcdef ,;/-0123456789mairsjunet.()", max_size=60))
def test_any_entry_is_parted(text: str) -> None:
    """Nothing raises, and name and raw date stand in the entry as printed."""
    found = name_and_date(text)
    assert found.date_raw is None or found.date_raw in text
    assert found.date is None or found.date_raw


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("8 et 9 août 2006", "2006-08-08 2006-08-09"),
        ("8, 9 et 11 août 2006", "2006-08-08 2006-08-09 2006-08-11"),
        ("mardi 1er août et mercredi 2 août 2006", "2006-08-01 2006-08-02"),
        ("30 décembre 2006 et 2 janvier 2007", "2006-12-30 2007-01-02"),
        ("8 août 2006", ""),
        ("8-9 août 2006", ""),
        ("du 8 au 9 août 2006", ""),
        ("31 et 32 août 2006", ""),
        ("Dakar et 9 août 2006", ""),
    ],
)
def test_days_of_a_list_are_read_one_by_one(text: str, days: str) -> None:
    """Month and year come from the day behind; spans and impossible days are no list."""
    assert " ".join(day.iso for day in listed_days(text)) == days
