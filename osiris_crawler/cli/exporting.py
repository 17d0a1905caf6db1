"""Runs one export: opens the archive, brings comparisons up to date, writes, and says where the result is."""

from __future__ import annotations

import shutil
import sys
from contextlib import ExitStack, closing, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

import typer
from rich.progress import Progress

from osiris_crawler.cli import filters
from osiris_crawler.cli.damages import Damages, being_written
from osiris_crawler.cli.saying import Sayer
from osiris_crawler.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from pipelines.database.engine import Database
    from pipelines.database.filtering import Filter
    from pipelines.exports import Format
    from pipelines.exports.extract import Extract, Options

STDOUT = Path("-")
TABLES = ("csv", "parquet")


@dataclass(frozen=True)
class Asked:
    """What the command line asks for, whatever the format."""

    chosen: Filter
    options: Options
    as_of: str = ""
    gzip: bool = False
    since_export: str = ""
    republications: bool | None = None
    table: str = "csv"
    any_health: bool = False


def yes_or_no(option: str, value: str) -> bool:
    """Return what yes or no means.

    Raises:
        UsageError: it is neither.
    """
    if value not in {"yes", "no"}:
        raise UsageError(f"{option} {value}: write yes or no.")
    return value == "yes"


def known_format(name: str) -> Format:
    """Return the format of a name.

    Raises:
        UsageError: there is none.
    """
    from pipelines.exports import FORMATS, by_name

    form = by_name(name)
    if form is None:
        known = ", ".join(known.name for known in FORMATS)
        said = f"{name}: there is no such format." if name else "Which format?"
        raise UsageError(f"{said} Choose from {known}; `osiris export --list` explains them.")
    return form


def check(form: Format, asked: Asked) -> None:
    """Refuse options that the format does not heed, so that none is ignored in silence.

    Raises:
        UsageError: one is given.
    """
    given = {
        "columns": bool(asked.options.columns),
        "bodies": not asked.options.bodies,
        "gzip": asked.gzip,
        "neutralise": asked.options.neutralise,
        "since_export": bool(asked.since_export),
        "republications": asked.republications is not None,
        "revisions": asked.options.revisions,
        "table": asked.table != TABLES[0],
        "any_health": asked.any_health,
    }
    for name, wanted in given.items():
        if wanted and name not in form.takes:
            raise UsageError(f"--{name.replace('_', '-')}: {form.name} has no such option.")
    if asked.since_export and asked.options.columns and "id" not in asked.options.columns:
        raise UsageError("--since-export: needs the column id, by which deleted articles are named.")
    if asked.table not in TABLES:
        raise UsageError(f"--table {asked.table}: choose csv or parquet.")


def list_formats() -> None:
    """Print each format with its line."""
    from pipelines.exports import FORMATS

    width = max(len(form.name) for form in FORMATS)
    for form in FORMATS:
        typer.echo(f"{form.name:<{width}}  {form.explains}")


def say_count(form: Format | None, asked: Asked, data: Path | None) -> None:
    """Print how many rows would come out of a format; without one, how many articles pass the filters."""
    from pipelines.database import selection
    from pipelines.database.editions import edition
    from pipelines.exports.extract import Extract
    from pipelines.exports.since import Since

    takes = form.takes_row() if form else None
    with closing(filters.existing_database(data)) as database, database.read() as session:
        shown = edition(session, asked.as_of)
        extract = Extract(session, asked.chosen, shown, asked.options)
        if asked.since_export:
            with Since(filters.data_folder(data) / "exports" / ".since", asked.since_export) as extract.since:
                number = sum(map(len, extract.table()))
        elif takes is not None:
            number = sum(map(takes, extract.rows()))
        else:
            number = selection.count(session, asked.chosen, shown)
    typer.echo(number)


