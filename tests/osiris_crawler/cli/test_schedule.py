"""Tests of `osiris schedule`, by the command as people run it."""

import subprocess
import sys
from pathlib import Path


def schedule(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    return subprocess.run(
        [sys.executable, "-m", "osiris_crawler", "schedule", *words],
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
