"""`osiris export`: hand out the archive in a format of the users' tools."""

from __future__ import annotations

import sys
from contextlib import closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import track

from osiris_crawler.cli import filters
from osiris_crawler.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipelines.database.selection import Row
    from pipelines.exports import Format

STDOUT = Path("-")


def export(  # noqa: PLR0917 - options, all given by name
    name: Annotated[str, typer.Argument(metavar="FORMAT", help="A format of --list.")] = "",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE|-", help="Default: exports/ in the data folder."),
    ] = None,
    since: filters.Since = "",
    until: filters.Until = "",
    keyword: filters.Keyword = None,
    source: filters.Source = None,
    section: filters.Section = None,
    kind: filters.KindOption = None,
    language: filters.Language = None,
    site: filters.Site = "",
    query: filters.Query = "",
    complete: filters.Complete = False,
    count: Annotated[bool, typer.Option("--count", help="Only say how many rows would come out.")] = False,
    show_list: Annotated[bool, typer.Option("--list", help="Explain each format in a line.")] = False,
    data: filters.Data = None,
) -> None:
    """Export the archive; the same archive gives the same bytes."""
    from pipelines.database.selection import Filter

    if show_list:
        _list_formats()
        return
    chosen = Filter(
        since=since,
        until=until,
        keyword=tuple(keyword or ()),
        source=tuple(source or ()),
        section=tuple(section or ()),
        kind=filters.checked_kinds(kind),
        language=tuple(language or ()),
        site=site,
        query=query,
        complete=complete,
    )
    form = None if count and not name else _format(name)
    with closing(filters.existing_database(data)) as database, database.read() as session:
        from pipelines.database import selection

        number = selection.count(session, chosen)
        if count or form is None:
            typer.echo(number)
            return
        target = output or filters.data_folder(data) / "exports" / f"articles{form.suffix}"
        _write(form, selection.rows(session, chosen), target, number)


def _format(name: str) -> Format:
    from pipelines.exports import FORMATS, by_name

    form = by_name(name)
    if form is None:
        known = ", ".join(known.name for known in FORMATS)
        said = f"{name}: there is no such format." if name else "Which format?"
        raise UsageError(f"{said} Choose from {known}; `osiris export --list` explains them.")
    return form


def _write(form: Format, rows: Iterable[Row], target: Path, number: int) -> None:
    from pipelines.exports.writing import whole_file

    console = Console(stderr=True)
    shown = track(rows, f"export {form.name}", total=number, console=console, disable=not console.is_terminal)
    with nullcontext(sys.stdout.buffer) if target == STDOUT else whole_file(target) as file:
        written = form.write(shown, file)
    where = "standard output" if target == STDOUT else str(target)
    console.print(f"{written:,} articles in {where}", markup=False, highlight=False, soft_wrap=True)
    if not written:
        console.print(
            "No article passes these filters, or none is stored yet: `osiris status` tells.", markup=False
        )


def _list_formats() -> None:
    from pipelines.exports import FORMATS

    width = max(len(form.name) for form in FORMATS)
    for form in FORMATS:
        typer.echo(f"{form.name:<{width}}  {form.explains}")
