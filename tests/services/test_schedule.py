"""`osiris schedule systemd --install` in a live systemd of the user: the timer starts, and starts the crawl."""

from __future__ import annotations

import sys
import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.server import SampleSite
from osiris_crawler.sites import profile_for
from tests.osiris_crawler.cli.process import query, start
from tests.services.usersystemd import UserSystemd, lacking

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(bool(lacking()), reason=f"needs {lacking()}")
SERVICE, TIMER = "osiris-crawl.service", "osiris-crawl.timer"
ARTICLES = 24


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[UserSystemd]:
    """Start a systemd of the user."""
    with UserSystemd(tmp_path / "home") as running:
        yield running


@pytest.fixture
def site() -> Iterator[SampleSite]:
    """Serve a small archive."""
    with SampleSite(SampleArchive(ARTICLES, variants=False)) as served:
        yield served


def install(systemd: UserSystemd, site: SampleSite, data: Path, at: str) -> str:
    """Put the units in place as people do; return what it said."""
    words = [sys.executable, "-m", "osiris_crawler", "schedule", "systemd", "--install", "--at", at]
    done = systemd.run(
        *words,
        "--site",
        site.url,
        "--kinds",
        "all",
        "--data",
        str(data),
        OSIRIS_CONTACT="http://archive.example/",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def until(systemd: UserSystemd, name: str, value: str, seconds: float = 60) -> None:
    """Wait until a property of the service has a value."""
    end = time.monotonic() + seconds
    while systemd.shown(SERVICE, name) != value:
        assert time.monotonic() < end, f"{name} is {systemd.shown(SERVICE, name)}, not {value}"
        time.sleep(0.2)


def test_the_timer_starts_the_crawl(systemd: UserSystemd, site: SampleSite, tmp_path: Path) -> None:
    """Installed, enabled and waiting for its time; when that comes it crawls, with the settings of osiris.env."""
    data = tmp_path / "data"
    zone = ZoneInfo(profile_for(site.url).timezone)
    due = (datetime.now(zone) + timedelta(seconds=75)).replace(second=0, microsecond=0)
    said = install(systemd, site, data, f"{due:%H:%M}")
    assert "loginctl enable-linger" in said
    assert systemd.run("systemctl", "--user", "is-enabled", TIMER).stdout == "enabled\n"
    assert systemd.run("systemctl", "--user", "is-active", TIMER).stdout == "active\n"
    assert systemd.shown(TIMER, "Unit") == SERVICE
    assert site.requests == []
    until(systemd, "ActiveState", "activating", (due - datetime.now(zone)).total_seconds() + 70)
    until(systemd, "ActiveState", "inactive", 120)
    assert systemd.shown(SERVICE, "Result") == "success"
    assert query(data, "SELECT count(*) FROM article") == [(ARTICLES,)]
    assert query(data, "SELECT verdict, exit_code FROM run") == [("healthy", 0)]
    agents = {request.headers["user-agent"] for request in site.requests}
    assert all("(+http://archive.example/)" in agent for agent in agents)


def test_another_time_replaces_the_first(systemd: UserSystemd, site: SampleSite, tmp_path: Path) -> None:
    """Once a night, at the time named last."""
    for at in ("02:30", "04:15"):
        install(systemd, site, tmp_path / "data", at)
    assert "04:15:00" in systemd.shown(TIMER, "TimersCalendar")
    assert systemd.run("systemctl", "--user", "list-timers", "--no-legend").stdout.count(TIMER) == 1


def test_a_run_that_is_stopped_or_not_alone_is_no_failure(
    systemd: UserSystemd, site: SampleSite, tmp_path: Path
) -> None:
    """Exit codes 75 and 4 count as success; a stop waits for the run to end cleanly."""
    data = tmp_path / "data"
    install(systemd, site, data, "02:30")
    site.faults.delay = 0.5
    other = start("crawl", "--site", site.url, "--kinds", "all", "--data", str(data))
    while not site.requests:
        time.sleep(0.1)
    assert systemd.run("systemctl", "--user", "start", SERVICE).returncode == 0
    assert (systemd.shown(SERVICE, "ExecMainStatus"), systemd.shown(SERVICE, "Result")) == ("75", "success")
    other.terminate()
    other.communicate(timeout=30)
    before = len(site.requests)
    assert systemd.run("systemctl", "--user", "start", "--no-block", SERVICE).returncode == 0
    while len(site.requests) < before + 3:
        time.sleep(0.1)
    assert systemd.run("systemctl", "--user", "stop", SERVICE).returncode == 0
    assert (systemd.shown(SERVICE, "ExecMainStatus"), systemd.shown(SERVICE, "Result")) == ("4", "success")
    site.faults.delay = 0
    assert systemd.run("systemctl", "--user", "start", SERVICE).returncode == 0
    assert query(data, "SELECT count(*) FROM article") == [(ARTICLES,)]
