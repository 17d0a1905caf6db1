"""How far a crawl is."""

from __future__ import annotations

import io
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console

from osiris_crawler import settings
from osiris_crawler.cli.progress import CrawlProgress, duration, look, progress_line
from osiris_crawler.downloader.robots import Robots
from osiris_crawler.items import Link, Role
from osiris_crawler.spiders.opening import open_context
from osiris_crawler.spiders.options import options_from_text
from pipelines.database.horizon import End, Horizon

if TYPE_CHECKING:
    from pathlib import Path

SITE = "http://127.0.0.1:8099/"


@pytest.mark.parametrize(
    ("seen", "asked", "seconds", "line"),
    [
        (Horizon(12340, 45100, 32760), 12000, 12000.0,
         "12,340 / 45,100 articles (27 %) · 1.0 page/s · 9 h 06 left"),
        (Horizon(12340, 45100, 32760, End.ABOUT), 12000, 12000.0,
         "12,340 / about 45,100 articles (27 %) · 1.0 page/s · about 9 h 06 left"),
        (Horizon(12, 2000, 2100, End.OPEN), 20, 20.0, "12 / 2,000 or more articles · 1.0 page/s"),
        (Horizon(0, 0, 0), 1, 2.0, "no article known yet · 0.5 page/s"),
        (Horizon(9, 10, 10), 100, 10.0, "9 / 10 articles (90 %) · 10.0 page/s · 1 s left"),
        (Horizon(1, 10, 300), 10, 10.0, "1 / 10 articles (10 %) · 1.0 page/s · 5 min left"),
        (Horizon(0, 5, 5), 0, 0.0, "0 / 5 articles (0 %) · 0.0 page/s"),
    ],
)  # fmt: skip
def test_the_line_says_how_far_how_fast_and_how_long(
    seen: Horizon, asked: int, seconds: float, line: str
) -> None:
    """Articles known and read, pages a second, and the time that the queue will take; what is reckoned is called so."""
    assert progress_line(seen, asked, seconds) == line


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.2, "1 s"), (59.4, "59 s"), (59.6, "1 min"), (600, "10 min"), (3575, "1 h 00"), (45_000, "12 h 30"),
        (172_700, "47 h 58"), (450_000, "5 days 5 h"), (431_990, "5 days 0 h"),
    ],
)  # fmt: skip
def test_times_are_told_as_people_say_them(seconds: float, said: str) -> None:
    """Days and hours, hours and minutes, minutes, seconds; never nothing, and never 60 of anything."""
    assert duration(seconds) == said


def test_slow_sites_and_rests_are_told() -> None:
    """A page every half minute is no rate of 0.0 a second; a rest is said, and belongs to the time left."""
    far = Horizon(30, 90, 60)
    assert progress_line(far, 30, 900.0) == "30 / 90 articles (33 %) · 2.0 page/min · 30 min left"
    said = progress_line(far, 30, 30.0, resting=600)
    assert said == "30 / 90 articles (33 %) · 1.0 page/s · 11 min left · the site wants a rest of 10 min"


def test_a_limit_and_given_addresses_are_the_end(tmp_path: Path) -> None:
    """The time left is that of the run, not of the archive."""
    context = open_context(options_from_text(site=SITE, data_dir=tmp_path))
    path = ("Articles de presse", "Année 2024", "Mai 2024")
    links = [Link(f"{SITE}{number}.html", Role.ARTICLE, path=path) for number in range(30)]
    with context.database.session() as session:
        context.frontier.add(session, links, None, context.assess, seen_at=context.started_at)
    assert look(context) == Horizon(0, 30, 30)
    context.requests = 4
    context.options = replace(context.options, limit=10)
    assert look(context) == Horizon(0, 30, 6)
    context.options = replace(
        context.options, limit=None, urls=(SITE, f"{SITE}a", f"{SITE}b", f"{SITE}c", f"{SITE}d")
    )
    assert look(context) == Horizon(4, 5, 1)
    context.close()


@pytest.mark.parametrize(("term", "bar"), [("xterm", True), ("dumb", False)])
def test_a_terminal_that_cannot_draw_gets_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, term: str, *, bar: bool
) -> None:
    """As a file does; a bar that nobody can see would say nothing for hours."""
    monkeypatch.setattr(settings, "OSIRIS_PROGRESS_SECONDS", 0.0)
    context = open_context(options_from_text(site=SITE, data_dir=tmp_path))
    context.robots, context.requests = Robots(), 3
    shown = io.StringIO()
    console = Console(file=shown, force_terminal=True, width=100, _environ={"TERM": term})
    progress = CrawlProgress(console)
    crawler: Any = SimpleNamespace(signals=SimpleNamespace(connect=lambda *_, **__: None))
    progress.watch(context, crawler)
    progress._tick()
    progress.stop()
    assert ("asking for robots.txt" in shown.getvalue()) is bar
    assert ("no article known yet" in shown.getvalue()) is not bar
    context.close()
