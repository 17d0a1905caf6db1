"""What the server sees of a crawl that is killed and started again: the proof lies in its log."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.server import SampleSite
from tests.osiris_crawler.cli.process import osiris, start
from tests.services.nights import faketime_library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.service
LISTING = "/-Articles-de-presse-.html"


@pytest.fixture
def site() -> Iterator[SampleSite]:
    """Serve a small archive."""
    with SampleSite(SampleArchive(40, variants=False)) as served:
        yield served


def crawl(site: SampleSite, data: Path, *more: str) -> tuple[str, ...]:
    """Return the words of a crawl of everything."""
    return ("crawl", "--site", site.url, "--data", str(data), "--kinds", "all", *more)


def kill_after(site: SampleSite, requests: int, *words: str, **settings: str) -> None:
    """Start a crawl, and kill it when the site has had so many requests in all."""
    process = start(*words, **settings)
    while len(site.requests) < requests and process.poll() is None:
        time.sleep(0.002)
    process.kill()
    process.communicate()


def test_requests_are_never_closer_than_the_delay_over_restarts(site: SampleSite, tmp_path: Path) -> None:
    """Neither within a run nor from the last request of a killed run to the first of the next."""
    for requests in (2, 4, 6):
        kill_after(site, requests, *crawl(site, tmp_path, "--delay", "1.5"))
    gaps = [after.time - before.time for before, after in pairwise(site.requests)]
    assert len(gaps) == 5
    assert min(gaps) >= 1.5


def test_the_quota_of_a_day_is_never_exceeded_over_restarts(site: SampleSite, tmp_path: Path) -> None:
    """Killed, continued, and started once more: the server counts no request above it."""
    kill_after(site, 9, *crawl(site, tmp_path), OSIRIS_QUOTA="20")
    assert osiris(*crawl(site, tmp_path), OSIRIS_QUOTA="20")[0] == 4
    code, said = osiris(*crawl(site, tmp_path), OSIRIS_QUOTA="20")
    assert code == 4
    assert "The quota of 20 requests a day is used up" in said
    assert 18 <= len(site.requests) <= 20
    assert osiris(*crawl(site, tmp_path))[0] == 0


def test_a_rest_that_the_site_asked_for_holds_for_the_next_run(site: SampleSite, tmp_path: Path) -> None:
    """Retry-After is waited for although the process that read it is gone."""
    site.faults.unavailable_paths.add(LISTING)
    site.faults.retry_after = "4"
    process = start(*crawl(site, tmp_path))
    while LISTING not in site.paths():
        time.sleep(0.01)
    time.sleep(0.3)
    process.terminate()
    process.communicate()
    assert process.returncode == 4
    asked = len(site.requests)
    kill_after(site, asked + 1, *crawl(site, tmp_path))
    assert site.requests[asked].time - site.requests[asked - 1].time >= 4


def test_a_long_rest_ends_the_run(site: SampleSite, tmp_path: Path) -> None:
    """Nobody waits for hours with the data folder locked: exit 4, and the next start asks nothing either."""
    site.faults.unavailable_paths.add(LISTING)
    site.faults.unavailable_status = 429
    site.faults.retry_after = "Fri, 31 Dec 2100 23:59:59 GMT"
    code, said = osiris(*crawl(site, tmp_path))
    assert code == 4
    assert "The site asks to be left alone until" in said
    asked = len(site.requests)
    assert osiris(*crawl(site, tmp_path))[0] == 4
    assert len(site.requests) == asked


def test_a_connection_that_breaks_is_no_reason_to_ask_at_once(site: SampleSite, tmp_path: Path) -> None:
    """The page waits in the queue like every failed one; the library's own retry is off."""
    site.faults.dropped_paths.add(LISTING)
    process = start(*crawl(site, tmp_path))
    while LISTING not in site.paths():
        time.sleep(0.01)
    time.sleep(3)
    process.terminate()
    process.communicate()
    assert site.paths().count(LISTING) == 1


def test_of_two_simultaneous_starts_one_crawls(site: SampleSite, tmp_path: Path) -> None:
    """The other one ends with 75 and names command, process, machine and time of the first."""
    site.faults.delay = 0.05
    both = [start(*crawl(site, tmp_path)) for _ in range(2)]
    said = [process.communicate()[1] for process in both]
    codes = [process.returncode for process in both]
    assert sorted(codes) == [0, 75]
    other = both[codes.index(0)].pid
    assert f"osiris crawl, process {other} on " in said[codes.index(75)]
    assert site.paths().count("/robots.txt") == 1


@pytest.mark.parametrize("seconds", [0.6, 1.0, 1.6])
def test_a_signal_while_the_crawl_begins(site: SampleSite, tmp_path: Path, seconds: float) -> None:
    """Before the first request too SIGTERM means exit 4, within seconds."""
    site.faults.delays["/robots.txt"] = 30
    process = start(*crawl(site, tmp_path))
    time.sleep(seconds)
    process.terminate()
    process.communicate(timeout=10)
    assert process.returncode == 4


@pytest.mark.skipif(faketime_library() is None, reason="needs libfaketime")
@pytest.mark.parametrize("failing", [False, True], ids=["other rules", "503"])
def test_robots_txt_is_asked_again_after_a_day(site: SampleSite, tmp_path: Path, *, failing: bool) -> None:
    """The clock goes on by 25 hours in the middle of a run: the new rules hold from then on."""
    site.faults.delay = 0.1
    stamp = tmp_path / "clock"
    stamp.write_text("+0s\n")
    clock = {"LD_PRELOAD": str(faketime_library()), "FAKETIME_TIMESTAMP_FILE": str(stamp)}
    clock |= {"FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "TZ": "UTC"}
    process = start(*crawl(site, tmp_path / "data"), **clock)
    _until(lambda: len(site.requests) >= 20)
    forbidden = [article.path for article in site.archive.articles if article.path not in site.paths()]
    assert len(forbidden) > 5
    site.faults.robots_extra = "".join(f"Disallow: {path}\n" for path in forbidden)
    site.faults.robots_status, site.faults.retry_after = 503 if failing else 200, "1"
    before = len(site.requests)
    stamp.write_text("+25h\n")
    _until(lambda: site.paths().count("/robots.txt") >= 2)
    time.sleep(0.3)
    site.faults.robots_status = 200
    process.communicate(timeout=120)
    asked = site.paths()
    again = [place for place, path in enumerate(asked) if path == "/robots.txt"]
    assert len(again) == 2 + failing
    assert again[1] <= before + 1
    assert again[-1] == again[1] + failing
    assert not set(asked[again[-1] :]) & set(forbidden)
    assert len(asked) > again[-1] + 2


def _until(holds: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for something that the site sees."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)
