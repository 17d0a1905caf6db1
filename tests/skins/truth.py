"""What a careful person would read off a made page: the truth that a reading is held against."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of page that become a row; every other page has no kind."""

    ARTICLE = "article"
    RESOURCE = "resource"
    BREVE = "breve"
    EDITORIAL = "editorial"


@dataclass(frozen=True)
class Truth:
    """The fields of one page, as DESIGN.md's CSV section defines them."""

    title: str = ""
    date_iso: str | None = None
    """The day of publication; None when the page prints none, whatever other days stand on it."""
    date_raw: str | None = None
    """The day as printed, without « Publié le » before it or the author and hour behind it."""
    keywords: list[str] = field(default_factory=list)
    body: str = ""
    """Standfirst, text, postscript, notes; paragraphs parted by a blank line, every space a plain one."""
    optional: str = ""
    """Words that a body may hold or not, since careful people differ: captions, labels, signatures."""
    source_raw: str | None = None
    """The whole source line as printed, brackets included."""
    source_name: str | None = None
    """Name as printed; several joined by ``; ``."""
    source_date: str | None = None
    """ISO day of the source line; the first one of a range; None when it has none or it cannot be read."""
    author_line: str | None = None
    """The line before the source, else the name behind « par » under the title, without that word."""
    author_also: tuple[str, ...] = ()
    """Other answers that are right too; an empty one where naming nobody is right."""
    breadcrumb: list[str] | None = None
    """Labels from Accueil to the section, without the title; None when the page has no breadcrumb."""
    language: str = "fr"
    kind: Kind | None = None
    """None for a page that is no article."""
    kind_evident: bool = True
    """False when nothing on the page or in the address tells the kind: then an empty kind is right too."""
    canonical: str | None = None


@dataclass(frozen=True)
class Case:
    """One made page."""

    html: bytes
    url: str
    skin: str
    """A line that names the template decisions, to find what failing pages share."""
    truth: Truth
    seed: int
