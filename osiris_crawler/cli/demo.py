"""`osiris demo`: the whole main job on the sample archive, without leaving this machine."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import replace
from importlib import resources
from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from osiris_crawler.errors import OsirisError, UsageError

if TYPE_CHECKING:
    from osiris_crawler.sample.server import SampleSite

NAME = "demo"
PORT = 8097
"""Tried first, so that the addresses in the CSV are the same each time."""


def demo(
    data: Annotated[
        Path | None,
        typer.Option("--data", help="Data folder; default demo/ in OSIRIS_DATA, else data/demo/."),
    ] = None,
    articles: Annotated[int, typer.Option(help="Size of the sample archive.")] = 430,
) -> None:
    """Serve the sample archive on this machine, crawl it, export it as CSV, and say where everything is."""
    from osiris_crawler import settings
    from osiris_crawler.cli.crawl import crawl_and_report
    from osiris_crawler.spiders.options import options_from_text

    folder = settings.data_folder(data or settings.OSIRIS_DATA / "demo")
    site = _serve(articles, _served_before(folder))
    try:
        _write_profile(folder, site.url)
        options = options_from_text(site=site.url, kinds="all", data_dir=folder, command="demo")
        options = replace(options, database_url="")  # invented articles never go into a shared database
        typer.echo(f"The sample archive is served at {site.url} and crawled into {folder}", err=True)
        code = crawl_and_report(options)
    finally:
        site.stop()
    if code not in {0, 3}:
        raise typer.Exit(code)
    csv = _export(folder)
    typer.echo(f"Articles: {csv}")
    typer.echo(f"Database: {folder / 'osiris.sqlite3'}")
    typer.echo(f"Recordings: {folder / 'warc'}")
    typer.echo(
        "Now the live archive: OSIRIS_CONTACT=you@example.org osiris crawl --since 2024-10 --until 2024-10"
    )
    # links of the sample site that answer 404 on purpose make no demo fail


def _served_before(folder: Path) -> str:
    """Return where the sample archive of a folder was served, nothing for a new folder.

    Raises:
        UsageError: the folder holds an archive of anything else, which invented articles stay out of.
    """
    from sqlalchemy import select

    from pipelines.database.engine import FILE_NAME, open_database
    from pipelines.database.models import Site
    from pipelines.replay.sources import recordings

    stored: list[str] = []
    before = ""
    if (folder / FILE_NAME).exists():
        with closing(open_database(folder, create=False)) as database, database.read() as session:
            stored = list(session.scalars(select(Site.base_url).where(Site.name != NAME)))
            before = session.scalar(select(Site.base_url).where(Site.name == NAME)) or ""
        what = f"the archive of {' and '.join(stored)}"
    elif recordings(folder / "warc"):
        stored, what = [""], "recordings"
    if stored:
        raise UsageError(
            f"{folder}: holds {what}, which the invented articles of the demo would spoil. Name another folder by "
            "--data, a new one too; nothing was changed"
        )
    return before


def _serve(articles: int, before: str) -> SampleSite:
    """Serve the sample archive where it was served before, else on the usual port when that is free.

    Raises:
        UsageError: it cannot be as large as that, or where it was served something else listens now.
        OsirisError: nothing can be listened on.
    """
    from osiris_crawler.sample.archive import SampleArchive
    from osiris_crawler.sample.server import SampleSite

    try:
        archive = SampleArchive(articles)
    except ValueError as error:
        raise UsageError(f"--articles {articles}: {error}") from None
    for port in [urlsplit(before).port or PORT] if before else [PORT, 0]:
        site = SampleSite(archive, port)
        try:
            site.start()
        except OSError:
            continue
        return site
    if before:
        raise UsageError(
            f"{before}: the sample archive of this folder was served there, where something else listens now (another "
            "demo?). End that, or name a new folder by --data"
        )
    raise OsirisError("No port of 127.0.0.1 can be listened on. Allow this program to, or end another one")


def _write_profile(folder: Path, url: str) -> None:
    """Give the sample site a name of its own, so that it stays one site when its port changes."""
    shipped = resources.files("osiris_crawler.sites").joinpath("osiris.toml").read_text(encoding="utf-8")
    host = url.split("/")[2]
    own = {"name": f'"{NAME}"', "title": '"The sample archive"', "url": f'"{url}"', "hosts": f'["{host}"]'}
    for field, value in own.items():
        shipped = re.sub(rf"(?m)^{field} = .*$", f"{field} = {value}", shipped, count=1)
    target = folder / "sites" / "demo.toml"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(shipped, encoding="utf-8")


def _export(folder: Path) -> Path:
    """Write exports/articles.csv."""
    from pipelines.database.editions import edition
    from pipelines.database.engine import open_database
    from pipelines.database.filtering import Filter
    from pipelines.exports import csv
    from pipelines.exports.extract import Extract
    from pipelines.exports.writing import whole_file

    target = folder / "exports" / "articles.csv"
    database = open_database(folder, create=False)
    try:
        with database.read() as session, whole_file(target) as file:
            csv.write(Extract(session, Filter(), edition(session)), file)
    finally:
        database.close()
    return target
