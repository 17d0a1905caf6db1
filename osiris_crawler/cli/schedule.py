"""`osiris schedule`: the timer of this machine that crawls every night."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Annotated

import typer

from osiris_crawler import clock, settings
from osiris_crawler.cli import filters  # noqa: TC001 - Typer reads the annotations
from osiris_crawler.errors import UsageError

NOT_INSTALLED = 3


def schedule(
    kind: Annotated[str, typer.Argument(metavar="systemd|cron", help="What starts the crawl.")],
    install: Annotated[
        bool, typer.Option("--install", help="Put the units in place and start the timer (systemd).")
    ] = False,
    at: Annotated[str, typer.Option(metavar="HH:MM", help="When, in the site's time zone.")] = "02:30",
    site: Annotated[str | None, typer.Option(help="Home page, as for crawl.")] = None,
    kinds: Annotated[str | None, typer.Option(help="As for crawl.")] = None,
    data: filters.Data = None,
) -> None:
    """Print what makes this machine crawl every night, or put it in place with --install.

    Settings go into DATA/osiris.env, where the units read them.
    """
    from osiris_crawler import planning
    from osiris_crawler.sites import profile_for
    from osiris_crawler.spiders.options import read_kinds

    if kind not in {"systemd", "cron"}:
        raise UsageError(f"schedule {kind}: name systemd or cron")
    if kinds:
        read_kinds(kinds)
    folder = (data or settings.OSIRIS_DATA).expanduser().resolve()
    profile = profile_for(site or settings.OSIRIS_SITE, folder / "sites")
    wishes = [f"--{name}={value}" for name, value in (("site", site), ("kinds", kinds)) if value]
    plan = planning.Plan(
        planning.read_time(at), profile.timezone, folder, settings.OSIRIS_ROOT, tuple(wishes)
    )
    if kind == "cron":
        if install:
            raise UsageError("schedule cron --install: add the line yourself with crontab -e")
        typer.echo(planning.cron_line(plan, clock.now()), nl=False)
        _keep(plan)
        return
    units = planning.systemd_units(plan)
    if not install:
        for name, text in units.items():
            typer.echo(f"# ~/.config/systemd/user/{name}\n{text}")
        return
    _install(units)
    _keep(plan)
    typer.echo(
        "Next: loginctl enable-linger, so that it also runs while you are not logged in · osiris status"
    )


def _keep(plan: object) -> None:
    """Write the note of the next run, and the settings unless there are some already."""
    from osiris_crawler import planning

    assert isinstance(plan, planning.Plan)
    planning.keep_note(plan)
    file = plan.data_dir / planning.SETTINGS
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(planning.settings_text(), encoding="utf-8")
        typer.echo(f"Settings written to {file}; set OSIRIS_CONTACT there if it is not.", err=True)


def _install(units: dict[str, str]) -> None:
    """Write the units of the user's systemd, and start the timer."""
    from osiris_crawler.planning import NAME

    folder = Path.home() / ".config" / "systemd" / "user"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in units.items():
        (folder / name).write_text(text, encoding="utf-8")
        typer.echo(f"Written: {folder / name}")
    for command in (["daemon-reload"], ["enable", "--now", f"{NAME}.timer"]):
        words = ["systemctl", "--user", *command]
        try:
            done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603
            said = "" if done.returncode == 0 else done.stderr.strip()
        except OSError as error:
            said = str(error)
        if said:
            typer.echo(
                f"{' '.join(words)} failed ({said}). The units are in place; run it again where the user's "
                "systemd works, or use osiris schedule cron.",
                err=True,
            )
            raise typer.Exit(NOT_INSTALLED)