def run(form: Format, asked: Asked, output: Path | None, data: Path | None) -> None:
    """Write one export."""
    write = form.writer()
    folder = filters.data_folder(data) / "exports"
    target = output or folder / f"{form.file_name}{'.gz' if asked.gzip else ''}"
    console = Sayer(data, stderr=True)
    damages = Damages(console, target, replace=asked.any_health)
    with closing(filters.existing_database(data)) as database:
        if form.name == "package" and not _may_replace(database, target, asked, console):
            return
        grouped = form.grouped if asked.republications is None else asked.republications
        if grouped:
            _compare(database, console, insisted=asked.republications is True)
        with database.read() as session, ExitStack() as stack:
            from pipelines.database import selection
            from pipelines.database.editions import edition
            from pipelines.exports.extract import Extract
            from pipelines.exports.since import Since

            _read_once(session)
            shown = edition(session, asked.as_of)
            total = selection.count(session, asked.chosen, shown)
            if not (total or output or asked.since_export) and target.exists():
                raise UsageError(
                    f"No article passes these filters: {target} stays as it is. Correct them, or use -o."
                )
            progress = stack.enter_context(_bar(console))
            task = progress.add_task(f"export {form.name}", total=total)
            since = None
            if asked.since_export:
                since = stack.enter_context(Since(folder / ".since", asked.since_export))
            extract = Extract(
                session,
                asked.chosen,
                shown,
                _explained(form, asked.options),
                groups=_groups(session, shown) if grouped else None,
                since=since,
                watch=lambda more: progress.advance(task, more),
                data_dir=filters.data_folder(data),
                damaged=damages,
            )
            written = _write(form, write, extract, target, asked)
            if since is not None:
                since.keep()
        _say(console, written, target, asked.since_export)
    if form.recordings and asked.chosen == type(asked.chosen)() and not asked.as_of:
        open_ones = being_written(filters.data_folder(data) / "warc", "Not in it", "Export")
        if open_ones:
            console.say(open_ones)
    damages.end()


def _explained(form: Format, options: Options) -> Options:
    """Add to chosen columns those by which changed cells are told and cut ones found again."""
    needed = ["id", "warnings"] if form.name in {"excel", "xlsx"} else ["warnings"] * options.neutralise
    lacking = [name for name in needed if options.columns and name not in options.columns]
    return replace(options, columns=(*options.columns, *lacking))


def _read_once(session: Any) -> None:
    """Keep few pages of the database in memory: an export reads each but once."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA cache_size = -4096")


def _bar(console: Console) -> Progress:
    return Progress(console=console, disable=not console.is_terminal, transient=True)


def _write(form: Format, write: Callable[..., int], extract: Extract, target: Path, asked: Asked) -> int:
    from pipelines.exports import Shape
    from pipelines.exports.writing import packed, whole_file, whole_folder

    if target == STDOUT and form.shape != Shape.FILE:
        raise UsageError(f"-o -: {form.name} is more than one file. Name a place for it by -o.")
    if form.shape == Shape.FOLDER:
        extras: dict[str, Any] = {"table": asked.table} if "table" in form.takes else {}
        with whole_folder(target) as folder:
            return write(extract, folder, **extras)
    if form.shape == Shape.PAIR:
        rest = target.with_name(f"{target.stem}-rest{target.suffix}")
        with whole_file(rest) as second, whole_file(target) as first:
            return write(extract, first, second)
    if target == STDOUT and form.packed:
        with TemporaryFile() as whole:
            number = write(extract, whole)
            whole.seek(0)
            shutil.copyfileobj(whole, sys.stdout.buffer)
            return number
    with nullcontext(sys.stdout.buffer) if target == STDOUT else whole_file(target) as file:
        if not asked.gzip:
            return write(extract, file)
        with packed(file) as inner:
            return write(extract, inner)


def _compare(database: Database, console: Sayer, *, insisted: bool) -> None:
    """Compare the texts that came since the last time, to find republications."""
    from pipelines import republications

    waiting = republications.waiting(database)
    if waiting and database.read_only and not insisted:
        console.say(
            f"{waiting:,} texts were never compared, and this archive may only be read: their republications are "
            "not told."
        )
        return
    with _bar(console) as progress:
        task = progress.add_task("compare texts", total=waiting)
        republications.bring_up_to_date(database, lambda more: progress.advance(task, more))


def _groups(session: Any, shown: Any) -> dict[int, str]:
    from pipelines import republications

    found: dict[int, str] = republications.groups(session, shown)
    return found


def _may_replace(database: Database, target: Path, asked: Asked, console: Sayer) -> bool:
    """Tell whether a package may be written: the last good one stays when the newest run was not healthy."""
    from pipelines.database import runs

    with database.read() as session:
        ended = [run for run in runs.last(session) if run.verdict]
    if asked.any_health or not ended or ended[0].verdict == "healthy" or not target.exists():
        return True
    console.say(
        f"{target} stays as it is: run {ended[0].id} ended {ended[0].verdict}. `osiris status` tells why; "
        "--any-health replaces the package all the same."
    )
    return False


def _say(console: Sayer, written: int, target: Path, since_export: str = "") -> None:
    where = "standard output" if target == STDOUT else str(target)
    number = "1 article" if written == 1 else f"{written:,} articles"
    console.say(f"{number} in {where}")
    if written:
        return
    nothing = "No article passes these filters, or none is stored yet: `osiris status` tells."
    if since_export:
        nothing = f"Nothing changed since the last export of the name {since_export}."
    console.say(nothing)
