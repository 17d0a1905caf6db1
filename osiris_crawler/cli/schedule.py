"""`osiris schedule`: the timer of this machine that crawls every night."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from osiris_crawler import clock, settings
from osiris_crawler.cli import filters
from osiris_crawler.cli.saying import Sayer
from osiris_crawler.errors import UsageError

if TYPE_CHECKING:
    from osiris_crawler.planning import Plan

NOT_INSTALLED = 3


def schedule(
    kind: Annotated[str, typer.Argument(metavar="systemd|cron", help="What starts the crawl.")],
    install: Annotated[
        bool, typer.Option("--install", help="Put the units in place and start the timer (systemd).")
    ] = False,
    at: Annotated[str, typer.Option(metavar="HH:MM", help="When, in the site's time zone.")] = "02:30",
    site: Annotated[str | None, typer.Option(help="Home page, as for crawl.")] = None,
    kinds: Annotated[str | None, typer.Option(help="As for crawl.")] = None,
    name: Annotated[
        str, typer.Option(help="Of the units; a second archive on this machine needs its own.")
    ] = "osiris-crawl",
    data: filters.Data = None,
) -> None:
    """Print what makes this machine crawl every night, or put it in place with --install.

    The settings of this terminal (OSIRIS_…) go into DATA/osiris.env, where the nightly crawl reads them.
    """
    from osiris_crawler import planning
    from osiris_crawler.sites import profile_for
    from osiris_crawler.spiders.choosing import choose_site, is_set_for_units
    from osiris_crawler.spiders.options import read_kinds

    if kind not in {"systemd", "cron"}:
        raise UsageError(f"schedule {kind}: name systemd or cron")
    if kinds:
        read_kinds(kinds)
    folder = filters.data_folder(data)
    choice = choose_site(site, folder)
    if choice.said:
        typer.echo(f"{choice.said}.", err=True)
    if choice.from_archive and not is_set_for_units(folder):
        site = choice.url  # the units go on with it in whatever folder is put in the place of this one
    profile = profile_for(choice.url, folder / "sites")
    wishes = [f"--{option}={value}" for option, value in (("site", site), ("kinds", kinds)) if value]
    plan = planning.Plan(
        planning.read_time(at), profile.timezone, folder, settings.OSIRIS_ROOT, tuple(wishes),
        planning.read_name(name),
    )  # fmt: skip
    if kind == "cron":
        if install:
            raise UsageError("schedule cron --install: add the line yourself with crontab -e")
        typer.echo(planning.cron_line(plan, clock.now()), nl=False)
        planning.keep_note(plan, kind)
        _keep_settings(plan)
        typer.echo(_to_do(planning.only_printed(folder)), err=True)
        return
    units = planning.systemd_units(plan)
    if not install:
        for file, text in units.items():
            typer.echo(f"# ~/.config/systemd/user/{file}\n{text}")
        return
    _install(plan, units)
    planning.keep_note(plan, kind)
    Sayer(data).say(
        "Next: loginctl enable-linger, so that it also runs while you are not logged in · osiris status"
    )


def _to_do(only_printed: bool | None) -> str:
    """Return what is left to do when the lines for cron are printed."""
    if only_printed is False:
        return "Put these lines in the place of those that your crontab has for this archive: crontab -e."
    return "Nothing is scheduled yet: add these lines by crontab -e."


def _keep_settings(plan: Plan) -> None:
    """Write the settings that this terminal has to where the nightly crawl reads them."""
    from osiris_crawler import planning

    file = plan.data_dir / planning.SETTINGS
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(planning.settings_text(), encoding="utf-8")
        typer.echo(f"Settings written to {file}; set OSIRIS_CONTACT there if it is not.", err=True)
        return
    text, changed = planning.merged_settings(file.read_text(encoding="utf-8"))
    if changed:
        file.write_text(text, encoding="utf-8")
        typer.echo(f"{file}: {', '.join(changed)} taken over from this terminal.", err=True)


def _install(plan: Plan, units: dict[str, str]) -> None:
    """Write the units of the user's systemd, and start the timer.

    Raises:
        UsageError: units of this name crawl into another folder.
    """
    from osiris_crawler.planning import folder_of

    folder = Path.home() / ".config" / "systemd" / "user"
    folder.mkdir(parents=True, exist_ok=True)
    there = folder / f"{plan.name}.service"
    other = folder_of(there.read_text(encoding="utf-8")) if there.is_file() else ""
    if other and Path(other) != plan.data_dir and Path(other).is_dir():
        raise UsageError(
            f"{there}: crawls into {other}. Give this archive units of its own by --name {plan.name}-2; nothing was "
            "changed"
        )
    for name, text in units.items():
        (folder / name).write_text(text, encoding="utf-8")
        typer.echo(f"Written: {folder / name}")
    _keep_settings(plan)
    for command in (["daemon-reload"], ["enable", "--now", f"{plan.name}.timer"]):
        words = ["systemctl", "--user", *command]
        try:
            done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603
            said = "" if done.returncode == 0 else done.stderr.strip()
        except OSError as error:
            said = str(error)
        if said:
            Sayer(plan.data_dir, stderr=True).say(
                f"{' '.join(words)} failed ({said}). The units are in place; run it again where the user's "
                "systemd works, or use osiris schedule cron."
            )
            raise typer.Exit(NOT_INSTALLED)
