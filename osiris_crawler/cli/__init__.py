"""The command `osiris`: one module for each command, each loaded with what it needs only when it runs."""

from __future__ import annotations

import importlib.util
import signal
import sys
from importlib import import_module
from typing import Annotated

import typer

from osiris_crawler import settings
from osiris_crawler.cli import saying, streams
from osiris_crawler.errors import OsirisError

COMMANDS = (
    "crawl",
    "demo",
    "replay",
    "export",
    "search",
    "explore",
    "snapshot",
    "verify",
    "status",
    "schedule",
    "restrict",
    "database",
)
"""Modules of this package with a command of their name, or a group `app`, in the order of --help."""

app = typer.Typer(
    name="osiris",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    help="Crawl, keep and hand out the press archive of osiris.sn, or of another SPIP site.",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"osiris-crawler {settings.VERSION}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[  # noqa: ARG001 - its callback does the work
        bool, typer.Option("--version", help="Print the version and end.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Options before the command; settings of the environment that cannot be used stop here."""
    settings.check()


def _register() -> None:
    """Add each command whose module is there."""
    for name in COMMANDS:
        if importlib.util.find_spec(f"{__name__}.{name}") is None:
            continue
        module = import_module(f"{__name__}.{name}")
        group = getattr(module, "app", None)
        if isinstance(group, typer.Typer):
            app.add_typer(group, name=name)
        else:
            settings_of = getattr(module, "CONTEXT", None)
            app.command(name, context_settings=settings_of)(getattr(module, name))


_register()


ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """A signal ends the command; not a KeyboardInterrupt, of which Typer makes an exit code of its own."""


def _stop(*_: object) -> None:
    _ignore_signals()  # a second Ctrl-C would break what the first one ends
    raise Stopped


def _ignore_signals() -> None:
    """Ignore what would end the command: it has ended, or is ending."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)


def _end_cleanly() -> None:
    """Let Ctrl-C, SIGTERM and a closed terminal end every command alike; `nohup` keeps its meaning."""
    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)


def main() -> None:
    """Run the program; errors made for people come without a traceback and with their exit code."""
    streams.prepare()
    _end_cleanly()
    try:
        _run()
    except OsirisError as error:
        said = saying.pasteable(str(error), saying.asked_folder(sys.argv))
        typer.secho(f"osiris: {said}", err=True, fg=typer.colors.RED)
        sys.exit(error.exit_code)
    except (Stopped, KeyboardInterrupt):
        typer.secho("osiris: stopped", err=True)
        sys.exit(4)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has enough; nothing more can be said
        sys.exit(0)
    except OSError as error:
        typer.secho(f"osiris: {streams.trouble(error)}", err=True, fg=typer.colors.RED)
        sys.exit(1)
    finally:
        _ignore_signals()  # one that comes while the interpreter ends would take the exit code's place (130)


def _run() -> None:
    """Run the command, and write out what it said while an error can still be told."""
    try:
        app()
    finally:
        sys.stdout.flush()
