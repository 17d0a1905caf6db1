"""First pipeline: raw values to parsed ones, one spelling of characters and spaces."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from osiris_crawler.dates import parse_date
from osiris_crawler.items import Article, PressSource, Warning_
from osiris_crawler.source_line import parse_source_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.crawler import Crawler

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
EMPTY_LINES = re.compile(r"\n{3,}")
TEXT_FIELDS = ("title", "body", "published_raw", "source_raw", "author_line")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.IGNORECASE)


class NormalisePipeline:
    """Parses dates and source lines, and spells every text in NFC with plain spaces.

    Stats: `osiris/normalise/articles`, `osiris/normalise/warnings/<code>`.
    """

    def __init__(self, press_names: Mapping[str, str], stats: Any = None) -> None:
        self.press_names = press_names
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> NormalisePipeline:
        """Take the press names of the site's profile."""
        return cls(crawler.osiris.profile.press_names, crawler.stats)  # type: ignore[attr-defined]

    def process_item(self, item: Any) -> Any:
        """Normalise an article; other items pass."""
        if not isinstance(item, Article):
            return item
        normalise(item, self.press_names)
        if self.stats:
            self.stats.inc_value("osiris/normalise/articles")
            for warning in item.warnings:
                self.stats.inc_value(f"osiris/normalise/warnings/{warning.code}")
        return item


def normalise(article: Article, press_names: Mapping[str, str]) -> None:
    """Fill the parsed fields of an article in place; raw values stay as printed, but for spaces and characters."""
    for name in TEXT_FIELDS:
        text, dropped = clean(getattr(article, name))
        setattr(article, name, text)
        if dropped:
            article.warnings.append(Warning_("control_characters", name, f"{dropped} taken out"))
    for name in ("keywords", "breadcrumb"):
        cleaned = [" ".join(clean(text)[0].split()) for text in getattr(article, name)]
        setattr(article, name, list(dict.fromkeys(text for text in cleaned if text)))
    article.title = " ".join(article.title.split())
    _parse_date(article)
    _parse_source(article, press_names)
    file_by_path(article)
    article.language = _language(article.language)
    article.warnings = list(dict.fromkeys(article.warnings))


def file_by_path(article: Article) -> None:
    """Set the section: the breadcrumb, else the path by which the page was reached."""
    section = article.breadcrumb or (("Accueil", *article.visit.path) if article.visit.path else ())
    article.section = tuple(section)


def clean(text: str) -> tuple[str, int]:
    """Return a text in NFC with plain spaces, and how many control characters were taken out.

    Line breaks stay; an empty line parts paragraphs, never two of them.
    """
    if text.isprintable():  # one line without controls and odd spaces, as most values are
        return " ".join((text if text.isascii() else unicodedata.normalize("NFC", text)).split()), 0
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    dropped = 0
    if _has_plain_lines(text):
        joined = unicodedata.normalize("NFC", text)
    else:
        text, dropped = CONTROLS.subn("", text)
        lines = unicodedata.normalize("NFC", text).split("\n")
        joined = "\n".join(" ".join(line.split()) for line in lines)
    return (EMPTY_LINES.sub("\n\n", joined) if "\n\n\n" in joined else joined).strip(), dropped


def _has_plain_lines(text: str) -> bool:
    """Tell whether all lines are as `clean` makes them, as those of most bodies are: a fifth of the time."""
    if not text.replace("\n", " ").isprintable() or "  " in text:
        return False
    return not any(line[0] == " " or line[-1] == " " for line in text.split("\n") if line)


def _parse_date(article: Article) -> None:
    """The reader gives a date line only when it is sure of it; its own doubts are among the warnings."""
    doubts = {w.code for w in article.warnings if w.field == "published_on"}
    date = parse_date(article.published_raw) if article.published_raw and not doubts & UNSURE else None
    article.published_on = date.iso if date else ""
    article.date_precision = date.precision.value if date else ""
    if date:
        article.warnings += [
            Warning_(code, "published_on", article.published_raw)
            for code in date.warnings
            if code not in doubts
        ]
    elif article.published_raw and not doubts:
        article.warnings.append(Warning_("unreadable_date", "published_on", article.published_raw))


UNSURE = frozenset({"dates_differ", "date_marks_not_believed", "unreadable_date"})
"""Warnings of the reader that leave the date empty though a raw value is kept."""


def _parse_source(article: Article, press_names: Mapping[str, str]) -> None:
    found = parse_source_line(article.source_raw, press_names) if article.source_raw else None
    if found is None:
        article.sources = []
        return
    article.sources = [
        PressSource(clean(s.name)[0], clean(s.canonical)[0], s.date.iso if s.date else "")
        for s in found.sources
    ]
    known = {w.code for w in article.warnings if w.field == "source_raw"}
    article.warnings += [
        Warning_(c, "source_raw", article.source_raw) for c in found.warnings if c not in known
    ]


def _language(declared: str) -> str:
    """BCP 47 with its usual case; an undeclared or unreadable language stays empty."""
    found = LANGUAGE.match(declared.strip().replace("_", "-"))
    if not found:
        return ""
    first, *rest = found[0].split("-")
    return "-".join([first.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])  # noqa: PLR2004
