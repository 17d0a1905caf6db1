"""Which site a command means that was told none: the one whose archive the data folder holds."""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from osiris_crawler import settings
from osiris_crawler.errors import OsirisError, UsageError
from osiris_crawler.planning import SETTINGS
from osiris_crawler.sites import profile_for
from pipelines.database import runs
from pipelines.database.engine import open_database

if TYPE_CHECKING:
    from pathlib import Path


SITE_SET = re.compile(r"(?m)^\s*(?:export\s+)?OSIRIS_SITE=[\"']?[^\s\"']")


class Choice(NamedTuple):
    """The site to crawl."""

    url: str
    """Its home page."""
    said: str = ""
    """What the person who starts the command should know of it."""
    from_archive: bool = False
    """Neither option nor setting names it."""


def choose_site(given: str | None, data_dir: Path) -> Choice:
    """Choose the site: `--site`, else OSIRIS_SITE, else the one site of the archive, else the default.

    Args:
        given: what `--site` was given.
        data_dir: the data folder.

    Raises:
        UsageError: the address is none, or the archive holds several sites and nothing tells which is meant.
    """
    wanted = given or settings.OSIRIS_SITE
    stored = _stored(data_dir)
    name = profile_for(wanted, data_dir / "sites").name
    if not stored or name in stored:
        return Choice(wanted)
    addresses = " and ".join(stored.values())
    if given or settings.OSIRIS_SITE_GIVEN:
        what = "--site" if given else "OSIRIS_SITE"
        return Choice(
            wanted,
            f"{data_dir} holds the archive of {addresses}; {what} {wanted} is another site, which this archive takes "
            "beside it. For an archive of its own name another folder by --data",
        )
    if len(stored) > 1:
        raise UsageError(
            f"{data_dir} holds the archives of {addresses}. Name the one that is meant by --site"
        )
    return Choice(addresses, f"Site: {addresses}, as the archive in {data_dir} has it", from_archive=True)


def is_set_for_units(data_dir: Path) -> bool:
    """Tell whether the settings of the nightly crawl name its site."""
    try:
        text = (data_dir / SETTINGS).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return SITE_SET.search(text) is not None


def _stored(data_dir: Path) -> dict[str, str]:
    """Return name to address of the sites of an archive; none where it cannot be read, which the crawl will tell."""
    try:
        database = open_database(data_dir, settings.OSIRIS_DATABASE_URL or None, create=False)
        with closing(database), database.read() as session:
            return {site.name: site.base_url for site in runs.sites_with_pages(session)}
    except OsirisError:
        return {}
