"""Opens a crawl: checks what can be checked, takes the lock, and puts the parts together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osiris_crawler import clock, settings, urls
from osiris_crawler.downloader.allowance import Allowance
from osiris_crawler.downloader.politeness import ROBOT_WORDS, Politeness, is_loopback, is_private_site
from osiris_crawler.errors import UsageError
from osiris_crawler.lock import Lock
from osiris_crawler.reading import READER_VERSION
from osiris_crawler.sites import profile_for
from osiris_crawler.spiders.agenda import Agenda
from osiris_crawler.spiders.context import CrawlContext
from osiris_crawler.spiders.marks import LayoutWatch
from osiris_crawler.spiders.recordings import open_recordings, settle
from osiris_crawler.spiders.scope import Scope
from osiris_crawler.spiders.survey import Survey
from pipelines.database import runs
from pipelines.database.engine import Database, open_database
from pipelines.database.frontier import Frontier

if TYPE_CHECKING:
    from osiris_crawler.sites import Profile
    from osiris_crawler.spiders.options import CrawlOptions

QUOTA = 20_000
"""Requests a day to a site elsewhere, unless OSIRIS_QUOTA says otherwise: a first crawl takes three nights."""
BACK_OFF = 2.0
"""The pause is at least so many times what the site took for its answers, unless OSIRIS_BACK_OFF differs."""
JITTER = 0.2
"""Up to this share of the delay more, unless OSIRIS_JITTER says otherwise."""
CACHE_KIB = 4_096
"""A crawl changes a few rows at a time, and must not grow with the archive."""
LEAST_DELAY = 1.0
"""Seconds between two requests to a site elsewhere, whatever --delay or OSIRIS_DELAY says."""


def open_context(options: CrawlOptions) -> CrawlContext:
    """Check what can be checked, take the lock, and open everything that a crawl needs.

    Raises:
        UsageError: the site's address cannot be used, --url lies elsewhere, or there is no contact.
        LockedError: another run works in the data folder, or in the database.
        StorageError: database or recordings cannot be opened.
    """
    profile = profile_for(options.site, options.data_dir / "sites")
    check_wishes(options, profile)
    holder = f"osiris {options.command}"
    lock = Lock(options.data_dir, holder).acquire()
    try:
        database = open_database(
            options.data_dir, options.database_url or None, cache_kib=CACHE_KIB, holder=holder
        )
        try:
            notes = [*_contact_notes(profile), *settle(options.data_dir / "warc", database)]
            notes += _end_killed(database, lock)
            return _build(options, profile, lock, database, notes)
        except BaseException:
            database.close()
            raise
    except BaseException:
        lock.release()
        raise


def _end_killed(database: Database, lock: Lock) -> list[str]:
    """Give the run its end that held the lock before and was killed; return what to say of it."""
    if lock.killed_since is None:
        return []
    with database.session() as session:
        notes = [
            f"Run {run.id} ({run.command}) was killed; it was last heard of {run.ended_at:%Y-%m-%d %H:%M:%S} UTC"
            for run in runs.end_killed(session, lock.killed_since)
        ]
    lock.killed_since = None
    return notes


def _build(
    options: CrawlOptions, profile: Profile, lock: Lock, database: Database, notes: list[str]
) -> CrawlContext:
    """Open the run and put the parts together."""
    allowance = allowance_of(profile)
    started_at = clock.now()
    with database.session() as session:
        site_id = runs.site_id(session, profile.name, profile.url)
        run_id = runs.start(
            session, site_id, options.command, options.as_json(), started_at, reader_version=READER_VERSION
        )
    scope = Scope(profile.vocabulary, options.kinds, options.since, options.until, today=started_at.date())
    frontier = Frontier(site_id)
    return CrawlContext(
        options=options,
        profile=profile,
        data_dir=options.data_dir,
        database=database,
        site_id=site_id,
        run_id=run_id,
        scope=scope,
        frontier=frontier,
        agenda=(Survey if options.survey else Agenda)(database, frontier, scope, options, run_id),
        recordings=open_recordings(options, profile, database, run_id, started_at),
        politeness=manners_of(profile, options),
        allowance=allowance,
        lock=lock,
        layouts=LayoutWatch(database, site_id, run_id),
        started_at=started_at,
        notes=notes,
        authority=profile.url,
        private_allowed=settings.OSIRIS_PRIVATE or is_private_site(profile.url),
    )


def manners_of(profile: Profile, options: CrawlOptions) -> Politeness:
    """Return the manners towards a site, as the options and settings have them."""
    loopback = is_loopback(profile.url)
    wanted, least = (0.0, 0.0) if loopback else (settings.OSIRIS_DELAY, LEAST_DELAY)
    return Politeness(
        loopback=loopback,
        delay=max(wanted if options.delay is None else options.delay, least),
        jitter=float(settings.OSIRIS_JITTER or (0.0 if loopback else JITTER)),
        concurrency=options.concurrency,
        slowness=float(settings.OSIRIS_BACK_OFF or (0.0 if loopback else BACK_OFF)),
    )


def allowance_of(profile: Profile) -> Allowance:
    """Return how much and when a site may be asked by the settings.

    Raises:
        UsageError: window or time zone cannot be understood.
    """
    quota = int(settings.OSIRIS_QUOTA or (0 if is_loopback(profile.url) else QUOTA))
    return Allowance.of(quota, settings.OSIRIS_WINDOW, profile.timezone)


def check_wishes(options: CrawlOptions, profile: Profile) -> None:
    """Refuse a crawl that may not begin.

    Raises:
        UsageError: a setting cannot be used, --url lies elsewhere, or there is no contact for a live site.
    """
    settings.check()
    for url in options.urls:
        if not profile.owns(urls.canonical(url)):
            raise UsageError(f"--url {url}: not an address of {profile.url}. Name its site with --site")
    if is_loopback(profile.url):
        return
    if not settings.OSIRIS_CONTACT:
        raise UsageError(
            f"{profile.url}: a live site is not crawled without a contact. Set OSIRIS_CONTACT to a mail "
            "address or a page where the site's people can reach you: export OSIRIS_CONTACT=you@example.org"
        )


def _contact_notes(profile: Profile) -> list[str]:
    """Return a warning when the contact makes SPIP take us for a robot."""
    word = ROBOT_WORDS.search(settings.OSIRIS_CONTACT)
    if not word or is_loopback(profile.url):
        return []
    return [
        f"OSIRIS_CONTACT holds “{word[0]}”: SPIP takes such an agent for a robot and may hand it stale pages"
    ]
