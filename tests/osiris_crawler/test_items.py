"""The vocabulary of the program."""

from __future__ import annotations

import pytest

from osiris_crawler.items import Warning_


@pytest.mark.parametrize(
    ("warning", "shown"),
    [
        (Warning_("no_date", "published_on"), "published_on:no_date"),
        (Warning_("mojibake"), "mojibake"),
        (Warning_("dates_differ", "published_on", "1 or 2"), "published_on:dates_differ (1 or 2)"),
    ],
)
def test_a_warning_is_shown_as_in_the_csv(warning: Warning_, shown: str) -> None:
    """Field, code and detail, as far as they are known."""
    assert str(warning) == shown
