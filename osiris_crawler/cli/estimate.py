"""What a crawl would ask, told from the frontier alone: `osiris crawl --dry-run`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer
from sqlalchemy import func, select

from osiris_crawler import settings
from osiris_crawler.downloader.politeness import is_loopback
from osiris_crawler.items import Role
from osiris_crawler.sites import profile_for
from osiris_crawler.spiders.scope import Scope
from pipelines.database.engine import open_database
from pipelines.database.linking import as_link
from pipelines.database.models import Page, PageState, Site, Snapshot

if TYPE_CHECKING:
    from osiris_crawler.spiders.options import CrawlOptions

WAITING = (PageState.DISCOVERED, PageState.DUE, PageState.IN_FLIGHT, PageState.FAILED)
MEGABYTE = 1_000_000


def show_estimate(options: CrawlOptions) -> None:
    """Print requests, time and size of the next run, and ask nothing.

    Raises:
        UsageError: there is no archive in the data folder yet.
    """
    profile = profile_for(options.site, options.data_dir / "sites")
    scope = Scope(profile.vocabulary, options.kinds, options.since, options.until)
    database = open_database(options.data_dir, options.database_url or None, create=False)
    try:
        with database.read() as session:
            site_id = session.scalar(select(Site.id).where(Site.name == profile.name))
            rows = session.scalars(select(Page).where(Page.site_id == site_id, Page.state.in_(WAITING)))
            roles = [page.role for page in rows if scope.assess(as_link(page)) is not None]
            mean = session.scalar(select(func.avg(Snapshot.length))) or 0
    finally:
        database.close()
    articles = sum(role in {Role.ARTICLE, Role.BREVE} for role in roles)
    delay = options.delay if options.delay is not None else settings.OSIRIS_DELAY
    seconds = 0.0 if is_loopback(profile.url) else len(roles) * delay * (1 + settings.OSIRIS_JITTER / 2)
    typer.echo(f"{len(roles):,} pages are known and not read yet, {articles:,} of them articles.")
    typer.echo(
        f"At {delay:g} s between two requests: {seconds / 3600:.1f} h or more (Crawl-delay may ask for more)."
    )
    typer.echo(f"Recordings: about {len(roles) * mean / MEGABYTE:.0f} MB. Listings may name further pages.")
