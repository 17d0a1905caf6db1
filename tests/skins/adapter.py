"""The one place that knows what a reading looks like; all else holds ``Answer`` against ``Truth``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

_ROWS = frozenset({"article", "resource", "breve", "bulletin", "editorial", "page"})


@dataclass(frozen=True)
class Answer:
    """What a reader says about one page, in plain values; empty means that it says nothing."""

    is_row: bool
    """The page becomes a row of the archive, or the reader would make one."""
    title: str = ""
    date: str = ""
    keywords: tuple[str, ...] = ()
    body: str = ""
    source: str = ""
    author: str = ""
    breadcrumb: tuple[str, ...] = ()
    language: str = ""
    kind: str = ""
    canonical: str = ""
    warned: frozenset[str] = field(default_factory=frozenset)
    """Names of the fields that some warning speaks of, as CSV columns."""
    warnings: tuple[str, ...] = ()


def _first(reading: Any, *names: str) -> Any:
    """Take the first of these attributes that is there and holds something."""
    for name in names:
        value = getattr(reading, name, None)
        if value:
            return value
    return None


def _text(value: Any) -> str:
    """Take the text of a value that may be text, or an object with ``raw`` or ``line``."""
    if value is None or isinstance(value, str):
        return str(value or "")
    return str(_first(value, "raw", "line", "text") or value)


def _day(value: Any) -> str:
    """Take the ISO day of a parsed date, whatever it calls it."""
    if value is None or isinstance(value, str):
        return str(value or "")
    inner = _first(value, "iso", "date", "day")
    inner = inner() if callable(inner) else inner
    return str(inner if inner is not None else value)[:10]


def answer_of(reading: Any) -> Answer:
    """Bring a reading of ``osiris_crawler.pages`` (or anything with its fields, or None) to plain values."""
    article = getattr(reading, "article", None) if hasattr(reading, "article") else reading
    if article is None:
        return Answer(is_row=False)
    warnings = [*(getattr(article, "warnings", None) or ()), *(getattr(reading, "warnings", None) or ())]
    kind = str(_first(article, "kind") or "")
    body = str(_first(article, "body") or "")
    breadcrumb = _first(article, "breadcrumb") or ()
    return Answer(
        is_row=kind in _ROWS or (not kind and bool(body or _first(article, "title"))),
        title=_text(_first(article, "title")),
        date=_day(_first(article, "published", "published_on")),
        keywords=tuple(_first(article, "keywords") or ()),
        body=body,
        source=_text(_first(article, "source_line", "source_raw")),
        author=_text(_first(article, "author_line")),
        breadcrumb=tuple(breadcrumb),
        language=str(_first(article, "language") or ""),
        kind=kind,
        canonical=str(_first(article, "canonical") or ""),
        warned=frozenset(_field(warning) for warning in warnings),
        warnings=tuple(str(warning) for warning in warnings),
    )


def _field(warning: Any) -> str:
    """Name the field a warning speaks of: its ``field``, or what stands before the first colon."""
    return str(getattr(warning, "field", None) or str(warning).partition(":")[0])
