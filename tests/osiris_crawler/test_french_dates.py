"""Tests of the own tables: every form of a date, and several days in one."""

from __future__ import annotations

import pytest

from osiris_crawler.date_words import fold, tidy
from osiris_crawler.french_dates import IMPOSSIBLE, UNKNOWN, Precision, read_date, read_day_range

NO_WARNING: tuple[str, ...] = ()
FORMS = [
    ("mardi 1er octobre 2024", "2024-10-01", "french", NO_WARNING),
    ("mardi 1<sup>er</sup> octobre 2024", "2024-10-01", "french", NO_WARNING),
    ("1 er octobre 2024", "2024-10-01", "french", NO_WARNING),
    ("1ᵉʳ octobre 2024", "2024-10-01", "french", NO_WARNING),
    ("1-er octobre 2003", "2003-10-01", "french", NO_WARNING),
    ("premier mai 2004", "2004-05-01", "french", NO_WARNING),
    ("le 3 janv. 2010", "2010-01-03", "french", NO_WARNING),
    ("3 fév 2010", "2010-02-03", "french", NO_WARNING),
    ("7 sept. 2004", "2004-09-07", "french", NO_WARNING),
    ("3 juill. 2009", "2009-07-03", "french", NO_WARNING),
    ("3 juil. 2009", "2009-07-03", "french", NO_WARNING),
    ("VENDREDI 30 AVRIL 2004", "2004-04-30", "french", NO_WARNING),
    ("27 aout 2004", "2004-08-27", "french", NO_WARNING),
    ("09 avril 2009", "2009-04-09", "french", NO_WARNING),
    ("12octobre2015", "2015-10-12", "french", NO_WARNING),
    ("12-octobre-2015", "2015-10-12", "french", NO_WARNING),
    ("samedi 4 juin 2016.", "2016-06-04", "french", NO_WARNING),
    ("lundi 22 novembre 2021 à 14h13min", "2021-11-22", "french", NO_WARNING),
    ("3 mai 2010 à 10 h 30", "2010-05-03", "french", NO_WARNING),
    ("3 mai 2010, 10h", "2010-05-03", "french", NO_WARNING),
    ("3 mai 2010 14:05", "2010-05-03", "french", NO_WARNING),
    ("vendredi 6 septembre 2007", "2007-09-06", "french", ("weekday_mismatch",)),
    ("venderdi 7 septembre 2007", "2007-09-07", "french", ("misspelt_weekday",)),
    ("12 otobre 2015", "2015-10-12", "french", ("misspelt_month",)),
    ("12 ocotbre 2015", "2015-10-12", "french", ("misspelt_month",)),
    ("12 févirer 2015", "2015-02-12", "french", ("misspelt_month",)),
    ("12 avrill 2015", "2015-04-12", "french", ("misspelt_month",)),
    ("5 June 2019", "2019-06-05", "english", NO_WARNING),
    ("Wednesday 5 June 2019", "2019-06-05", "english", NO_WARNING),
    ("June 5th, 2019", "2019-06-05", "english", NO_WARNING),
    ("Tue, 01 Oct 2024 08:00:00 +0000", "2024-10-01", "french", NO_WARNING),
    ("Wed, 05 Jun 2019 08:00:00 GMT", "2019-06-05", "english", NO_WARNING),
    ("2024-10-01", "2024-10-01", "iso", NO_WARNING),
    ("2024-10-01T08:00:00+00:00", "2024-10-01", "iso", NO_WARNING),
    ("2024-10-01T23:30:00.123Z", "2024-10-01", "iso", NO_WARNING),
    ("2024-10-01 08:00:00", "2024-10-01", "iso", NO_WARNING),
    ("03/05/2010", "2010-05-03", "numeric", NO_WARNING),
    ("03-05-2010", "2010-05-03", "numeric", NO_WARNING),
    ("3.5.2010", "2010-05-03", "numeric", NO_WARNING),
    ("lundi 03/05/2010", "2010-05-03", "numeric", NO_WARNING),
    ("03/05/10", "2010-05-03", "numeric", ("two_digit_year",)),
    ("03/05/99", "1999-05-03", "numeric", ("two_digit_year",)),
    ("octobre 2024", "2024-10", "french", NO_WARNING),
    ("otobre 2024", "2024-10", "french", ("misspelt_month",)),
    ("October 2024", "2024-10", "english", NO_WARNING),
    ("2024-10", "2024-10", "iso", NO_WARNING),
    ("10/2024", "2024-10", "numeric", NO_WARNING),
    ("2024", "2024", "year", NO_WARNING),
]


