"""What unread listings are expected to name."""

from __future__ import annotations

import pytest

from pipelines.database.expected import Listings, Month


def months(*years: int) -> list[Month]:
    """Return the months of some years."""
    return [Month(year, month) for year in years for month in range(1, 13)]


def growing(month: Month) -> int:
    """Return the articles of a month in an archive that grows by two a month each year."""
    return 4 + 2 * (month.year - 2000)


def test_nothing_waits() -> None:
    """Then nothing is expected, whatever was read."""
    assert Listings({Month(2024, 5): 3}, []).expected == 0


def test_little_was_read() -> None:
    """The newest month may have begun yesterday, and two more with a few articles tell nothing."""
    read = dict.fromkeys(months(2024)[:3], 10)
    assert Listings(read, months(2023)).expected is None
    assert Listings(read | {Month(2024, 4): 1}, months(2023)).expected is not None


def test_one_month_of_many_articles_tells_enough() -> None:
    """Beside the newest."""
    read = {Month(2024, 4): 150, Month(2024, 3): 150}
    assert Listings(read, months(2024)[:2]).expected == pytest.approx(300, rel=0.2)
    assert Listings({Month(2024, 4): 150}, months(2023)).expected is None


def test_months_of_a_year_are_like_its_others() -> None:
    """Three of them tell."""
    read = dict.fromkeys(months(2024)[8:], 30)
    assert Listings(read, months(2024)[6:8]).expected == 60


@pytest.mark.parametrize(("years", "near"), [(1, 0.25), (3, 0.2), (8, 0.15), (16, 0.05)])
def test_an_archive_that_grew_is_not_taken_for_one_that_did_not(years: int, near: float) -> None:
    """The newest years read lead to the past by a line, the better the more of them were read."""
    all_years = range(2000, 2025)
    read = {month: growing(month) for month in months(*all_years[-years:])}
    waiting = months(*all_years[:-years])
    truth = sum(map(growing, waiting))
    assert Listings(read, waiting).expected == pytest.approx(truth, rel=near)


def test_one_month_of_a_summit_says_little_of_others() -> None:
    """It counts as twice its neighbours."""
    read = dict.fromkeys(months(2024), 10) | {Month(2024, 6): 500}
    plain = Listings(dict.fromkeys(months(2024), 10), months(2023)).expected
    odd = Listings(read, months(2023)).expected
    assert plain is not None
    assert odd == pytest.approx(plain, rel=0.15)


def test_a_year_that_waits_has_twelve_months() -> None:
    """Its months are not known yet."""
    read = dict.fromkeys(months(2024), 10)
    assert Listings(read, [], [2023]).expected == Listings(read, months(2023)).expected
