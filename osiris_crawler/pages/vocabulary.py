"""The words of one site that the reader needs: keywords, section names, headings of its furniture."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from osiris_crawler.items import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PLAIN_SIGNS = (
    *((sign, "'") for sign in "’‘ʼ´′"),
    *((sign, '"') for sign in "“”„«»″"),
    *(("œ", "oe"), ("æ", "ae"), ("Œ", "oe"), ("Æ", "ae")),
)
MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]+")
"""The accents of Latin letters, parted from them by NFKD."""


def fold_once(text: str) -> str:
    """Return a text for comparison: no case, no accents, one kind of quote, spaces collapsed, no blank before `:`."""
    if not text.isascii():
        text = _without_accents(text.replace("’", "'").replace("…", "..."))
    text = " ".join(text.replace("`", "'").split()).casefold()
    if " :" in text or " ;" in text or " !" in text or " ?" in text:
        for sign in ":;!?":
            text = text.replace(f" {sign}", sign)
    return text


fold = lru_cache(maxsize=1024)(fold_once)
"""`fold_once`, remembered; what is not asked for again would take another text's place."""


def _without_accents(text: str) -> str:
    """Return plain letters and quotes; bytes of Latin-1 are translated at a fifth of the cost."""
    try:
        plain = text.encode("latin-1").translate(PLAIN_BYTES)
    except UnicodeEncodeError:
        return _decomposed(text)
    return _decomposed(text) if NO_BYTE in plain else plain.decode("latin-1")


def _decomposed(text: str) -> str:
    for sign, plain in PLAIN_SIGNS:
        if sign in text:
            text = text.replace(sign, plain)
    text = unicodedata.normalize("NFKD", text)
    if not text.isascii():
        text = MARKS.sub("", text)
    if not text.isascii():
        text = "".join([c for c in text if not unicodedata.combining(c)])
    return text


NO_BYTE = b"\0"
PLAIN_BYTES = b"".join(
    plain.encode("latin-1") if len(plain := _decomposed(chr(code))) == 1 and plain < "\u0100" else NO_BYTE
    for code in range(256)
)
"""What `fold` makes of the characters of Latin-1, where it makes one such character of them."""
DEFAULT_HOME_LABELS = (
    "Accueil",
    "Home",
    "Sommaire",
    "Accueil du site",
    "Page d'accueil",
    "Homepage",
    "Home page",
    "Start",
)


@dataclass(frozen=True, eq=False)  # told apart by identity: one for each site
class Vocabulary:
    """Words of one site. The default one knows SPIP and French, and no site."""

    keywords: Mapping[str, str] = field(default_factory=dict)
    """Folded keyword to the keyword as the site writes it."""
    sections: Mapping[str, Kind] = field(default_factory=dict)
    """Folded section title to the kind of what lies below."""
    closed: bool = False
    """True when `keywords` is the whole list of the site: then another one is worth a warning."""
    title_marks: Sequence[tuple[re.Pattern[str], Kind]] = ()
    home_labels: frozenset[str] = frozenset(map(fold, DEFAULT_HOME_LABELS))
    furniture: frozenset[str] = frozenset()
    """Folded headings that end an article, beside those every site has."""

    @cached_property
    def begins_at_home(self) -> re.Pattern[str]:
        """Matches a line that begins with a home label, whatever « Vous êtes ici » stands before it."""
        labels = "|".join(sorted(map(re.escape, self.home_labels), key=len, reverse=True))
        lead = r"(?:vous [êe]tes? (?:ici|dans)|you are here|navigation|chemin|fil d.ariane|o[ùu] suis-je)"
        return re.compile(rf"\W*(?:{lead})?\W*(?:{labels})\b", re.IGNORECASE)

    @cached_property
    def heads_of_home(self) -> tuple[str, ...]:
        """How a line in plain letters begins, in lower case, that `begins_at_home` matches."""
        return tuple({*(label[:3] for label in self.home_labels), "vou", "you", "nav", "che", "fil", "ou "})

    @cached_property
    def heads_of_furniture(self) -> frozenset[str]:
        """The first three characters of each of `furniture`."""
        return frozenset(heading[:3] for heading in self.furniture)

    def kind_of_path(self, path: Sequence[str]) -> Kind | None:
        """Return the kind that the deepest named section of a path gives; None when no section is named."""
        for title in reversed(path):
            if kind := self.sections.get(fold(title)):
                return kind
        return None

    def is_home(self, label: str) -> bool:
        """Tell whether a crumb stands for the home page."""
        return fold(label) in self.home_labels


def vocabulary(
    *,
    keywords: Sequence[str] = (),
    sections: Mapping[str, str] | None = None,
    title_marks: Mapping[str, str] | None = None,
    home_labels: Sequence[str] = (),
    furniture: Sequence[str] = (),
) -> Vocabulary:
    """Build a vocabulary from words as people write them.

    Args:
        sections: section title to kind.
        title_marks: kind to a regular expression at the start of a title.

    Raises:
        ValueError: a kind is none of `Kind`, or an expression cannot be compiled.
    """
    return Vocabulary(
        closed=bool(keywords),
        keywords={fold(word): word for word in keywords},
        sections={fold(title): Kind(kind) for title, kind in (sections or {}).items()},
        title_marks=tuple(
            (re.compile(mark, re.IGNORECASE), Kind(kind)) for kind, mark in (title_marks or {}).items()
        ),
        home_labels=frozenset(map(fold, (*DEFAULT_HOME_LABELS, *home_labels))),
        furniture=frozenset(map(fold, furniture)),
    )
