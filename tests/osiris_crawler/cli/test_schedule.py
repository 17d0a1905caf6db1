"""Tests of `osiris schedule`, by the command as people run it."""

import subprocess
import sys
from pathlib import Path

from tests.osiris_crawler.cli.process import environment
from tests.osiris_crawler.spiders.test_choosing import crawled


def schedule(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    return subprocess.run(
        [sys.executable, "-m", "osiris_crawler", "schedule", *words],
        env=environment(**settings),
        capture_output=True,
        text=True,
        check=False,
    )


def test_both_forms_are_printed(tmp_path: Path) -> None:
    """The units for systemd, a line for cron, each with the data folder."""
    for what, sign in (("systemd", "[Timer]"), ("cron", "# 03:15 Africa/Dakar")):
        done = schedule(what, "--data", str(tmp_path), "--at", "03:15")
        assert done.returncode == 0, done.stderr
        assert sign in done.stdout
        assert str(tmp_path) in done.stdout


def test_the_site_is_that_of_the_archive(tmp_path: Path) -> None:
    """Said, and written into the command; what --site or the settings of the units name comes before it."""
    site = "http://127.0.0.1:8099/"
    crawled(tmp_path, site)
    done = schedule("cron", "--data", str(tmp_path))
    assert f"--site={site}" in done.stdout
    assert f"Site: {site}, as the archive" in done.stderr
    done = schedule("cron", "--data", str(tmp_path), "--site", "http://127.0.0.1:8100/")
    assert "--site=http://127.0.0.1:8100/" in done.stdout
    assert "holds the archive of" in done.stderr
    (tmp_path / "osiris.env").write_text('OSIRIS_SITE="http://127.0.0.1:8100/"\n', encoding="utf-8")
    assert "--site" not in schedule("cron", "--data", str(tmp_path)).stdout


def test_a_wrong_time_is_a_usage_error(tmp_path: Path) -> None:
    """Exit 2, and how to write it."""
    done = schedule("cron", "--data", str(tmp_path), "--at", "noon")
    assert done.returncode == 2
    assert "02:30" in done.stdout + done.stderr


def test_kinds_that_a_crawl_would_refuse_are_refused_now(tmp_path: Path) -> None:
    """Not each night at half past two."""
    done = schedule("cron", "--data", str(tmp_path), "--kinds", "press")
    assert done.returncode == 2
    assert "--kinds press" in done.stderr


def test_a_second_archive_does_not_take_the_place_of_the_first(tmp_path: Path) -> None:
    """Units that crawl into another folder stay; with a name of its own each has its timer; a moved folder may."""
    home, first, second = tmp_path / "home", tmp_path / "50 % sûr", tmp_path / "second"
    for folder in (home, first, second):
        folder.mkdir()
    settings = {"HOME": str(home), "XDG_RUNTIME_DIR": str(tmp_path / "nobody"), "PATH": str(tmp_path)}
    units = home / ".config" / "systemd" / "user"
    schedule("systemd", "--install", "--data", str(first), **settings)
    before = (units / "osiris-crawl.service").read_text(encoding="utf-8")
    done = schedule("systemd", "--install", "--data", str(second), **settings)
    assert done.returncode == 2
    assert f"crawls into {first}" in done.stderr
    assert (units / "osiris-crawl.service").read_text(encoding="utf-8") == before
    schedule("systemd", "--install", "--data", str(second), "--name", "osiris-crawl-2", **settings)
    assert "osiris-crawl-2.service" in (units / "osiris-crawl-2.timer").read_text(encoding="utf-8")
    moved = first.rename(tmp_path / "moved")
    schedule("systemd", "--install", "--data", str(moved), **settings)
    assert str(moved) in (units / "osiris-crawl.service").read_text(encoding="utf-8")


def test_a_name_that_systemd_would_not_take_is_refused(tmp_path: Path) -> None:
    """Exit 2, and how to write it."""
    done = schedule("systemd", "--data", str(tmp_path), "--name", "../x y")
    assert done.returncode == 2
    assert "osiris-crawl-2" in done.stderr


def test_changed_settings_are_taken_over_and_said(tmp_path: Path) -> None:
    """Never in silence; a line for cron is printed, not put in place."""
    first = schedule("cron", "--data", str(tmp_path), OSIRIS_CONTACT="old@example.org")
    assert "Nothing is scheduled yet: add these lines by crontab -e." in first.stderr
    done = schedule("cron", "--data", str(tmp_path), OSIRIS_CONTACT="new@example.org")
    assert f"{tmp_path / 'osiris.env'}: OSIRIS_CONTACT taken over from this terminal." in done.stderr
    assert (tmp_path / "osiris.env").read_text(encoding="utf-8") == 'OSIRIS_CONTACT="new@example.org"\n'
    assert "taken over" not in schedule("cron", "--data", str(tmp_path)).stderr


def test_settings_are_kept_where_the_timer_cannot_be_started(tmp_path: Path) -> None:
    """The units are in place and read them; that a run is due nobody says."""
    settings = {
        "HOME": str(tmp_path / "home"),
        "XDG_RUNTIME_DIR": str(tmp_path / "nobody"),
        "PATH": str(tmp_path),
    }
    data = tmp_path / "data"
    done = schedule("systemd", "--install", "--data", str(data), OSIRIS_CONTACT="a@example.org", **settings)
    assert done.returncode == 3
    assert (data / "osiris.env").read_text(encoding="utf-8") == 'OSIRIS_CONTACT="a@example.org"\n'
    assert not (data / "schedule.json").exists()
