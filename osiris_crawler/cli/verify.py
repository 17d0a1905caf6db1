"""`osiris verify`: every stored digest computed again; database, index and files compared."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from osiris_crawler import clock
from osiris_crawler.cli import filters
from osiris_crawler.cli.damages import being_written
from osiris_crawler.cli.saying import Sayer
from osiris_crawler.errors import DatabaseError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipelines.database.engine import Database
    from pipelines.snapshots.fixity import Checked

DAMAGED = 3


def verify(
    index: Annotated[
        bool, typer.Option("--index", help="Make the indexes of all recordings anew first.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    data: filters.Data = None,
) -> None:
    """Read every record of the recordings again and name each damage; exit code 3 when there is one."""
    from pipelines.replay.sources import recordings
    from pipelines.snapshots.fixity import lost_bodies

    folder = filters.data_folder(data) / "warc"
    paths = recordings(folder)
    if not paths:
        filters.existing_database(data).close()  # says so when there is no archive at all
    if index:
        _index_anew(paths)
    checked = list(_checked(paths))
    damages = {one.file: list(one.damages) for one in checked}
    for file, lost in lost_bodies(checked).items():
        damages[file] += lost
    rows, lines = [], []
    try:
        with closing(filters.existing_database(data)) as database:
            _compare_with_database(database, folder, checked, damages)
            rows = _noted(database, folder, checked, damages)
    except (DatabaseError, UsageError) as error:
        lines.append(f"{error} The recordings were checked without it.")
    rows = rows or [_row(one, damages) for one in checked]
    lines += [line for file in sorted(damages) for line in damages[file]]
    _show(rows, lines, data, being_written(folder, "Not checked", "Verify"), as_json=as_json)
    if lines:
        raise typer.Exit(DAMAGED)


def _noted(
    database: Database, folder: Path, checked: list[Checked], damages: dict[str, list[str]]
) -> list[dict[str, Any]]:
    """Note what was verified and when; return all that is known of recordings, nothing where it cannot be noted."""
    from pipelines.database import fixity as known

    if database.read_only:
        return []
    now = clock.now()
    with database.session() as session:
        for one in checked:
            origin = "own" if one.own else str((folder / one.file).resolve())
            known.note_verified(
                session, one.file, origin=origin, size=one.size, records=one.records, at=now,
                damage="\n".join(damages[one.file]),
            )  # fmt: skip
        for file in damages.keys() - {one.file for one in checked}:
            known.note_verified(
                session, file, origin="", size=0, records=0, at=now, damage="\n".join(damages[file])
            )
    with database.read() as session:
        return [row._asdict() for row in known.verified(session)]


def _row(one: Checked, damages: dict[str, list[str]]) -> dict[str, Any]:
    """Return what a database would hold of a file."""
    return {
        "file": one.file, "records": one.records, "size": one.size, "verified_at": clock.now(),
        "damage": "\n".join(damages[one.file]),
    }  # fmt: skip


def _checked(paths: list[Path]) -> Iterator[Checked]:
    """Check all files, with a bar on a terminal."""
    from pipelines.snapshots.fixity import check_files

    console = Console(stderr=True)
    quiet = not console.is_terminal
    yield from track(check_files(paths), "verify", total=len(paths), console=console, disable=quiet)


def _compare_with_database(
    database: Database, folder: Path, checked: list[Checked], damages: dict[str, list[str]]
) -> None:
    from pipelines.database import fixity as known

    with database.read() as session:
        for one in checked:
            damages[one.file] += known.pointer_damages(session, one.file, one.entries, own=one.own)
        for file in known.files(session) - damages.keys():
            if not (folder / f"{file}.open").exists():
                damages[file] = [f"{file}: is missing from {folder}; put it back from a copy"]


def _index_anew(paths: list[Path]) -> None:
    from osiris_crawler.errors import SnapshotError
    from pipelines.snapshots.leftovers import reindex

    for path in paths:
        try:
            reindex(path)
        except SnapshotError as error:
            typer.echo(f"not indexed: {error}", err=True)


def _show(
    rows: list[dict[str, Any]], lines: list[str], data: Path | None, unchecked: str, *, as_json: bool
) -> None:
    if as_json:
        plain = [
            {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}
            for row in rows
        ]
        typer.echo(json.dumps({"recordings": plain, "damages": lines}, ensure_ascii=False, indent=2))
        return
    table = Table(title="Recordings", title_justify="left", box=None, pad_edge=False, header_style="bold")
    for name in ("File", "Records", "Bytes", "Last verified", ""):
        table.add_column(name, justify="right" if name in {"Records", "Bytes"} else "left", overflow="fold")
    for row in rows:
        when = f"{row['verified_at']:%Y-%m-%d %H:%M} UTC" if row["verified_at"] else "never"
        state = "[red]damaged[/]" if row["damage"] else "whole"
        table.add_row(row["file"], f"{row['records']:,}", f"{row['size']:,}", when, state)
    console = Sayer(data)
    console.print(table)
    for line in lines:
        console.say(line)
    if unchecked:
        console.say(unchecked)
    if not rows:
        if not unchecked:
            console.say("There are no recordings yet. Next: osiris crawl")
    elif not lines:
        console.say("Every record is as it was written.")
    else:
        console.say("Next: put what is damaged or missing back from a copy · osiris verify")
