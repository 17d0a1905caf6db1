"""One request and its answer, as bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_TRANSFER_ENCODING = re.compile(rb"^(Transfer-Encoding)(?=[ \t]*:)", re.IGNORECASE | re.MULTILINE)


@dataclass(slots=True, frozen=True)
class Confirmed:
    """The recorded answer that a 304 confirms."""

    url: str
    captured_at: datetime
    """Of the record that holds the body."""
    digest: str
    """Of its payload."""


@dataclass(slots=True, frozen=True)
class Exchange:
    """What went over the wire for one address."""

    url: str
    request: bytes
    """Request line and headers as sent, with the blank line."""
    head: bytes
    """Status line and headers as received: case, order, repeats, folds, line ends; with the blank line."""
    body: bytes
    """Without chunk framing, still content-coded."""
    captured_at: datetime
    """UTC, aware: when the request was sent."""
    status: int
    ip_address: str = ""
    truncated: str = ""
    """WARC-Truncated reason (`disconnect`) when the body is not whole."""
    confirms: Confirmed | None = None
    """What the server's 304 stands for."""

    @property
    def archived_head(self) -> bytes:
        """The head as it stands before a body without chunk framing.

        `Transfer-Encoding` is renamed `X-Orig-Transfer-Encoding`, as Browsertrix does: the bytes that follow
        are no longer chunked, and readers would look for the framing.
        """
        return _TRANSFER_ENCODING.sub(rb"X-Orig-\1", self.head)
