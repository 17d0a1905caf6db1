"""Bytes of an HTML page to text: the charset decided once, by rule."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import NamedTuple

from osiris_crawler.items import Warning_

META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
XML_CHARSET = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""", re.IGNORECASE)
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
MOJIBAKE = re.compile("Ã[\x80-\xbf©¨ª«®´»¼§¹¯¢]|â€[™œ“”¦\x9d]|Â[«»° ’]")
DECLARED_WITHIN = 4096
UNKNOWN = "cp1252"
"""What browsers take Latin-1 for, and what French pages of the nineties are written in (WHATWG Encoding)."""


class Decoded(NamedTuple):
    """A page as text."""

    text: str
    """Without NUL, which no page needs and no database keeps."""
    charset: str
    warnings: tuple[Warning_, ...]


def decode(body: bytes, charset: str | None = None) -> Decoded:
    """Decode a page: byte order mark, else HTTP charset, else the one in the page, else UTF-8 if it fits, else cp1252.

    A declaration that the bytes contradict loses to UTF-8 that fits and gives a `charset_mismatch` warning; no
    guesser is asked, since guessers take French cp1252 for cp1250.

    Args:
        body: the page, content codings already undone.
        charset: the charset of the Content-Type header, if any.
    """
    found = _decoded(body, charset)
    return found._replace(text=found.text.replace("\0", "")) if b"\0" in body else found


def _decoded(body: bytes, charset: str | None) -> Decoded:
    for mark, name in BOMS:
        if body.startswith(mark):
            return Decoded(body[len(mark) :].decode(name, "replace"), name, ())
    declared = _known(charset) or _declared_in(body[:DECLARED_WITHIN])
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_otherwise(body, declared)
    if declared in {None, "utf-8", "ascii"} or body.isascii():
        return Decoded(text, "utf-8", _mojibake(text))
    if declared == UNKNOWN or declared.startswith("iso8859"):
        # bytes beyond ASCII that form UTF-8 throughout are UTF-8, whatever the page says
        return Decoded(text, "utf-8", (Warning_("charset_mismatch", "", f"declared {declared}, is utf-8"),))
    return _decode_otherwise(body, declared)


def _decode_otherwise(body: bytes, declared: str | None) -> Decoded:
    if declared not in {None, "utf-8", "ascii"}:
        try:
            return Decoded(body.decode(declared), declared, ())
        except (UnicodeDecodeError, LookupError):
            pass
    if declared == "utf-8":
        # a few broken bytes in a UTF-8 page are not a cp1252 page
        text = body.decode("utf-8", "replace")
        broken = text.count("\ufffd")
        if broken * 20 < sum(1 for c in text if ord(c) > 127):  # noqa: PLR2004 - ASCII ends at 127
            return Decoded(text, "utf-8", (Warning_("undecodable_bytes", "", f"{broken} replaced"),))
    warning = Warning_("charset_mismatch" if declared else "charset_not_declared", "", f"read as {UNKNOWN}")
    text = body.decode(UNKNOWN, "replace")
    return Decoded(text, UNKNOWN, (warning, *_mojibake(text)))


def _mojibake(text: str) -> tuple[Warning_, ...]:
    if "Ã" not in text and "Â" not in text and ("€" not in text or "â€" not in text):
        return ()  # single characters are looked for much faster
    found = MOJIBAKE.findall(text)
    return (Warning_("mojibake", "", f"{len(found)} times, first {found[0]!r}"),) if len(found) > 1 else ()


@lru_cache(maxsize=64)
def _known(charset: str | None) -> str | None:
    if not charset:
        return None
    try:
        name = codecs.lookup(charset.strip().strip("\"'")).name
    except LookupError:
        return None
    return UNKNOWN if name in {"iso8859-1", "ascii"} and name != "ascii" else name


def _declared_in(head: bytes) -> str | None:
    found = META_CHARSET.search(head) or XML_CHARSET.search(head)
    return _known(found[1].decode("ascii", "replace")) if found else None
