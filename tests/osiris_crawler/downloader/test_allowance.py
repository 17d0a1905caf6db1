"""Tests of the daily quota and the hours in which a site may be asked."""

from datetime import UTC, datetime, time

import pytest

from osiris_crawler.downloader.allowance import Allowance, Window
from osiris_crawler.errors import UsageError

NOON = datetime(2024, 10, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "open_at", "shut_at"),
    [("22:00-06:00", time(23, 30), time(12, 0)), ("8-18", time(8, 0), time(18, 0))],
)
def test_a_window_is_open_from_its_beginning_to_before_its_end(
    text: str, open_at: time, shut_at: time
) -> None:
    """Hours may go over midnight; the end itself is outside."""
    window = Window.parse(text)
    assert window is not None
    assert window.holds(open_at)
    assert not window.holds(shut_at)


@pytest.mark.parametrize("text", ["25-3", "night", "22:00", "22:75-6", "22-6:60"])
def test_a_window_that_is_none_is_refused(text: str) -> None:
    """The message shows how to write it."""
    with pytest.raises(UsageError, match="22:00-06:00"):
        Window.parse(text)


def test_nothing_is_refused_without_quota_and_window() -> None:
    """A quota of 0 and an empty window mean no limit."""
    assert Allowance.of(0, "", "Africa/Dakar").refusal(NOON, 10**6) == ""


def test_a_used_up_quota_says_when_it_begins_anew() -> None:
    """The day is that of the site's time zone."""
    allowance = Allowance.of(100, "", "Asia/Tokyo")
    assert allowance.day(datetime(2024, 10, 1, 16, 0, tzinfo=UTC)) == "2024-10-02"
    assert allowance.refusal(NOON, 99) == ""
    assert "2024-10-02 00:00" in allowance.refusal(NOON, 100)


def test_a_shut_window_says_what_time_it_is_there() -> None:
    """Refused by the site's own clock."""
    assert "12:00" in Allowance.of(0, "22:00-06:00", "Africa/Dakar").refusal(NOON, 0)


def test_an_unknown_time_zone_is_refused() -> None:
    """A wrong profile is named, not ignored."""
    with pytest.raises(UsageError, match="Nowhere"):
        Allowance.of(0, "", "Nowhere/Atlantis")


@pytest.mark.parametrize(("text", "hours"), [("22:00-06:00", 8), ("8-18", 10), ("23:30-00:00", 0.5)])
def test_a_window_is_open_so_long(text: str, hours: float) -> None:
    """Over midnight too."""
    window = Window.parse(text)
    assert window is not None
    assert window.seconds == hours * 3600


@pytest.mark.parametrize(
    ("moment", "open_there"),
    [
        (datetime(2025, 3, 30, 0, 30, tzinfo=UTC), False),  # 01:30 CET, half an hour before the leap
        (datetime(2025, 3, 30, 1, 0, tzinfo=UTC), True),  # 02:00 does not exist that night: 03:00 CEST
        (datetime(2025, 3, 30, 1, 59, tzinfo=UTC), True),
        (datetime(2025, 3, 30, 2, 0, tzinfo=UTC), False),  # 04:00 CEST
        (datetime(2025, 10, 26, 0, 30, tzinfo=UTC), True),  # 02:30 CEST
        (datetime(2025, 10, 26, 1, 30, tzinfo=UTC), True),  # 02:30 again, CET
        (datetime(2025, 10, 26, 3, 0, tzinfo=UTC), False),  # 04:00 CET
    ],
)
def test_a_window_follows_the_clocks_of_the_site(moment: datetime, *, open_there: bool) -> None:
    """From 02:00 to 04:00 by the clock on the wall, in the nights when that clock leaps."""
    assert (Allowance.of(0, "02:00-04:00", "Europe/Paris").refusal(moment, 0) == "") == open_there


def test_a_quota_begins_anew_at_midnight_of_the_site_whatever_its_offset() -> None:
    """The day of the leap has 23 hours; its requests count for one day."""
    allowance = Allowance.of(5, "", "Europe/Paris")
    assert allowance.day(datetime(2025, 3, 29, 22, 59, tzinfo=UTC)) == "2025-03-29"
    assert allowance.day(datetime(2025, 3, 29, 23, 0, tzinfo=UTC)) == "2025-03-30"
    assert allowance.day(datetime(2025, 3, 30, 21, 59, tzinfo=UTC)) == "2025-03-30"
    assert allowance.day(datetime(2025, 3, 30, 22, 0, tzinfo=UTC)) == "2025-03-31"
