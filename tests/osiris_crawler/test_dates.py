"""Tests of whole-string dates, of the flagged fallback and of publication lines."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from babel.dates import format_date, format_datetime
from hypothesis import given, settings
from hypothesis import strategies as st

from osiris_crawler.dates import Precision, parse_date, read_date_line

PAGES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "fixtures" / "pages_facts.jsonl").read_text("utf-8").splitlines()
]
DATE_LINES = sorted({page["date_line"] for page in PAGES if page["date_line"]})
MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
WEEKDAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
QUICK = settings(max_examples=300, deadline=None, database=None, derandomize=True)
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
NEARLY_DATES = st.text(alphabet="0123456789 /-.:,janvierfslmdoutcàéûû1er", max_size=40)
DATES_200 = [date(1999, 1, 1) + timedelta(days=49 * number + number % 7) for number in range(200)]


def plain(text: str) -> str:
    """Takes the accents off, by another way than the code under test."""
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))


def at_eight(day: date) -> datetime:
    """The day at eight o'clock."""
    return datetime.combine(day, time(8, 5), UTC)


CLDR_FORMS = {
    "full": lambda day: format_date(day, "full", locale="fr"),
    "long": lambda day: format_date(day, "long", locale="fr"),
    "medium": lambda day: format_date(day, "medium", locale="fr"),
    "short": lambda day: format_date(day, "short", locale="fr"),
    "canadian-medium": lambda day: format_date(day, "medium", locale="fr_CA"),
    "canadian-short": lambda day: format_date(day, "short", locale="fr_CA"),
    "swiss-full": lambda day: format_date(day, "full", locale="fr_CH"),
    "swiss-short": lambda day: format_date(day, "dd.MM.y", locale="fr_CH"),
    "full-with-time": lambda day: format_datetime(at_eight(day), "full", locale="fr"),
    "capitals-no-break-spaces": lambda day: (
        format_date(day, "full", locale="fr").upper().replace(" ", "\u00a0")
    ),
    "no-accents-short-weekday": lambda day: plain(format_date(day, "EEE d MMM y", locale="fr")),
    "decomposed-accents": lambda day: unicodedata.normalize(
        "NFD", format_date(day, "EEEE dd MMMM y", locale="fr")
    ),
}


@pytest.mark.parametrize("form", CLDR_FORMS)
def test_reads_every_cldr_form_of_french(form: str) -> None:
    """200 days over 27 years, as the CLDR prints them for French, are all read without a warning."""
    for day in DATES_200:
        printed = CLDR_FORMS[form](day)
        parsed = parse_date(printed)
        assert parsed is not None, printed
        assert (parsed.iso, parsed.precision, parsed.warnings) == (day.isoformat(), Precision.DAY, ()), (
            printed
        )


@pytest.mark.parametrize("form", ["MMMM y", "MMM y", "LLLL y"])
def test_reads_cldr_months(form: str) -> None:
    """A month with its year stays a month."""
    for day in DATES_200:
        parsed = parse_date(format_date(day, form, locale="fr"))
        assert parsed is not None
        assert (parsed.iso, parsed.precision) == (f"{day:%Y-%m}", Precision.MONTH)


@pytest.mark.parametrize("line", DATE_LINES)
def test_reads_every_date_line_of_the_site(line: str) -> None:
    """Every date line seen is read, and the calendar agrees with the weekday it prints."""
    found = read_date_line(line)
    assert found is not None
    assert found.date is not None
    weekday, day, month, year = line.removeprefix("Publié le ").replace("1er", "1").split()
    expected = date(int(year), MONTHS.index(month) + 1, int(day))
    assert WEEKDAYS[expected.weekday()] == weekday
    assert (found.date.iso, found.date.warnings, found.role, found.author) == (
        expected.isoformat(),
        (),
        "published",
        None,
    )


