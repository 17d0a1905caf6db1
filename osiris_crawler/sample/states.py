"""Names the states of the sample site's pages by ETag and Last-Modified, and answers 304; or lies about them."""

import hashlib
from collections.abc import Mapping
from email.utils import formatdate, parsedate_to_datetime
from enum import StrEnum
from http import HTTPStatus

from osiris_crawler.sample.responder import Answer

_BEGINNING = 1_577_836_800.0
"""Last-Modified of what never changed: 1 January 2020."""
_AGO = 2.0
"""A page was changed so many seconds before somebody sees it."""


class Naming(StrEnum):
    """How the states of pages are named."""

    NONE = ""
    """As SPIP does it: no tag, and the time of the answer as Last-Modified."""
    ETAG = "etag"
    LAST_MODIFIED = "last_modified"
    BOTH = "both"
    CHANGING = "changing"
    """A tag that is another one each time."""
    FIXED = "fixed"
    """One tag for ever: 304 to every request that names a state, whatever became of the page."""
    OTHER = "other"
    """304 to every request that names a state, with the tag of another one."""
    UNASKED = "unasked"
    """304 to every request, also to those that name no state."""


class States:
    """Remembers when each page was changed last, as its requests show it."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, float]] = {}
        self._count = 0

    def answer(
        self, naming: Naming, target: str, headers: Mapping[str, str], answer: Answer, now: float
    ) -> Answer:
        """Return an answer with its validators, or the 304 that stands for it."""
        named = any(name in {"ETag", "Last-Modified"} for name, _ in answer.headers)
        if naming is Naming.NONE or answer.status != HTTPStatus.OK or named or target == "/robots.txt":
            return answer
        self._count += 1
        etag, changed_at = self._state(target, answer.body, now)
        asks = "if-none-match" in headers or "if-modified-since" in headers
        if naming in {Naming.CHANGING, Naming.OTHER}:
            etag = f'"{self._count:x}"'
        elif naming is Naming.FIXED:
            etag = '"1"'
        validators = _headers(naming, etag, formatdate(changed_at, usegmt=True))
        always = naming in {Naming.FIXED, Naming.OTHER} and asks
        if always or naming is Naming.UNASKED or _is_known(headers, validators):
            return Answer(HTTPStatus.NOT_MODIFIED, tuple(validators.items()))
        return Answer(answer.status, (*answer.headers, *validators.items()), answer.body)

    def _state(self, target: str, body: bytes, now: float) -> tuple[str, float]:
        etag = f'"{hashlib.sha1(body, usedforsecurity=False).hexdigest()[:16]}"'
        before, changed_at = self._known.get(target, (etag, _BEGINNING))
        if etag != before:
            changed_at = max(changed_at + 1, now - _AGO)
        self._known[target] = (etag, changed_at)
        return etag, changed_at


def _headers(naming: Naming, etag: str, modified: str) -> dict[str, str]:
    match naming:
        case Naming.LAST_MODIFIED:
            return {"Last-Modified": modified}
        case Naming.BOTH | Naming.UNASKED:
            return {"ETag": etag, "Last-Modified": modified}
        case _:
            return {"ETag": etag}


def _is_known(headers: Mapping[str, str], validators: Mapping[str, str]) -> bool:
    """Tell whether a request names the present state (RFC 9110 section 13.2.2: the tag goes first)."""
    if "if-none-match" in headers and "ETag" in validators:
        names = [name.strip().removeprefix("W/") for name in headers["if-none-match"].split(",")]
        return validators["ETag"] in names
    since = headers.get("if-modified-since", "")
    if not since or "Last-Modified" not in validators:
        return False
    return parsedate_to_datetime(validators["Last-Modified"]) <= parsedate_to_datetime(since)