@pytest.mark.parametrize(("text", "iso", "rule", "warnings"), FORMS, ids=[form[0] for form in FORMS])
def test_reads_form(text: str, iso: str, rule: str, warnings: tuple[str, ...]) -> None:
    """Each form gives its ISO value, the rule that read it and a warning where the reading is doubtful."""
    found = read_date(fold(tidy(text))).found
    assert found is not None
    assert (found.iso, found.rule, found.warnings) == (iso, rule, warnings)
    assert found.precision == {10: Precision.DAY, 7: Precision.MONTH, 4: Precision.YEAR}[len(iso)]


@pytest.mark.parametrize(
    "text", ["31 fevrier 2005", "2005-13-04", "29/02/2011", "3 mai 1850", "2201", "13/2010"]
)
def test_a_date_that_cannot_be_is_settled(text: str) -> None:
    """An impossible date is told from a text of no known form, so that nobody asks further."""
    assert read_date(text) is IMPOSSIBLE


@pytest.mark.parametrize(
    "text", ["hier", "dakar 3 mai 2010", "3 mayo 2010", "3 mai", "11 et 12 octobre 2005", ""]
)
def test_other_texts_are_unknown(text: str) -> None:
    """What has no form of a single date is left to others."""
    assert read_date(text) is UNKNOWN


FIRST = ("range_first_day",)
RANGES = [
    ("19, 20 et 21 octobre 2005", "2005-10-19", FIRST),
    ("19,20 et 21 octobre 2005", "2005-10-19", FIRST),
    ("des 11 et 12 octobre 2005", "2005-10-11", FIRST),
    ("30 mars- 1er avril 2012", "2012-03-30", FIRST),
    ("du 30 mars au 1er avril 2012", "2012-03-30", FIRST),
    ("11-12 octobre 2005", "2005-10-11", FIRST),
    ("3/4 mai 2010", "2010-05-03", FIRST),
    ("du 3 au 5 mai 2010", "2010-05-03", FIRST),
    ("1er et 2 mai 2010", "2010-05-01", FIRST),
    ("samedi 3 et dimanche 4 mai 2008", "2008-05-03", FIRST),
    ("samedi 2 et dimanche 4 mai 2008", "2008-05-02", ("weekday_mismatch", "range_first_day")),
    ("28 décembre 2009 - 3 janvier 2010", "2009-12-28", FIRST),
    ("28 décembre - 3 janvier 2010", "2009-12-28", ("range_first_day", "range_over_new_year")),
    ("11 et 12 otobre 2005", "2005-10-11", ("misspelt_month", "range_first_day")),
]


@pytest.mark.parametrize(("text", "iso", "warnings"), RANGES, ids=[days[0] for days in RANGES])
def test_several_days_give_the_first(text: str, iso: str, warnings: tuple[str, ...]) -> None:
    """A range or list of days is its first day, always with a warning."""
    found = read_day_range(fold(tidy(text)))
    assert found is not None
    assert (found.iso, found.rule, found.warnings) == (iso, "range", warnings)


@pytest.mark.parametrize(
    "text",
    [
        "12 et 11 octobre 2005",
        "30 et 31 fevrier 2005",
        "1, 3 mai 2010",
        "12 octobre 2005",
        "dakar 3 et 4 mai 2010",
        "1999-2024",
    ],
)
def test_what_is_no_range_of_days(text: str) -> None:
    """Days that run backwards or do not exist, a mere comma and other words make no range."""
    assert read_day_range(text) is None
