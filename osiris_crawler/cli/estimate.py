"""What a crawl would ask, how long it would take and how much it would keep: `osiris crawl --dry-run`."""

from __future__ import annotations

import math
import tempfile
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from sqlalchemy import select

from osiris_crawler import clock, settings
from osiris_crawler.cli.progress import CrawlProgress, duration
from osiris_crawler.items import Role
from osiris_crawler.sites import profile_for
from osiris_crawler.spiders.opening import allowance_of, check_wishes, manners_of
from osiris_crawler.spiders.survey import REQUESTS
from pipelines.database import day_use, manners
from pipelines.database.engine import FILE_NAME, open_database
from pipelines.database.models import Page, PageState, Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from osiris_crawler.sites import Profile
    from osiris_crawler.spiders.options import CrawlOptions
    from osiris_crawler.spiders.rehearsal import Outlook
    from osiris_crawler.spiders.size import Size
    from pipelines.database.engine import Database

MEGABYTE = 1_000_000
MANY_MEGABYTES = 10
STOPPED = 4
"""Exit code of a look that its limit ended, or a signal, the quota or the hours."""
ANSWER_SECONDS = 0.1
"""What a page takes where nothing is known of the site's speed."""
NAMES = {
    Role.HOME: "home page",
    Role.SITEMAP: "sitemaps",
    Role.FEED: "feed",
    Role.SECTION: "listings",
    Role.ARTICLE: "articles",
    Role.BREVE: "brèves",
    Role.ASSET: "images and files",
}


def show_estimate(options: CrawlOptions) -> int:
    """Print requests, time and size of the next run; return the exit code.

    With an archive in the data folder nothing is asked. Before a first crawl the site is looked over: robots.txt,
    home page, sitemaps, the sections that lead to years, and a few articles, at the pace of a crawl; nothing of
    it is kept.

    Raises:
        UsageError: the site is a live one, nothing is known of it, and there is no contact.
    """
    settings.check()
    profile = profile_for(options.site, options.data_dir / "sites")
    if options.urls:
        said = len(options.urls) + 1
        typer.echo(f"{said:,} requests: robots.txt and the addresses given.")
        typer.echo(_time(said, _seconds(profile, options, None), profile))
        return 0
    known = _known(options, profile)
    if known is not None:
        outlook, seconds = known
        _show_outlook(outlook)
        asked = _limited(outlook.requests, options)
        typer.echo(_time(asked, seconds, profile))
        typer.echo(_space(asked * outlook.mean_bytes / MEGABYTE))
        return 0
    return _survey(options, profile)


def _known(options: CrawlOptions, profile: Profile) -> tuple[Outlook, float] | None:
    """Return what the archive tells of the next run; None when it knows nothing of this site."""
    from osiris_crawler.spiders.rehearsal import outlook

    if not options.database_url and not (options.data_dir / FILE_NAME).exists():
        return None
    with closing(open_database(options.data_dir, options.database_url or None)) as database:
        site_id = _site_with_pages(database, profile)
        if site_id is None:
            return None
        with database.read() as session:
            delay = manners.kept(session, site_id).crawl_delay
        found = outlook(database, options, profile, site_id, clock.now())
    return found, _seconds(profile, options, delay)


def _site_with_pages(database: Database, profile: Profile) -> int | None:
    with database.read() as session:
        read = select(Page.site_id).where(Page.state == PageState.DONE, Page.role == Role.HOME)
        return session.scalar(select(Site.id).where(Site.name == profile.name, Site.id.in_(read)))


@contextmanager
def _kept(options: CrawlOptions, profile: Profile) -> Iterator[tuple[Database, int] | None]:
    """Give the archive and its row of the site; None where there is none yet, and none is made."""
    if not options.database_url and not (options.data_dir / FILE_NAME).exists():
        yield None
        return
    with closing(open_database(options.data_dir, options.database_url or None)) as database:
        with database.read() as session:
            site_id = session.scalar(select(Site.id).where(Site.name == profile.name))
        yield None if site_id is None else (database, site_id)


def _may_look(options: CrawlOptions, profile: Profile) -> tuple[int, str]:
    """Return how many requests a look may make by quota, hours and rests, and why none, as a sentence."""
    now, allowance, used, rest = clock.now(), allowance_of(profile), 0, 0.0
    with _kept(options, profile) as known:
        if known is not None:
            database, site_id = known
            with database.read() as session:
                used = day_use.used(session, site_id, allowance.day(now))
                rest = manners.kept(session, site_id).rest(now)
    if rest:
        return 0, f"The site asks to be left alone for {duration(rest)}."
    return REQUESTS if allowance.quota is None else allowance.quota - used - 1, allowance.refusal(now, used)


def _count(options: CrawlOptions, profile: Profile, asked: int, rest: float) -> None:
    """Let the archive, if there is one, know what a look asked, and for how long the site wants to rest."""
    now = clock.now()
    with _kept(options, profile) as known:
        if known is None:
            return
        database, site_id = known
        with database.session() as session:
            for _ in range(asked):
                day_use.count_one(session, site_id, allowance_of(profile).day(now))
            manners.keep_asked(session, site_id, now)
            if rest:
                manners.keep_rest(session, site_id, now + timedelta(seconds=rest))


