"""`osiris explore`: the archive in the browser, served on this machine only."""

from __future__ import annotations

import logging
import socket
import subprocess
import sys
import tempfile
import webbrowser
from contextlib import closing
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated

import typer

from osiris_crawler import settings
from osiris_crawler.cli import filters
from osiris_crawler.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from pipelines.database.engine import Database

HOST = "127.0.0.1"
PORT = 8096
NEEDED = ("starlette", "jinja2", "uvicorn")
SECONDS_TO_END = 3
DATASETTE = (
    """{"title": "osiris-crawler", "databases": {"osiris": {"tables": {"sealed": {"allow": false}}}}}"""
)
"""What is withheld stays so: no table of it, and no SQL of the reader's own."""


def explore(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = PORT,
    datasette: Annotated[
        bool, typer.Option("--datasette", help="Datasette in its place: every table, filters, JSON.")
    ] = False,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    data: filters.Data = None,
) -> None:
    """Serve search, articles, history and coverage as web pages on 127.0.0.1; Ctrl-C ends it."""
    from osiris_crawler.cli import Stopped

    if datasette:
        _datasette(port, data, open_browser)
        return
    for name in NEEDED:
        if find_spec(name) is None:
            raise UsageError(
                f"osiris explore needs {name}. Install it by `pip install 'osiris-crawler[explorer]'`, or by "
                "`make install` in the project."
            )
    try:
        with closing(filters.existing_database(data)) as database, closing(listening(port)) as place:
            address = f"http://{HOST}:{place.getsockname()[1]}/"
            typer.echo(f"{address}  (the archive of {database.place}; Ctrl-C ends)")
            if open_browser:
                webbrowser.open(address)
            serve(database, filters.data_folder(data), place)
    except (KeyboardInterrupt, Stopped):
        typer.echo("ended", err=True)  # the usual end of a server


def listening(port: int) -> socket.socket:
    """Return a socket that listens on a port of this machine; another one when the usual port is taken.

    Raises:
        UsageError: the port that was asked for is taken.
    """
    place = socket.socket()
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        place.bind((HOST, port))
    except OSError as error:
        if port != PORT:
            place.close()
            raise UsageError(
                f"--port {port}: {error.strerror}. Choose another one; 0 takes a free one."
            ) from error
        place.bind((HOST, 0))
    place.listen()  # what is asked from now on waits until the pages are ready
    return place


def serve(database: Database, folder: Path, place: socket.socket) -> None:
    """Serve until Ctrl-C or SIGTERM; answers that are under way get three seconds."""
    import uvicorn

    from osiris_crawler.explorer.application import application

    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    config = uvicorn.Config(
        application(database, folder),
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=SECONDS_TO_END,
    )
    uvicorn.Server(config).run(sockets=[place])


def _datasette(port: int, data: Path | None, open_browser: bool) -> None:
    """Run Datasette on the database file."""
    if settings.OSIRIS_DATABASE_URL:
        raise UsageError(
            "--datasette reads SQLite files only; unset OSIRIS_DATABASE_URL, or use osiris explore."
        )
    if find_spec("datasette") is None:
        raise UsageError(
            "--datasette needs Datasette. Install it by `pip install 'osiris-crawler[datasette]'`."
        )
    with closing(filters.existing_database(data)) as database:
        file = str(database.engine.url.database)
    with tempfile.NamedTemporaryFile("w", suffix=".json") as metadata:
        metadata.write(DATASETTE)
        metadata.flush()
        command = [
            sys.executable, "-m", "datasette", "serve", file, "--host", HOST, "--port", str(port),
            "--metadata", metadata.name, "--setting", "default_allow_sql", "off",
            "--setting", "allow_download", "off", *(["--open"] if open_browser else []),
        ]  # fmt: skip
        typer.echo(" ".join(command), err=True)
        code = subprocess.run(command, check=False).returncode  # noqa: S603 - our own interpreter
    if code:
        raise typer.Exit(code)
