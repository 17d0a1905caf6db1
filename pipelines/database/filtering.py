"""The one filter that every export, search and view goes through."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, false, func, or_, select

from osiris_crawler import urls
from osiris_crawler.errors import UsageError
from pipelines.database import full_text
from pipelines.database import tables as t
from pipelines.database.editions import Edition
from pipelines.database.folding import fold
from pipelines.database.queries import parse
from pipelines.database.spelling import LEVEL, Position

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

_PARTIAL_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
PRESENT = Edition()


def _is_date(text: str) -> bool:
    """Tell whether a text is a year, a month, or a day that the calendar has."""
    if not _PARTIAL_DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Filter:
    """Which articles are meant; an empty field narrows nothing, several values of one field mean any of them.

    Words are compared without case, accents and kinds of apostrophe.
    """

    since: str = ""
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD`. A date that is not known to the day is inside when its month or year
    reaches into the span; articles without a date are outside as soon as one end is given."""
    until: str = ""
    """As `since`; the last day of the month or year included."""
    keyword: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    """Canonical name or name as printed."""
    section: tuple[str, ...] = ()
    """One title, or several joined by ` > `, anywhere in the section's path."""
    kind: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    site: str = ""
    """Name of a site, its host or its address."""
    query: str = ""
    """Words that title or body holds, in the language of `queries`."""
    complete: bool = False
    """Only articles whose title, day of publication, body and section are all known."""

    def __post_init__(self) -> None:
        """Refuse dates that are none or part nothing, and searches without a word.

        Raises:
            UsageError: `since` or `until` has another form, or they are the wrong way round; `query` holds no word,
                or far too many.
        """
        if self.query:
            parse(self.query)
        for name in ("since", "until"):
            value = getattr(self, name)
            if value and not _is_date(value):
                msg = f"--{name} {value}: not a date of the calendar. Write 2024, 2024-10 or 2024-10-01."
                raise UsageError(msg)
        known = min(len(self.since), len(self.until))
        if self.since[:known] > self.until[:known]:
            raise UsageError(f"--since {self.since} lies after --until {self.until}.")

    def where(self, edition: Edition = PRESENT, session: Session | None = None) -> list[ColumnElement[bool]]:
        """Return the conditions on `article` joined with the `revision` that an edition shows.

        A search of texts needs the session where the database is not SQLite.
        """
        found: list[ColumnElement[bool]] = [*self._span(edition), *self._listed(edition)]
        if self.kind:
            found.append(edition.column("kind").in_(self.kind))
        if self.language:
            codes = [code.lower() for code in self.language]
            found.append(func.lower(edition.column("language")).in_(codes))
        if self.site:
            found.append(t.article.c.site_id.in_(_sites(self.site)))
        if self.complete:
            found += [edition.column(name) != "" for name in ("title", "body", "section")]
            found.append(edition.column("date_precision") == "day")
        if self.query:
            found.append(full_text.condition(self.query, edition, session, found))
        return found

    def _listed(self, edition: Edition) -> Iterator[ColumnElement[bool]]:
        """Compare what an article has several of; a correction takes the place of what was read."""
        if self.keyword:
            words = [fold(word) for word in self.keyword]
            read = _checked(t.article.c.id).in_(_with_keyword(edition, words))
            yield _either(edition, ("keywords",), read, [f"; {word}; " for word in words])
        if self.source:
            names = [fold(name) for name in self.source]
            read = _checked(edition.revision_number).in_(_with_source(names))
            parted = [f"; {name}; " for name in names]
            yield _either(edition, ("source", "source_name"), read, parted)
        if self.section:
            paths = [LEVEL + LEVEL.join(map(fold, path.split(">"))) + LEVEL for path in self.section]
            read = _checked(t.article.c.id).in_(_in_section(edition, paths))
            yield _either(edition, ("section",), read, paths)

    def _span(self, edition: Edition) -> Iterator[ColumnElement[bool]]:
        """Compare the part that both dates know: `2024-10` reaches into what begins at `2024-10-15`."""
        day = edition.column("published_on")
        if self.since or self.until:
            yield day != ""
        if self.since:
            yield day >= self.since[:4]  # for the index
            yield day >= func.substr(self.since, 1, func.length(day))
        if self.until:
            yield func.substr(day, 1, len(self.until)) <= self.until


def _checked(number: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a number that no index is asked for: SQLite would try each pair of two lists of numbers."""
    return number + 0


def _either(
    edition: Edition, names: tuple[str, ...], read: ColumnElement[bool], folded: list[str]
) -> ColumnElement[bool]:
    """Return the condition on the corrected values where there are any, else on what was read."""
    corrected = [match for name in names if (match := edition.corrected_match(name, folded)) is not None]
    if not corrected:
        return read
    untouched = and_(*(match.is_(None) for match in corrected))
    return case((untouched, read), else_=or_(*(func.coalesce(match, false()) for match in corrected)))


def _sites(site: str) -> Select[Any]:
    host = urls.site_of(site if "://" in site else f"https://{site}/")
    hosts = [f"{scheme}://{www}{host}/%" for scheme in ("http", "https") for www in ("", "www.")]
    return select(t.site.c.id).where(
        or_(t.site.c.name == site, t.site.c.name == host, *(t.site.c.base_url.like(like) for like in hosts))
    )


def _with_keyword(edition: Edition, folded: list[str]) -> Select[Any]:
    return (
        select(t.article_keyword.c.article_id)
        .join(t.keyword, t.keyword.c.id == t.article_keyword.c.keyword_id)
        .where(edition.stands(t.article_keyword), t.keyword.c.folded.in_(folded))
    )


def _with_source(folded: list[str]) -> Select[Any]:
    return (
        select(t.revision_source.c.revision_id)
        .join(t.source, t.source.c.id == t.revision_source.c.source_id)
        .where(or_(t.source.c.folded.in_(folded), t.revision_source.c.folded.in_(folded)))
    )


def _in_section(edition: Edition, runs_of_titles: list[str]) -> Select[Any]:
    return (
        select(t.article_section.c.article_id)
        .join(t.section, t.section.c.id == t.article_section.c.section_id)
        .where(
            edition.stands(t.article_section),
            or_(*(Position(t.section.c.folded, titles) > 0 for titles in runs_of_titles)),
        )
    )
