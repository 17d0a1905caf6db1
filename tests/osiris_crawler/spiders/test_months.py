"""Months of options and of section labels."""

from __future__ import annotations

import pytest

from osiris_crawler.errors import UsageError
from osiris_crawler.spiders.months import Month, Period, is_calendar, names_day, period_of, read_month


@pytest.mark.parametrize(
    ("text", "last", "month"),
    [
        ("2024-10", False, Month(2024, 10)),
        ("2024-3", False, Month(2024, 3)),
        ("2024", False, Month(2024, 1)),
        ("2024", True, Month(2024, 12)),
        ("2024-10-31", True, Month(2024, 10)),
        ("", False, None),
    ],
)
def test_months_as_people_type_them(text: str, *, last: bool, month: Month | None) -> None:
    """A year alone is its first month for --since and its last for --until."""
    assert read_month(text, "--since", last=last) == month


@pytest.mark.parametrize("text", ["octobre", "2024-13", "24-10", "2024-00", "10/2024", "2024-02-30", "0000"])
def test_other_words_are_refused(text: str) -> None:
    """The message names the option and the form."""
    with pytest.raises(UsageError, match=f"--until {text}"):
        read_month(text, "--until")


@pytest.mark.parametrize(
    ("path", "period"),
    [
        (("Articles de presse", "Archives 1999-2024", "Année 2024", "Octobre 2024"), Period(2024, 10)),
        (("Articles de presse", "Archives 1999-2024", "Année 2009", "Juin"), Period(2009, 6)),
        (("Articles de presse", "Année 2025", "Mai 2025"), Period(2025, 5)),
        (("…", "Année 2002", "Janvier", "Sud NTIC n° 9 vendredi 18 janvier 2002"), Period(2002, 1)),
        (("Ressources", "Points de vue", "2007"), Period(2007, None)),
        (("Articles de presse", "Archives 1999-2024"), Period(None, None)),
        ((), Period(None, None)),
    ],
)
def test_the_time_of_a_path(path: tuple[str, ...], period: Period) -> None:
    """The deepest label that names a time decides; a range of years names none."""
    assert period_of(path) == period


def test_labels_of_the_calendar() -> None:
    """Years, months and ranges of years, and nothing else."""
    assert all(
        is_calendar(label) for label in ("Année 2025", "Mai", "Mai 2025", "Archives 1999-2025", "2007")
    )
    assert not any(is_calendar(label) for label in ("Ressources", "Batik", "Archives des éditoriaux"))


def test_a_day_is_told_from_a_month() -> None:
    """It is more than a crawl heeds, which has to be said."""
    assert names_day("2024-02-29")
    assert not any(map(names_day, ("2024-02", "2024", "", None)))
