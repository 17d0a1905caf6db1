"""`osiris crawl`: the main job."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import Annotated, Any

import typer

from osiris_crawler.errors import UsageError

DATA = typer.Option("--data", help="Data folder; default OSIRIS_DATA, else data/ beside scrapy.cfg.")


def crawl(  # noqa: PLR0917 - options, all given by name
    site: Annotated[str | None, typer.Option(help="Home page of a SPIP press archive.")] = None,
    since: Annotated[str | None, typer.Option(metavar="YYYY-MM", help="First month.")] = None,
    until: Annotated[str | None, typer.Option(metavar="YYYY-MM", help="Last month.")] = None,
    kinds: Annotated[
        str | None,
        typer.Option(
            help="`all`, or any of article,resource,breve,bulletin,editorial,page. Default: article."
        ),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Ask every known page again.")] = False,
    assets: Annotated[
        bool, typer.Option("--assets", help="Record the images, stylesheets and PDFs of the pages too.")
    ] = False,
    census: Annotated[
        bool, typer.Option("--census", help="Compare the site's own lists with what is stored; else weekly.")
    ] = False,
    recheck: Annotated[
        int | None, typer.Option(help="Articles to ask again by age, a few of them new. Default: 50.")
    ] = None,
    limit: Annotated[int | None, typer.Option(help="At most so many requests.")] = None,
    url: Annotated[list[str] | None, typer.Option(help="Snapshot and store this address now.")] = None,
    urls: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The same for each line of a file.")
    ] = None,
    delay: Annotated[
        float | None, typer.Option(help="Seconds between two requests (least: Crawl-delay).")
    ] = None,
    concurrency: Annotated[
        int | None, typer.Option(help="Requests at a time; on a site on this machine only.")
    ] = None,
    data: Annotated[Path | None, DATA] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be asked, and end.")] = False,
) -> None:
    """Crawl the archive: continue what is unfinished, then what is new.

    A crawl of a live site needs OSIRIS_CONTACT, a mail address or page where the site's people can reach you.
    """
    from osiris_crawler import settings
    from osiris_crawler.spiders.choosing import choose_site
    from osiris_crawler.spiders.months import names_day
    from osiris_crawler.spiders.options import options_from_text

    choice = choose_site(site, settings.data_folder(data))
    options = options_from_text(
        site=choice.url, since=since, until=until, kinds=kinds, full=full, assets=assets, census=census,
        recheck=recheck, limit=limit,
        urls=[*(url or []), *_lines(urls)], delay=delay, concurrency=concurrency, data_dir=data,
    )  # fmt: skip
    if choice.said:
        typer.echo(f"{choice.said}.", err=True)
    for option, text in (("--since", since), ("--until", until)):
        if names_day(text):
            month = options.since if option == "--since" else options.until
            typer.echo(
                f"{option} {text}: a crawl takes whole months; this one takes all of {month}.", err=True
            )
    if dry_run:
        from osiris_crawler.cli.estimate import show_estimate

        raise typer.Exit(show_estimate(options))
    raise typer.Exit(crawl_and_report(options))


def crawl_and_report(options: Any) -> int:
    """Run a crawl with progress on stderr and the closing table; return the exit code."""
    from osiris_crawler.cli.closing import show_closing
    from osiris_crawler.cli.progress import CrawlProgress
    from osiris_crawler.spiders.process import run_crawl

    progress = CrawlProgress()

    def end(context: Any) -> None:
        progress.stop()
        show_closing(context)

    try:
        return run_crawl(options, begin=progress.watch, end=end)
    finally:
        progress.stop()


def _lines(file: Path | None) -> list[str]:
    """Return the addresses of a file, one a line; empty lines and those that begin with # are passed over."""
    if file is None:
        return []
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--urls {file}: cannot be read ({error})") from error
    found = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if not found:
        raise UsageError(f"--urls {file}: holds no address. Write one a line; without --urls all is crawled")
    return found
