"""Asks for a page only if it is another than the recorded one, where its server names the states of its pages.

A 304 stands for the recorded answer (RFC 9111 section 4.3): that is read again, as if it had been sent.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from osiris_crawler import settings
from osiris_crawler.downloader.wire import headers_of
from osiris_crawler.reading import READER_VERSION
from osiris_crawler.reading import Response as Answer
from osiris_crawler.validators import NOT_MODIFIED, confirms, freshened
from pipelines.database.listed import is_newer
from pipelines.database.showing import ROLES_THAT_LIST
from pipelines.database.validated import Stored, stored
from pipelines.snapshots.exchange import Confirmed
from pipelines.snapshots.warc_reader import read_record

if TYPE_CHECKING:
    from datetime import datetime

    from scrapy import Request
    from scrapy.http import Response

    from osiris_crawler.items import Role, Snapshot
    from osiris_crawler.spiders.context import CrawlContext
    from pipelines.database.frontier import FrontierPage

STORED = "osiris_stored"
"""Name in `request.meta` of the `Stored` state that the request asks about."""
CONFIRMED = "osiris_confirmed"
"""Name in `request.meta` of the `Stored` state that a 304 confirmed."""
LIST_WHOLE_AFTER = timedelta(days=7)
"""A list is asked for whole so often: a server that says 304 to everything would hide all that is new."""
WHOLE_AFTER = timedelta(days=90)
"""Any other page likewise."""
logger = logging.getLogger(__name__)


def state_to_ask_about(context: CrawlContext, page: FrontierPage, url: str, now: datetime) -> Stored | None:
    """Return the recorded state of a page that a request names; None when the page is to be asked for whole.

    Args:
        context: the run; with --full and --url an archivist wants the bytes.
        page: the page whose turn has come.
        url: the address that is asked; a state belongs to one address.
        now: the present.
    """
    options = context.options
    if options.full or options.urls or context.doubts_304 or not settings.OSIRIS_VALIDATORS:
        return None
    with context.database.read() as session:
        known = stored(session, page.id)
    if known is None or known.url != url or known.reader_version != READER_VERSION:
        return None
    return None if is_whole_wanted(known, page.role, now) else known


def is_whole_wanted(known: Stored, role: Role, now: datetime) -> bool:
    """Tell whether a page is to be seen whole again: long not sent, or changed since by the site's own word."""
    age = now - known.whole_at
    rest = LIST_WHOLE_AFTER if role in ROLES_THAT_LIST else WHOLE_AFTER
    return not timedelta() <= age < rest or is_newer(known.modified_at, known.whole_at)


def confirmed_by(response: Response, request: Request, context: CrawlContext) -> Confirmed | None:
    """Return what a 304 confirms, and note it in `request.meta`; None for any other answer.

    A 304 for another state than the one asked about confirms nothing, and is believed no more in this run.
    """
    known: Stored | None = request.meta.get(STORED)
    if response.status != NOT_MODIFIED or known is None:
        return None
    if not confirms(headers_of(response), known.validators):
        doubt(context, f"{request.url}: 304 for another state of the page than the one asked about")
        return None
    request.meta[CONFIRMED] = known
    return Confirmed(known.url, known.captured_at, known.digest)


def answer_of(response: Response, snapshot: Snapshot, context: CrawlContext) -> Answer:
    """Return what the reader gets of an answer: itself, or for a confirming 304 the recorded one.

    Raises:
        SnapshotError: the recorded answer cannot be read.
        ValueError: likewise.
    """
    answer = Answer(
        response.url, response.status, headers_of(response), response.body, snapshot.captured_at, snapshot
    )
    known: Stored | None = response.meta.get(CONFIRMED)
    if known is None:
        return answer
    folder = context.data_dir / "warc"
    message = read_record(folder / known.file, known.offset, known.length).message()
    return answer._replace(
        headers=freshened(message.headers, answer.headers), body=message.page(), confirmed=True
    )


def doubt(context: CrawlContext, why: str) -> None:
    """Ask for every page whole from now on."""
    if not context.doubts_304:
        logger.warning("%s; the run asks for whole pages from now on", why)
    context.doubts_304 = True
