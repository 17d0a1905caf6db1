"""Units and lines that run the crawl every night on this machine, and when the next one is due."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from osiris_crawler.errors import UsageError

if TYPE_CHECKING:
    from datetime import tzinfo
    from pathlib import Path

NAME = "osiris-crawl"
CRON, SYSTEMD = "cron", "systemd"
NOTE = "schedule.json"
SETTINGS = "osiris.env"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_FOLDER = re.compile(rf"(?m)^EnvironmentFile=-(.*)/{re.escape(SETTINGS)}$")
_AT = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True)
class Plan:
    """A nightly crawl of one archive."""

    at: time
    zone: str
    """Name of the time zone that `at` is told in."""
    data_dir: Path
    root: Path
    """Folder of scrapy.cfg."""
    arguments: tuple[str, ...] = ()
    """More options of `osiris crawl`."""
    name: str = NAME
    """Of the units, without their endings."""

    @property
    def command(self) -> list[str]:
        """The command with its arguments."""
        return [
            sys.executable,
            "-m",
            "osiris_crawler",
            "crawl",
            "--data",
            str(self.data_dir),
            *self.arguments,
        ]


def read_time(text: str) -> time:
    """Read a time of the day.

    Raises:
        UsageError: it is none.
    """
    found = _AT.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"--at {text}: not a time of the day. Write it as 02:30")
    return time(int(found[1]), int(found[2]))


def read_name(text: str) -> str:
    """Read the name of units.

    Raises:
        UsageError: systemd would not take it for one.
    """
    if not _NAME.fullmatch(text):
        raise UsageError(f"--name {text}: write letters, digits, - and _, as {NAME}-2")
    return text


def folder_of(service: str) -> str:
    """Return the data folder that the text of one of our services works in; empty when it is none of ours."""
    found = _FOLDER.search(service)
    return found[1].replace("%%", "%") if found else ""


def systemd_units(plan: Plan) -> dict[str, str]:
    """Return the text of the service and the timer by the names of their files."""
    line = " ".join(_quoted(word) for word in plan.command)
    service = f"""[Unit]
Description=Nightly crawl of the press archive in {_escaped(str(plan.data_dir))}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={_escaped(str(plan.root))}
EnvironmentFile=-{_escaped(str(plan.data_dir / SETTINGS))}
ExecStart={line}
SuccessExitStatus=4 75
TimeoutStartSec=infinity
TimeoutStopSec=20
Nice=10
"""
    timer = f"""[Unit]
Description=Starts {plan.name}.service every night

[Timer]
OnCalendar=*-*-* {plan.at:%H:%M}:00 {plan.zone}
Persistent=true

[Install]
WantedBy=timers.target
"""
    return {f"{plan.name}.service": service, f"{plan.name}.timer": timer}


def cron_line(plan: Plan, now: datetime, here: tzinfo | None = None) -> str:
    """Return the lines for a crontab; `%` is escaped, since cron takes it for a line break.

    The time is that of the machine, since the cron of Debian knows no CRON_TZ.

    Args:
        plan: what is to run.
        now: the offset between the two time zones is that of this moment.
        here: time zone of the machine, told from its settings unless given.
    """
    settings = plan.data_dir / SETTINGS
    log = plan.data_dir / "logs" / "cron.log"
    load = f"set -a; [ ! -f {shlex.quote(str(settings))} ] || . {shlex.quote(str(settings))}; set +a"
    words = shlex.join(plan.command)
    line = f"cd {shlex.quote(str(plan.root))} && ({load}; {words}) >> {shlex.quote(str(log))} 2>&1"
    escaped = line.replace("%", r"\%")
    there = datetime.combine(now.astimezone(ZoneInfo(plan.zone)).date(), plan.at, ZoneInfo(plan.zone))
    due = there.astimezone(here)
    note = f"# {plan.at:%H:%M} {plan.zone}, in the time of this machine\n"
    return f"{note}{due.minute} {due.hour} * * * {escaped}\n"


def settings_text(environment: dict[str, str] | None = None) -> str:
    """Return the program's settings of this environment for `osiris.env`, one NAME="value" a line."""
    known = dict(os.environ) if environment is None else environment
    chosen = {
        name: value for name, value in known.items() if name.startswith("OSIRIS_") and name != "OSIRIS_DATA"
    }
    lines = []
    for name, value in sorted(chosen.items()):
        escaped = re.sub(r'([\\"$`])', r"\\\1", value)
        lines.append(f'{name}="{escaped}"\n')
    return "".join(lines)


def merged_settings(text: str, environment: dict[str, str] | None = None) -> tuple[str, list[str]]:
    """Take the settings of this environment over into the text of an `osiris.env`; name those that changed.

    What the environment does not set stays as it is, comments too.
    """
    lines, changed = text.splitlines(keepends=True), []
    for wanted in settings_text(environment).splitlines(keepends=True):
        name = wanted.partition("=")[0]
        places = [at for at, line in enumerate(lines) if re.match(rf"\s*(export\s+)?{name}\s*=", line)]
        if any(_value(lines[at]) == _value(wanted) for at in places[-1:]):  # the last one holds
            continue
        changed.append(name)
        if places:
            lines[places[-1]] = wanted
        else:
            lines += ["\n"] * bool(lines and not lines[-1].endswith("\n")) + [wanted]
    return "".join(lines), changed


def _value(line: str) -> str | None:
    """Return the value that a shell would give to a setting; None when it would stumble."""
    try:
        words = shlex.split(line.strip().removeprefix("export "), comments=True)
    except ValueError:
        return None
    return words[0].partition("=")[2].replace("\\$", "$").replace("\\`", "`") if words else None


def keep_note(plan: Plan, by: str) -> None:
    """Remember in the data folder when the crawl is due and what starts it, for `osiris status`."""
    (plan.data_dir / "logs").mkdir(
        parents=True, exist_ok=True
    )  # cron's line writes there before a first crawl
    note = {"at": f"{plan.at:%H:%M}", "zone": plan.zone, "by": by}
    (plan.data_dir / NOTE).write_text(json.dumps(note) + "\n", encoding="utf-8")


def _note(data_dir: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads((data_dir / NOTE).read_text(encoding="utf-8"))
    return found


def only_printed(data_dir: Path) -> bool | None:
    """Tell whether the last schedule was a crontab line that nobody put into this user's crontab.

    None where that cannot be told: there may be no crontab, or another one may hold the line.
    """
    try:
        if _note(data_dir).get("by") != CRON:
            return False
        done = subprocess.run(["crontab", "-l"], capture_output=True, text=True, check=False)  # noqa: S607
    except (OSError, ValueError):
        return None
    lines = [line for line in done.stdout.splitlines() if not line.lstrip().startswith("#")]
    return not any(str(data_dir).replace("%", r"\%") in line for line in lines)


def next_due(data_dir: Path, now: datetime) -> datetime | None:
    """Return when the next crawl is due; None when none was scheduled from here."""
    try:
        note = _note(data_dir)
        at, zone = read_time(note["at"]), ZoneInfo(note["zone"])
    except (OSError, ValueError, KeyError, UsageError):
        return None
    local = now.astimezone(zone)
    due = datetime.combine(local.date(), at, zone)
    return due if due > local else datetime.combine(local.date() + timedelta(days=1), at, zone)


def _quoted(word: str) -> str:
    """Write one word of a unit's command line (systemd.service, "Command lines")."""
    text = _escaped(word).replace("$", "$$")
    plain = re.fullmatch(r"[\w@+=:,./%$-]+", text)
    return text if plain else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _escaped(text: str) -> str:
    return text.replace("%", "%%")
