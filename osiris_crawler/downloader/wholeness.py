"""Finds pages whose markup ends in their middle although their Content-Length fits: cut before they were sent."""

from __future__ import annotations

import logging
import re
from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import select

from osiris_crawler.errors import SnapshotError
from osiris_crawler.items import Role
from pipelines.database import tables as t
from pipelines.database.captures import body_of, captures
from pipelines.database.models import PageState
from pipelines.snapshots.http_message import split_message
from pipelines.snapshots.warc_reader import read_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from osiris_crawler.spiders.context import CrawlContext
    from pipelines.database.captures import Capture
    from pipelines.database.frontier import FrontierPage

BEGINS = re.compile(rb"<(?:html|body)\b", re.IGNORECASE)
ENDS = re.compile(rb"</(?:html|body)\s*>", re.IGNORECASE)
LOOKED_AT = 4096
"""Bytes at its end among which a page closes."""
OK = 200
ROLES = (Role.ARTICLE, Role.BREVE, Role.SECTION)
TRIES = 5
"""After so many such answers in a row, over some nights, a page that had its end is taken as it is: it may be meant."""
NEW_TRIES = 2
"""After so many, within one run, a page that was never recorded with an end is: some templates of a site have none."""
ENOUGH = 3
"""Pages of the same role that tell how the site ends its pages."""
RARE = 10
"""Where one new page in so many has no end, that is no accident."""
FEW = 4
"""So many pages without an end are an accident; more of them than with one are the way of a new template."""
logger = logging.getLogger(__name__)


class Wholeness:
    """Tells whether a page was cut, by how it ended when it was recorded before, else by how others end."""

    def __init__(self, context: CrawlContext) -> None:
        self._context = context
        self._closed: Counter[Role] = Counter()
        self._open: Counter[Role] = Counter()
        self._others: dict[Role, bool] = {}

    def is_cut(self, page: FrontierPage | None, status: int, head: bytes, body: bytes) -> bool:
        """Tell whether an answer lacks the end that its page, or the pages beside it, have.

        Args:
            page: what was asked for; None for robots.txt.
            status: of the answer.
            head: its status line and headers as sent.
            body: as sent, coded or not.
        """
        if page is None or page.role not in ROLES or status != OK or not body:
            return False
        try:
            ends = _ends(split_message(head + body).page())
        except ValueError:  # what unpacks without end is told by the reader
            return False
        if ends is None:
            return False
        if ends or not page.attempts:  # each page counts once
            (self._closed if ends else self._open)[page.role] += 1
        if ends or page.attempts >= TRIES:
            return False
        opened, closed = self._open[page.role], self._closed[page.role]
        if opened > FEW and opened > closed:
            return False
        cut = self._before(page.url)
        if cut is None:
            rare = opened <= max(FEW, closed // RARE)
            cut = rare and page.attempts < NEW_TRIES and self._do_others_end(page.role)
        if cut:
            logger.warning("%s: the page has no end; it is taken for cut off, and asked again", page.url)
        return cut

    def _before(self, url: str) -> bool | None:
        """Tell whether the page had its end when it was recorded last; None when it was not, or nothing tells."""
        with self._context.database.read() as session:
            known = [one for one in captures(session, url) if one.status == OK]
            bodies = [body_of(session, one) for one in known[: -TRIES - 1 : -1]]
        return next(self._ended(bodies), None)

    def _do_others_end(self, role: Role) -> bool:
        """Tell whether pages of this role have an end, by this run or by what was recorded last in earlier ones."""
        if self._closed[role] >= ENOUGH:
            return True
        if role not in self._others:
            page, snapshot = t.page.c, t.snapshot.c
            newest = (
                select(page.url)
                .join(t.snapshot, snapshot.id == page.whole_snapshot_id)
                .where(
                    page.site_id == self._context.site_id,
                    page.role == role,
                    page.state == PageState.DONE,
                    snapshot.run_id != self._context.run_id,
                )
                .order_by(page.last_visit_at.desc())
                .limit(ENOUGH)
            )
            with self._context.database.read() as session:
                urls = list(session.scalars(newest))
            ended = [self._before(url) for url in urls]
            self._others[role] = len(ended) == ENOUGH and all(ended)
        return self._others[role]

    def _ended(self, found: Iterable[Capture | None]) -> Iterator[bool]:
        """Give for each recording that is whole and can be read whether its page had an end."""
        for one in found:
            if one is None:
                continue
            try:
                record = read_record(self._context.data_dir / "warc" / one.file, one.offset, one.length)
                message = record.message()
                ends = (
                    None if "warc-truncated" in record.fields or message.is_cut_off else _ends(message.page())
                )
            except (SnapshotError, ValueError):
                continue
            if ends is not None:
                yield ends


def _ends(body: bytes) -> bool | None:
    """Tell whether a page has an end; None for what is no page of HTML."""
    if not BEGINS.search(body[:LOOKED_AT]):
        return None
    return ENDS.search(body[-LOOKED_AT:]) is not None
