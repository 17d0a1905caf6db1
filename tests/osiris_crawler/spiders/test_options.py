"""The wishes of one run."""

from __future__ import annotations

from typing import Any

import pytest

from osiris_crawler.errors import UsageError
from osiris_crawler.items import Kind
from osiris_crawler.spiders.months import Month
from osiris_crawler.spiders.options import options_from_text


def test_text_becomes_values() -> None:
    """As typed on a command line or after `-a`."""
    options = options_from_text(
        since="2024", until="2024", kinds="article, editorial", limit="20", delay="0.5"
    )
    assert (options.since, options.until) == (Month(2024, 1), Month(2024, 12))
    assert options.kinds == {Kind.ARTICLE, Kind.EDITORIAL}
    assert (options.limit, options.delay) == (20, 0.5)
    assert options.months == "--since 2024-01 --until 2024-12"


def test_nothing_means_press_articles_of_all_times() -> None:
    """The main job needs no option."""
    options = options_from_text(since="", kinds=None, limit="")
    assert options.kinds == {Kind.ARTICLE}
    assert (options.since, options.limit, options.concurrency) == (None, None, 1)
    assert not options.months


@pytest.mark.parametrize(
    "wish",
    [
        {"kinds": "articles"},
        {"kinds": ","},
        {"since": "2024-10", "until": "2024-09"},
        {"limit": "0"},
        {"limit": "many"},
        {"delay": "-1"},
        {"delay": "inf"},
        {"delay": "nan"},
        {"recheck": "nan"},
        {"concurrency": "0"},
    ],
)
def test_nonsense_is_refused(wish: dict[str, Any]) -> None:
    """With the name of the option in the message."""
    with pytest.raises(UsageError, match=f"--{list(wish)[-1].replace('until', 'since')}"):
        options_from_text(**wish)