@pytest.mark.parametrize(
    "text",
    [
        *("31 février 2005", "29 février 2011", "31 avril 2010", "0 mai 2010", "32 mai 2010"),
        *("2005-13-04", "2005-02-30", "10/25/2010", "3 mai 1850", "3 mai 2201", "12/10/60", "1.2.10"),
        *("31 abril 2005", "5 mai 2010 25h30", "1² mai 2010", "28 oût 2011"),
    ],
)
def test_refuses_impossible_dates(text: str) -> None:
    """What no calendar has is no date, and dateparser does not make one of it."""
    assert parse_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "hier",
        "il y a 2 jours",
        "avant-hier 2010",
        "3 mai",
        "mardi",
        "mardi 3",
        "mai",
        "10",
        "12 octobre prochain 2010",
    ],
)
def test_refuses_relative_and_partial_dates(text: str) -> None:
    """A date that needs today's date, or lacks its year, is no date."""
    assert parse_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Dakar 3 mai 2010",
        "le match du 3 mai 2010",
        "12 pages 2010",
        "Mali 2012",
        "5 personnes juin 2019",
        "le mardi septembre dernier",
        "Tél : 33 849 10 00",
        "12 octobre 2010 et après",
        "x" * 100_000,
        "1 " * 50_000,
        "12 octobre " * 10_000,
    ],
)
def test_refuses_other_texts(text: str) -> None:
    """Prose, figures and hostile lengths are no dates."""
    assert parse_date(text) is None


ONLY_DATEPARSER = [
    ("octobre 12, 2010", "2010-10-12"),
    ("2010 octobre 12", "2010-10-12"),
    ("2010, 12 octobre", "2010-10-12"),
    ("12 | octobre | 2010", "2010-10-12"),
    ("3_mai_2010", "2010-05-03"),
    ("3 mai 2010 mardi", "2010-05-03"),
    ("lundi (3 mai 2010)", "2010-05-03"),
    ("3 mai, 2010 à midi", "2010-05-03"),
    ("12 de outubro de 2010", "2010-10-12"),
    ("lunes 3 de mayo de 2010", "2010-05-03"),
    ("5 gennaio 2011", "2011-01-05"),
    ("12 Juli 2010", "2010-07-12"),
    ("12 Dezember 2010", "2010-12-12"),
    ("12 أكتوبر 2010", "2010-10-12"),
    ("May the 3rd 2010", "2010-05-03"),
]


@pytest.mark.parametrize(("text", "iso"), ONLY_DATEPARSER)
def test_what_only_dateparser_reads_is_flagged(text: str, iso: str) -> None:
    """Odd orders and other languages are read, and every such reading says so."""
    parsed = parse_date(text)
    assert parsed is not None
    assert (parsed.iso, parsed.rule) == (iso, "dateparser")
    assert "read_by_dateparser" in parsed.warnings


def test_dateparser_is_loaded_only_when_needed() -> None:
    """Importing the module and reading a French date does not load dateparser."""
    code = "import sys; from osiris_crawler.dates import parse_date; parse_date('3 mai 2010'); "
    root = Path(__file__).parents[2]
    subprocess.run(
        [sys.executable, "-c", code + "sys.exit('dateparser' in sys.modules)"], check=True, cwd=root
    )


def test_dateparser_does_not_hide_a_wrong_weekday() -> None:
    """The weekday stays a checksum in the fallback."""
    parsed = parse_date("3 mai 2010 mardi")
    assert parsed is not None
    assert "weekday_mismatch" in parsed.warnings


