"""How far a crawl is."""

from __future__ import annotations

import pytest

from osiris_crawler.cli.progress import duration, progress_line


@pytest.mark.parametrize(
    ("numbers", "line"),
    [
        ((12340, 45100, 12000, 32760, 12000.0), "12,340 / 45,100 articles (27 %) · 1.0 page/s · 9 h 06 left"),
        ((0, 0, 1, 0, 2.0), "0 / 0 articles · 0.5 page/s"),
        ((9, 10, 100, 10, 10.0), "9 / 10 articles (90 %) · 10.0 page/s · 1 s left"),
        ((1, 10, 10, 300, 10.0), "1 / 10 articles (10 %) · 1.0 page/s · 5 min left"),
        ((0, 5, 0, 5, 0.0), "0 / 5 articles (0 %) · 0.0 page/s"),
    ],
)
def test_the_line_says_how_far_how_fast_and_how_long(
    numbers: tuple[int, int, int, int, float], line: str
) -> None:
    """Articles known and read, pages a second, and the time that the queue will take."""
    assert progress_line(*numbers) == line


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.2, "1 s"), (59, "59 s"), (600, "10 min"), (45_000, "12 h 30")]
)
def test_times_are_told_as_people_say_them(seconds: float, said: str) -> None:
    """Hours and minutes, minutes, seconds; never nothing."""
    assert duration(seconds) == said
