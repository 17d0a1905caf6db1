"""`osiris database`: look after the database of a data folder."""

from __future__ import annotations

from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from osiris_crawler import clock, settings
from osiris_crawler.cli import filters
from osiris_crawler.cli.saying import Sayer
from osiris_crawler.errors import UsageError
from osiris_crawler.lock import Lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

app = typer.Typer(no_args_is_help=True, help="Look after the database: schema, consistency, copies.")
DAMAGED = 3


@app.command()
def upgrade(data: filters.Data = None) -> None:
    """Bring the database to this program's schema; every other command does so by itself."""
    from pipelines.database.migrating import HEAD

    with closing(filters.existing_database(data)) as database:
        typer.echo(f"{database.place}: schema {HEAD}, the newest this program knows")


@app.command()
def check(data: filters.Data = None) -> None:
    """Check the file and every reference in it; exit code 3 when something is wrong."""
    from pipelines.database.checking import problems

    with closing(filters.existing_database(data)) as database:
        found = problems(database)
        for line in found:
            typer.echo(line)
        if found:
            typer.echo(
                f"{database.place}: {len(found)} problems. Keep the file and restore the last backup.",
                err=True,
            )
            raise typer.Exit(DAMAGED)
        typer.echo(f"{database.place}: no problem found")


@app.command()
def backup(
    file: Annotated[
        Path | None, typer.Argument(help="Where to; default DATA/backups/osiris-TIME.sqlite3.")
    ] = None,
    data: filters.Data = None,
) -> None:
    """Write the database into one file, as it is at this moment; a crawl may go on meanwhile.

    The recordings, the corrections and the restrictions are files of the data folder: save them beside it.
    """
    from pipelines.database.copying import backup as save

    folder = filters.data_folder(data)
    target = (file or folder / "backups" / f"osiris-{clock.now():%Y%m%dT%H%M%SZ}.sqlite3").expanduser()
    with closing(filters.existing_database(data)) as database, _shown("copying") as tell:
        articles = save(database, target.resolve(), tell)
    typer.echo(f"{target}: {articles:,} articles, {target.stat().st_size / 1e6:,.1f} MB, sound")
    typer.echo(f"Not in it: {folder / 'warc'}, corrections and restrictions. Copy them with any tool.")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `osiris database backup` wrote.")],
    data: filters.Data = None,
) -> None:
    """Put a backup in the place of the database; what stood there is kept beside it.

    Pages captured after the backup are made again by `osiris replay`, from the recordings.
    """
    from pipelines.database.checking import problems
    from pipelines.database.copying import restore as put_back

    if settings.OSIRIS_DATABASE_URL:
        raise UsageError(
            "OSIRIS_DATABASE_URL is set: put a backup into it by "
            "`OSIRIS_DATABASE_URL=sqlite:////PATH/TO/BACKUP osiris database copy ADDRESS`."
        )
    folder = filters.data_folder(data)
    lock = Lock(folder, "database restore").acquire()
    try:
        aside = put_back(folder, file.expanduser())
        with closing(filters.existing_database(data)) as database:
            found = problems(database)
    finally:
        lock.release()
    for line in found:
        typer.echo(line)
    typer.echo(f"{folder / 'osiris.sqlite3'}: restored from {file}")
    if aside is not None:
        typer.echo(f"{aside}: what stood there before; delete it when all is well")
    Sayer(data).say("Next: osiris verify · osiris replay (pages captured after the backup) · osiris status")
    if found:
        raise typer.Exit(DAMAGED)


@app.command()
def copy(
    target: Annotated[
        str, typer.Argument(help="An empty database: postgresql+psycopg://user@host/name, or a file.")
    ],
    data: filters.Data = None,
) -> None:
    """Copy everything into another, empty database; then OSIRIS_DATABASE_URL can name it."""
    from pipelines.database.copying import copy as copy_all
    from pipelines.database.engine import open_database

    file = "" if "://" in target else str(Path(target).expanduser().resolve())
    address = f"sqlite:///{file}" if file else target
    folder = filters.data_folder(data)
    with (
        closing(filters.existing_database(data)) as source,
        closing(open_database(folder, address, holder="" if file else "osiris database copy")) as database,
        _shown("copying") as tell,
    ):
        rows = copy_all(source, database, tell)
        typer.echo(f"{database.place}: {rows:,} rows, as many as in {source.place}")
    typer.echo("The recordings stay where they are: use the new database with the same data folder.")


@contextmanager
def _shown(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show how far it is on a terminal, nothing elsewhere."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
