"""The binomial distribution."""

from __future__ import annotations

import pytest

from osiris_crawler.chances import at_least, at_most


def test_sums_are_those_of_the_books() -> None:
    """Three coins; and ten throws of a rare thing."""
    assert at_most(1, 3, 0.5) == pytest.approx(0.5)
    assert at_least(3, 3, 0.5) == pytest.approx(0.125)
    assert at_most(0, 10, 0.02) == pytest.approx(0.98**10)


def test_all_is_sure() -> None:
    """At least none, and at most all."""
    assert at_least(0, 7, 0.3) == 1.0
    assert at_most(7, 7, 0.3) == pytest.approx(1.0)
