"""Takes texts apart into the words that a search compares: no case, no accents, no ligatures, no punctuation.

The same words as SQLite's tokenizer `unicode61 remove_diacritics 2` makes of a text in which `SPELLED` was
replaced; a test holds the two together.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SPELLED = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ʼ": "'", "\u00ad": ""}
"""What the tokenizer does not fold by itself: ligatures, an apostrophe that counts as a letter, soft hyphens."""
_SPELLED = str.maketrans(SPELLED)
_WORD = re.compile(r"[^\W_]+")
_WORD_AS_PRINTED = re.compile(r"[^\W_]+(?:[\u0300-\u036f\u00ad]+[^\W_]+)*[\u0300-\u036f]*")
_ACCENTS = re.compile(r"(?<=[A-Za-z])[\u0300-\u036f]+")
_PLURAL_IN_X = ("au", "eu", "ou")
SHORTEST_PLURAL = 4
"""Letters; `pas` is no plural."""


def words(text: str) -> list[str]:
    """Return the words of a text, folded."""
    return _WORD.findall(_plain(text))


def places(text: str) -> Iterator[tuple[int, int, str]]:
    """Give each word with where it begins and ends in the text as printed."""
    for found in _WORD_AS_PRINTED.finditer(text):
        yield found.start(), found.end(), _folded(found[0])


@lru_cache(maxsize=4096)
def _folded(word: str) -> str:
    return _plain(word)


def _plain(text: str) -> str:
    if not text.isascii():
        bare = _ACCENTS.sub("", unicodedata.normalize("NFD", text.translate(_SPELLED)))
        text = unicodedata.normalize("NFC", bare)
    return text.lower()


def numbers(word: str) -> tuple[str, ...]:
    """Return a folded word with its singular and plural: `reseau`, `reseaux`; `national`, `nationaux`."""
    found = {word: None}
    if word.isalpha() and len(word) >= SHORTEST_PLURAL - 1:
        long = len(word) >= SHORTEST_PLURAL
        if word.endswith("aux") and long:
            found |= {f"{word[:-3]}al": None}
        if word.endswith(("s", "x")) and long:
            found |= {word[:-1]: None}
        elif not word.endswith(("s", "x", "z")):
            found |= {f"{word}s": None}
            if word.endswith(_PLURAL_IN_X):
                found |= {f"{word}x": None}
            if word.endswith("al") and long:
                found |= {f"{word[:-2]}aux": None}
    return tuple(found)