LINES = [
    ("Publié le lundi 22 novembre 2021 à 14h13min", "2021-11-22", "published", None),
    ("Mis en ligne le 3 mai 2010", "2010-05-03", "published", None),
    ("Article mis en ligne le 3 mai 2010", "2010-05-03", "published", None),
    ("Posté le 3 mai 2010 à 10 h 30 par admin", "2010-05-03", "published", "admin"),
    ("Date de publication : 3 mai 2010", "2010-05-03", "published", None),
    ("Published on June 5, 2019", "2019-06-05", "published", None),
    ("On Wednesday 5 June 2019", "2019-06-05", "published", None),
    ("samedi 4 juin 2016.", "2016-06-04", "published", None),
    ("jeudi 12 janvier 2006, par IDOGO Mamadou", "2006-01-12", "published", "IDOGO Mamadou"),
    ("jeudi 12 janvier 2006 , par  A. A. THIAM", "2006-01-12", "published", "A. A. THIAM"),
    ("par Amadou Top, le 12 janvier 2006", "2006-01-12", "published", "Amadou Top"),
    ("par X | 12 janvier 2006", "2006-01-12", "published", "X"),
    ("Publié par Amadou Top le 12 janvier 2006", "2006-01-12", "published", "Amadou Top"),
    ("Publié en octobre 2024", "2024-10", "published", None),
    ("Publié le octobre 12, 2010", "2010-10-12", "published", None),
    ("Mis à jour le : 3 mai 2010", "2010-05-03", "modified", None),
    ("Modifié le 3/5/2010", "2010-05-03", "modified", None),
    ("Dernière mise à jour : 3 mai 2010", "2010-05-03", "modified", None),
    ("Publié le 3 mai 2010, mis à jour le 4 mai 2010", "2010-05-03", "published", None),
    ("Mis à jour le 4 mai 2010 | Publié le 3 mai 2010", "2010-05-03", "published", None),
    ("3 mai 2010 (modifié le 4 mai 2010)", "2010-05-03", "published", None),
]


@pytest.mark.parametrize(("text", "iso", "role", "author"), LINES, ids=[line[0][:40] for line in LINES])
def test_reads_publication_lines(text: str, iso: str, role: str, author: str | None) -> None:
    """Prefix, date, time and author are told apart; publication goes before modification."""
    found = read_date_line(text)
    assert found is not None
    assert found.date is not None
    assert (found.date.iso, found.role, found.author) == (iso, role, author)


@pytest.mark.parametrize(
    "text",
    [
        "Le 12 janvier 2006, par décret présidentiel",
        "Le 12 janvier 2006 par Amadou Top et les membres du bureau réunis à Dakar",
        "Dakar, le 3 mai 2010",
        "Le 3 mai 2010 le ministre a parlé",
        "Publié le 31 février 2005",
        "du 3 au 5 mai 2010",
        "2024",
        "Octobre 2024",
        "12 personnes en 2010",
        "Aucune date ici",
        "3 mai",
        "Publié le " * 10_000 + "3 mai 2010",
        "par " * 25_000 + "1",
    ],
)
def test_refuses_what_is_no_publication_line(text: str) -> None:
    """Prose that holds a date, impossible dates, several days and bare months are no publication lines."""
    assert read_date_line(text) is None


@QUICK
@given(st.one_of(st.text(max_size=90), NEARLY_DATES))
def test_any_text_gives_a_valid_date_or_none(text: str) -> None:
    """Nothing raises, and what is returned exists in the calendar."""
    line = read_date_line(text)
    for found in (parse_date(text), line.date if line else None):
        if found is not None:
            length = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[found.precision]
            assert len(found.iso) == length
            assert date.fromisoformat((found.iso + "-01-01")[:10]).isoformat().startswith(found.iso)


@QUICK
@given(DAYS)
def test_what_is_written_is_read_back(day: date) -> None:
    """parse(format(day)) is the day, in ISO, French words, figures and the date of a feed."""
    words = (
        f"{WEEKDAYS[day.weekday()]} {'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"
    )
    feed = at_eight(day).strftime("%a, %d %b %Y %H:%M:%S +0000")
    for printed in (day.isoformat(), words, f"{day:%d/%m/%Y}", f"{day.isoformat()}T08:05:00Z", feed):
        parsed = parse_date(printed)
        assert parsed is not None, printed
        assert (parsed.iso, parsed.warnings) == (day.isoformat(), ()), printed