def _survey(options: CrawlOptions, profile: Profile) -> int:
    """Look the site over in a folder that is thrown away, and print what was found."""
    from osiris_crawler.spiders.process import run_crawl
    from osiris_crawler.spiders.size import size

    check_wishes(options, profile)
    left, refused = _may_look(options, profile)
    if refused:
        typer.echo(f"{refused} Nothing was estimated.", err=True)
        return STOPPED
    found: list[tuple[Size, float, int]] = []
    reasons: list[str] = []
    rests: list[float] = []

    progress = CrawlProgress(at_most=REQUESTS)

    def end(context: Any) -> None:
        progress.stop()
        reasons.extend(context.health.reasons)
        with context.database.read() as session:
            about = size(session, context.site_id, context.scope)
        seconds = context.politeness.mean_pause + (context.politeness.answer_seconds or ANSWER_SECONDS)
        found.append((about, seconds, context.requests + 1))
        rests.append(context.politeness.resting)

    typer.echo(
        f"Nothing is known of {profile.url} yet: looking it over, at most {REQUESTS} requests.", err=True
    )
    with tempfile.TemporaryDirectory(prefix="osiris-") as folder:
        wishes = replace(
            options, data_dir=Path(folder), database_url="", survey=True, limit=max(1, min(REQUESTS, left))
        )
        code = run_crawl(wishes, begin=progress.watch, end=end)
    _count(options, profile, found[0][2] if found else 1, rests[0] if rests else 0.0)
    stopped = code == STOPPED and bool(found) and found[0][2] <= REQUESTS
    if stopped or code not in {0, 3, STOPPED} or not found or not found[0][0].articles + found[0][0].listings:
        for reason in [*reasons, "Nothing was estimated."]:
            typer.echo(reason, err=True)
        return code or 3
    for reason in reasons:
        if reason.startswith("The home page"):  # what else is missing is no fault: a look is no crawl
            typer.echo(reason, err=True)
    about, seconds, asked = found[0]
    _show_size(about, asked)
    limited = _limited(about.requests, options)
    typer.echo(_time(limited, seconds, profile))
    typer.echo(_space(about.megabytes * limited / about.requests))
    return 0


def _limited(requests: int, options: CrawlOptions) -> int:
    """Return the requests that --limit leaves of so many, robots.txt beside it, and say so."""
    if options.limit is None or options.limit + 1 >= requests:
        return requests
    typer.echo(f"  --limit {options.limit} ends the run before that.")
    return options.limit + 1


def _show_size(about: Size, asked: int) -> None:
    how = (
        "named by the site's sitemap"
        if about.sure
        else "reckoned from its lists; no sitemap of it names them all"
    )
    typer.echo(f"A first crawl: about {about.requests:,} requests.")
    typer.echo(
        f"  articles {about.articles:,} ({how}; other kinds than wanted are passed over where listings tell)"
    )
    typer.echo(f"  listings {about.listings:,} · sitemaps {about.sitemaps} · robots.txt and home page 2")
    typer.echo(f"  {asked} requests were made for this estimate; nothing was stored.")


def _show_outlook(outlook: Outlook) -> None:
    what = "The next run looks for news" if outlook.finished else "The next run goes on with the first crawl"
    typer.echo(f"{what}: {outlook.requests:,} requests, and those for what it finds new.")
    parts = [
        "robots.txt 1",
        *(f"{NAMES.get(role, role)} {count:,}" for role, count in sorted(outlook.due.items())),
    ]
    if outlook.expected:
        parts.append(f"expected of listings to be read {outlook.expected:,}")
    if outlook.rechecks:
        parts.append(f"articles read longest ago {outlook.rechecks:,}")
    if outlook.census and outlook.finished:
        parts.append(f"census: sitemaps of years {outlook.years}")
    typer.echo("  " + " · ".join(parts))
    if not outlook.finished and not outlook.expected:
        typer.echo("  Listings that were not read yet may name further pages.")


def _seconds(profile: Profile, options: CrawlOptions, crawl_delay: float | None) -> float:
    """Return the seconds that a request takes with the pause after it."""
    politeness = manners_of(profile, options)
    politeness.obey_crawl_delay(crawl_delay)
    return politeness.mean_pause + ANSWER_SECONDS


def _time(requests: int, seconds: float, profile: Profile) -> str:
    """Return how long so many requests take, and over how many days quota and hours spread them."""
    allowance = allowance_of(profile)
    total = requests * seconds
    line = f"Time: {duration(total)} at {seconds:.2g} s a request"
    days = -(-requests // allowance.quota) if allowance.quota else 1
    if allowance.window:
        days = max(days, math.ceil(total / allowance.window.seconds))
        line += f", {allowance.window} only"
    if allowance.quota and days > 1:
        line += f", at most {allowance.quota:,} requests a day"
    return line + (f": {days} days." if days > 1 else ".")


def _space(megabytes: float) -> str:
    said = f"{megabytes:,.0f}" if megabytes >= MANY_MEGABYTES else f"{megabytes:.1f}"
    return f"Recordings: about {said} MB; the database takes about as much again."
