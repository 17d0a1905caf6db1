"""The download handler: asks, records what went over the wire, and only then hands the answer on."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future

from osiris_crawler import clock
from osiris_crawler.downloader.conditions import confirmed_by
from osiris_crawler.downloader.wholeness import Wholeness
from osiris_crawler.downloader.wire import WIRE, Wire, WireAgent, WireFactory
from osiris_crawler.spiders.context import context_of
from pipelines.database.recording import add_snapshot
from pipelines.snapshots.exchange import Exchange

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from osiris_crawler.items import Snapshot
    from pipelines.snapshots.exchange import Confirmed

SNAPSHOT = "snapshot"
"""Name of the `Snapshot` in `request.meta`."""
CUT_OFF = "dataloss"
"""Scrapy's flag of a response whose body ended too early."""
OPEN_END = "open_end"
"""Our flag of a page that has no end although it came as long as announced; it counts as cut off, too."""
PAGE = "page"
"""Name of the `FrontierPage` in `request.meta`; robots.txt has none."""
_THREAD_BYTES = 256 * 1024
KEPT_OPEN = 3
"""Seconds that an idle connection is kept: less than any server keeps it, so that none closes as we ask."""


class RecorderHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1 handler with a recording of every exchange.

    The body is taken before any middleware decodes it. Counts `osiris/recorder/recorded`. The
    writer comes from the context of the crawl.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._context = context_of(crawler)
        self._writer = self._context.recordings
        self._wholeness = Wholeness(self._context)
        self._lock = asyncio.Lock()
        pool: Any = self._pool
        pool._factory = partial(WireFactory, private_allowed=self._context.private_allowed)  # noqa: SLF001
        pool.retryAutomatically = (
            False  # a second request at once, which nobody counts; retries are the queue's
        )
        pool.cachedConnectionTimeout = KEPT_OPEN

    async def download_request(self, request: Request) -> Response:
        """Ask for one address.

        Raises:
            SnapshotError: the answer could not be recorded; it is not handed on then.
        """
        agent = WireAgent(
            contextFactory=self._contextFactory,
            bindAddress=self._bind_address,
            pool=self._pool,
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
            tls_verbose_logging=self._tls_verbose_logging,
        )
        asked = clock.ticks()
        try:
            with wrap_twisted_exceptions():
                response = await maybe_deferred_to_future(agent.download_request(request))
        finally:  # an answer that did not come in time says most of all that the site is slow
            self._context.politeness.note_answer(clock.ticks() - asked)
        # here and not in the spider: Scrapy asks the queue for the next page before the spider sees this one
        header = response.headers.get("Retry-After") or b""
        self._context.rest_after(response.status, header.decode("latin-1"), clock.now())
        confirmed = confirmed_by(response, request, self._context)
        wire: Wire = request.meta.pop(WIRE)
        if CUT_OFF not in response.flags and self._wholeness.is_cut(
            request.meta.get(PAGE), response.status, bytes(wire.head), response.body
        ):
            response.flags += [CUT_OFF, OPEN_END]
        request.meta[SNAPSHOT] = await self._record(response, wire, confirmed)
        self._crawler.stats.inc_value("osiris/recorder/recorded")
        if PAGE not in request.meta:  # robots.txt: asked outside the queue, so no page's end stores it
            with self._context.database.session() as session:
                snapshot = request.meta[SNAPSHOT]
                add_snapshot(session, self._context.run_id, response.url, response.status, snapshot)
        return response

    async def _record(self, response: Response, wire: Wire, confirmed: Confirmed | None) -> Snapshot:
        """Write the exchange; large bodies in a thread, since packing 5 MB takes a tenth of a second."""
        exchange = Exchange(
            url=response.url,
            request=bytes(wire.request),
            head=bytes(wire.head),
            body=response.body,
            captured_at=wire.started_at,
            status=response.status,
            ip_address=wire.ip_address,
            truncated=_truncated(response.flags),
            confirms=confirmed,
        )
        async with self._lock:
            if len(exchange.body) < _THREAD_BYTES:
                return self._writer.write(exchange)
            return await asyncio.to_thread(self._writer.write, exchange)


def _truncated(flags: list[str]) -> str:
    """Return why a record is not whole, as WARC/1.1 (section 5.13) calls it; empty when it is."""
    if OPEN_END in flags:
        return "unspecified"
    return "disconnect" if CUT_OFF in flags else ""
