"""`osiris export`: hand out the archive in a format of the users' tools."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import Annotated

import typer

from osiris_crawler.cli import filters


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
    as_of: Annotated[
        str,
        typer.Option(metavar="DATE|RUN", help="The archive as it stood then: 2025-03-01, or a run's number."),
    ] = "",
    columns: Annotated[
        str, typer.Option(metavar="A,B,…", help="Only these columns, in this order (tables).")
    ] = "",
    bodies: Annotated[str, typer.Option(metavar="yes|no", help="no: leave the column body empty.")] = "yes",
    gzip: Annotated[bool, typer.Option("--gzip", help="Pack the file (csv, jsonl).")] = False,
    neutralise: Annotated[
        bool, typer.Option("--neutralise", help="csv: no cell is a formula; always so in excel and xlsx.")
    ] = False,
    since_export: Annotated[
        str,
        typer.Option(metavar="NAME", help="Only what changed since the last export of this name (tables)."),
    ] = "",
    republications: Annotated[
        bool | None,
        typer.Option(help="With the group of articles that print one dispatch; default: jsonl, parquet."),
    ] = None,
    revisions: Annotated[bool, typer.Option("--revisions", help="jsonl: every revision.")] = False,
    table: Annotated[str, typer.Option(metavar="csv|parquet", help="package: form of the table.")] = "csv",
    any_health: Annotated[
        bool,
        typer.Option("--any-health", help="package, wacz, bagit: replace the last one even by a worse one."),
    ] = False,
    count: Annotated[bool, typer.Option("--count", help="Only say how many rows would come out.")] = False,
    show_list: Annotated[bool, typer.Option("--list", help="Explain each format in a line.")] = False,
    data: filters.Data = None,
) -> None:
    """Export the archive; the same archive gives the same bytes."""
    from osiris_crawler.cli import exporting
    from pipelines.database.filtering import Filter
    from pipelines.exports.extract import Options

    if show_list:
        exporting.list_formats()
        return
    asked = exporting.Asked(
        chosen=Filter(
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
        ),
        options=Options(
            columns=tuple(part.strip() for part in columns.split(",") if part.strip()),
            bodies=exporting.yes_or_no("--bodies", bodies),
            neutralise=neutralise,
            revisions=revisions,
        ),
        as_of=as_of,
        gzip=gzip,
        since_export=since_export,
        republications=republications,
        table=table,
        any_health=any_health,
    )
    if count and not name:
        exporting.say_count(None, asked, data)
        return
    form = exporting.known_format(name)
    exporting.check(form, asked)
    if count:
        exporting.say_count(form, asked, data)
    else:
        exporting.run(form, asked, output, data)
