"""Two ways to make texts comparable: `fold` for what people search, `essence` for what makes a new revision.

Both are stored in the database, so a change of either needs a migration that makes the values again.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

_LIGATURES = {"œ": "oe", "æ": "ae", "Œ": "oe", "Æ": "ae", "’": "'", "‘": "'", "ʼ": "'"}
_LIGATURE = re.compile("|".join(_LIGATURES))
_MARKS = re.compile(r"[\u0300-\u036f]+")
_PLAIN = b" \n\"'`-"
_BEYOND = "´‘’‚‛ʼ′“”„‟″«»‹›\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""What skins print differently: spaces, quotes and dashes, of ASCII and beyond."""


def fold(text: str) -> str:
    """Return a text without case, accents, ligatures, kinds of space and of apostrophe, for searches."""
    if not text.isascii():
        text = _LIGATURE.sub(lambda found: _LIGATURES[found[0]], text)
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    return " ".join(text.casefold().split())


def essence(text: str) -> str:
    """Return what of a text no skin changes: no spaces, line breaks, quotes or dashes; NFC; `…` as dots.

    Two skins of one site print these differently, and a new skin is no revision. Case and accents stay,
    since an editor may correct them.
    """
    return _essence(text).decode("utf-8", "surrogatepass")


def digest(text: str) -> str:
    """Return the SHA-256 of a text's essence, in hexadecimal."""
    return hashlib.sha256(_essence(text)).hexdigest()


def _essence(text: str) -> bytes:
    """Return the essence in UTF-8: of bytes, C takes all plain signs out at once."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).replace("…", "...")
        for sign in _BEYOND:
            text = text.replace(sign, "")
    if not text.replace("\n", " ").isprintable():
        text = "".join(text.split())
    return text.encode("utf-8", "surrogatepass").translate(None, _PLAIN)
