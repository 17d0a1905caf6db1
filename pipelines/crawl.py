"""What the pipelines need of the crawl they work in; whoever starts the crawl sets it as `crawler.osiris`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from osiris_crawler.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from osiris_crawler.items import Link
    from pipelines.database.engine import Database


class Crawl(Protocol):
    """One crawl of one site into one open database."""

    @property
    def database(self) -> Database:
        """The open database."""

    @property
    def site_id(self) -> int:
        """Row of the site."""

    @property
    def run_id(self) -> int:
        """Row of the run."""

    @property
    def assess(self) -> Callable[[Link], int | None]:
        """Gives the priority of a link, None when the scope does not want it."""


def crawl_of(crawler: Any) -> Crawl:
    """Return the crawl that a Scrapy crawler belongs to.

    Raises:
        UsageError: it was started without one.
    """
    crawl: Crawl | None = getattr(crawler, "osiris", None)
    if crawl is None:
        msg = (
            "The pipelines need an open archive. Start the crawl by `osiris crawl` or `scrapy crawl archive`."
        )
        raise UsageError(msg)
    return crawl
