"""`osiris database`: look after the database of a data folder."""

from __future__ import annotations

from contextlib import closing

import typer

from osiris_crawler.cli import filters

app = typer.Typer(no_args_is_help=True, help="Migrations and consistency of the database.")
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
