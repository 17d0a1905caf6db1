"""Tests of the units and crontab lines, and of when the next run is due."""

import os
import shutil
import subprocess
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from osiris_crawler.errors import UsageError
from osiris_crawler.planning import (
    CRON,
    SYSTEMD,
    Plan,
    cron_line,
    keep_note,
    merged_settings,
    next_due,
    only_printed,
    read_time,
    settings_text,
    systemd_units,
)

WINTER = datetime(2024, 12, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """A plan in folders whose names need quoting."""
    return Plan(time(2, 30), "Africa/Dakar", tmp_path / "my data 100%", tmp_path, ("--kinds", "all"))


def test_the_units_name_command_time_and_good_exit_codes(plan: Plan) -> None:
    """4 and 75 are no failures; a percent sign and a space come through."""
    units = systemd_units(plan)
    service = next(text for name, text in units.items() if name.endswith(".service"))
    timer = next(text for name, text in units.items() if name.endswith(".timer"))
    assert "SuccessExitStatus=4 75" in service
    assert "my data 100%%" in service
    assert "--kinds all" in service
    assert "OnCalendar=*-*-* 02:30:00 Africa/Dakar" in timer


def test_systemd_accepts_the_units(plan: Plan, tmp_path: Path) -> None:
    """`systemd-analyze verify` finds no fault; where systemd is not there, its grammar is held by the test above."""
    units = systemd_units(plan)
    assert len(units) == 2
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        return
    for name, text in units.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    files = [str(tmp_path / name) for name in units]
    done = subprocess.run(
        [analyze, "verify", "--user", "--recursive-errors=yes", *files],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
    )
    assert done.returncode == 0, done.stderr


def test_the_crontab_line_escapes_percent_signs(plan: Plan) -> None:
    """Cron takes a bare percent sign for the end of the line."""
    note, line = cron_line(plan, WINTER, UTC).splitlines()
    assert note == "# 02:30 Africa/Dakar, in the time of this machine"
    assert line.startswith("30 2 * * * ")
    assert "%" not in line.replace(r"\%", "")


@pytest.mark.parametrize(
    ("here", "begins"), [("Europe/Paris", "30 3 * * *"), ("America/Caracas", "30 22 * * *")]
)
def test_the_crontab_line_has_the_time_of_the_machine(plan: Plan, here: str, begins: str) -> None:
    """Not every cron knows CRON_TZ: Debian's would take the site's hours for its own."""
    lines = cron_line(plan, WINTER, ZoneInfo(here)).splitlines()
    assert lines[1].startswith(begins)


def test_the_crontab_line_runs_before_a_first_crawl(plan: Plan) -> None:
    """The shell finds the folder of the log that it appends to."""
    keep_note(plan, SYSTEMD)
    assert (plan.data_dir / "logs").is_dir()


def test_settings_are_written_as_a_shell_reads_them() -> None:
    """Only the program's own, without the data folder, quoted."""
    text = settings_text({"OSIRIS_CONTACT": 'a "b" $c', "OSIRIS_DATA": "x", "HOME": "y"})
    assert text == 'OSIRIS_CONTACT="a \\"b\\" \\$c"\n'


def test_the_next_run_is_today_or_tomorrow(plan: Plan) -> None:
    """By the note in the data folder; without one nothing is due."""
    assert next_due(plan.data_dir, datetime(2024, 10, 1, 1, 0, tzinfo=UTC)) is None
    keep_note(plan, SYSTEMD)
    before, after = (next_due(plan.data_dir, datetime(2024, 10, 1, hour, 0, tzinfo=UTC)) for hour in (1, 3))
    assert before is not None
    assert after is not None
    assert (before.day, after.day) == (1, 2)


def test_a_time_that_is_none_is_refused() -> None:
    """The message shows how to write it."""
    assert read_time("02:30") == time(2, 30)
    with pytest.raises(UsageError, match="02:30"):
        read_time("half past two")


def test_settings_of_this_terminal_are_taken_over() -> None:
    """In the place of the old ones; what is not set, and comments, stay."""
    text = '# by hand\nexport OSIRIS_CONTACT="old@example.org"\nOSIRIS_QUOTA=500'
    merged, changed = merged_settings(
        text, {"OSIRIS_CONTACT": "new@example.org", "OSIRIS_SITE": "https://x.example/"}
    )
    assert changed == ["OSIRIS_CONTACT", "OSIRIS_SITE"]
    assert merged.splitlines() == [
        "# by hand", 'OSIRIS_CONTACT="new@example.org"', "OSIRIS_QUOTA=500", 'OSIRIS_SITE="https://x.example/"',
    ]  # fmt: skip
    same = {"OSIRIS_CONTACT": "new@example.org", "OSIRIS_QUOTA": "500"}
    assert merged_settings(merged, same) == (merged, [])


@pytest.mark.parametrize(
    ("crontab", "printed"),
    [(None, None), ("", True), ("# {}\n", True), ("0 2 * * * crawl --data {}\n", False)],
)
def test_a_printed_line_is_no_schedule(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, crontab: str | None, *, printed: bool | None
) -> None:
    """It counts when the crontab holds it; without a crontab nobody knows."""
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    if crontab is not None:
        (tmp_path / "lines").write_text(crontab.format(str(plan.data_dir).replace("%", r"\%")))
        (programs / "crontab").write_text(
            f'#!/bin/sh\nwhile read -r line; do echo "$line"; done < "{tmp_path}/lines"\n'
        )
        (programs / "crontab").chmod(0o755)
    keep_note(plan, CRON)
    assert only_printed(plan.data_dir) is printed
    keep_note(plan, SYSTEMD)
    assert only_printed(plan.data_dir) is False
