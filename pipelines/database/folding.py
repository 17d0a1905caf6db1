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
_QUOTES_AND_DASHES = (
    "\"'`-",
    "´‘’‚‛ʼ′“”„‟″«»‹›\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff",
)
"""What skins print differently besides spaces: of ASCII, and beyond."""


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
    plain, beyond = _QUOTES_AND_DASHES
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).replace("…", "...")
        for sign in beyond:
            text = text.replace(sign, "")
    for sign in plain:
        text = text.replace(sign, "")
    text = text.replace(" ", "").replace("\n", "")
    return text if text.isprintable() else "".join(text.split())


def digest(text: str) -> str:
    """Return the SHA-256 of a text's essence, in hexadecimal."""
    return hashlib.sha256(essence(text).encode("utf-8", "surrogatepass")).hexdigest()
