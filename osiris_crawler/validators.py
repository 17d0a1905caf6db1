"""What a server names the state of a page by (ETag, Last-Modified), and how a later request refers to it. Pure."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

NOT_MODIFIED = 304
WEAK = "W/"
LONGEST = 1000
"""Letters; what is longer is no name for anything, and every request would carry it."""
_ENTITY_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')
_OF_CODING = re.compile(r'[-;]{1,2}(?:gzip|br|deflate|zstd)(?=")')
"""What Apache and Jetty append to the tag of a packed body, and leave out again in a 304."""
_OF_THE_BODY = ("content-", "transfer-encoding", "connection", "keep-alive", "trailer", "upgrade")
_OF_THE_STATE = ("etag", "last-modified")


class Validators(NamedTuple):
    """The names of one state of a page, as the server sent them; empty where it sent none that can be used."""

    etag: str = ""
    """With its quotation marks, and `W/` of a weak one."""
    last_modified: str = ""


def of_answer(headers: Mapping[str, str], received_at: datetime) -> Validators:
    """Return the validators of an answer (RFC 9110 section 8.8); `headers` has names in lower case.

    A Last-Modified that does not lie a second before the answer names no state (section 8.8.2.2): SPIP sends the
    time of the answer, and a page may change twice within a second.
    """
    etag, modified = headers.get("etag", ""), headers.get("last-modified", "")
    return Validators(
        etag if len(etag) <= LONGEST and _ENTITY_TAG.fullmatch(etag) else "",
        modified if _lies_before(modified, headers.get("date", ""), received_at) else "",
    )


def conditions(known: Validators) -> dict[str, bytes]:
    """Return the header fields that ask for a page only if it is another (RFC 9110 section 13.1).

    Both fields when both are known: who understands the first ignores the second. The values are the bytes that the
    server sent.
    """
    fields = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value.encode("latin-1") for name, value in fields.items() if value}


def confirms(headers: Mapping[str, str], asked: Validators) -> bool:
    """Tell whether a 304 speaks of the state that was asked for: an entity tag in it is not another one.

    Tags are compared weakly (RFC 9110 section 8.8.3.2), and without what names the coding of the body.
    """
    etag = headers.get("etag", "")
    return not etag or not asked.etag or _opaque(etag) == _opaque(asked.etag)


def same(one: Validators, other: Validators) -> bool:
    """Tell whether a server names two answers as one state."""
    if one.etag or other.etag:
        return bool(one.etag and other.etag) and _opaque(one.etag) == _opaque(other.etag)
    return bool(one.last_modified) and one.last_modified == other.last_modified


def freshened(stored: Mapping[str, str], confirming: Mapping[str, str]) -> dict[str, str]:
    """Return the headers of a stored answer brought up to date by a 304 (RFC 9111 sections 3.2 and 4.3.4).

    What describes the stored body or the connection stays as it was. Validators are those of the 304 alone: older
    ones are known to the frontier, which may know newer ones than the stored answer.
    """
    kept = {name: value for name, value in stored.items() if name not in _OF_THE_STATE}
    return kept | {name: value for name, value in confirming.items() if not name.startswith(_OF_THE_BODY)}


def _opaque(etag: str) -> str:
    return _OF_CODING.sub("", etag.removeprefix(WEAK))


def _lies_before(modified: str, date: str, received_at: datetime) -> bool:
    """Tell whether a Last-Modified lies a second or more before the answer's Date (or its arrival)."""
    moment = _moment(modified)
    answered = _moment(date) or received_at
    return moment is not None and (answered - moment).total_seconds() >= 1


def _moment(text: str) -> datetime | None:
    """Return an HTTP date as sent, None when it is none; one without a zone is in none."""
    if not text or len(text) > LONGEST or not text.isprintable():
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if moment.tzinfo else None
