"""The one filter and the one row iterator that every export, search and view goes through."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, or_, select

from osiris_crawler import urls
from osiris_crawler.errors import UsageError
from pipelines.database import tables as t
from pipelines.database.folding import fold
from pipelines.database.histories import LEVEL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

_PARTIAL_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
ROWS_AT_ONCE = 200


class Row(NamedTuple):
    """One article as exports show it; its fields are the CSV columns, in their fixed order."""

    id: str
    site: str
    url: str
    kind: str
    title: str
    published_on: str
    published_raw: str
    date_precision: str
    keywords: str
    section: str
    source_name: str
    source: str
    source_date: str
    source_raw: str
    author_line: str
    body: str
    language: str
    status: str
    revision: int
    first_seen_at: str
    last_seen_at: str
    changed_at: str
    snapshot_file: str
    snapshot_offset: int | str
    """Empty when the revision has no recording."""
    snapshot_digest: str
    warnings: str


COLUMNS = Row._fields


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
    """Text that title or body holds."""
    complete: bool = False
    """Only articles whose title, day of publication, body and section are all known."""

    def __post_init__(self) -> None:
        """Refuse dates that are none.

        Raises:
            UsageError: `since` or `until` has another form.
        """
        for name in ("since", "until"):
            value = getattr(self, name)
            if value and not _PARTIAL_DATE.fullmatch(value):
                msg = f"--{name} {value}: not a date. Write 2024, 2024-10 or 2024-10-01."
                raise UsageError(msg)

    def where(self) -> list[ColumnElement[bool]]:
        """Return the conditions on `article` joined with its present `revision`."""
        article, revision = t.article.c, t.revision.c
        found: list[ColumnElement[bool]] = []
        found.extend(self._span())
        if self.kind:
            found.append(article.kind.in_(self.kind))
        if self.language:
            found.append(revision.language.in_(self.language))
        if self.site:
            found.append(article.site_id.in_(_sites(self.site)))
        if self.keyword:
            found.append(article.id.in_(_with_keyword(self.keyword)))
        if self.source:
            found.append(article.current_revision_id.in_(_with_source(self.source)))
        if self.section:
            found.append(article.id.in_(_in_section(self.section)))
        if self.query:
            wanted = fold(self.query)
            folded = (func.osiris_fold(column) for column in (revision.title, revision.body))
            found.append(or_(*(func.instr(text, wanted) > 0 for text in folded)))
        if self.complete:
            found += [
                revision.title != "",
                revision.date_precision == "day",
                revision.body != "",
                article.section != "",
            ]
        return found

    def _span(self) -> Iterator[ColumnElement[bool]]:
        """Compare the part that both dates know: `2024-10` reaches into what begins at `2024-10-15`."""
        day = t.article.c.published_on
        if self.since or self.until:
            yield day != ""
        if self.since:
            yield day >= self.since[:4]  # for the index
            yield day >= func.substr(self.since, 1, func.length(day))
        if self.until:
            yield func.substr(day, 1, len(self.until)) <= self.until


def _sites(site: str) -> Select[Any]:
    host = urls.site_of(site if "://" in site else f"https://{site}/")
    hosts = [f"{scheme}://{www}{host}/%" for scheme in ("http", "https") for www in ("", "www.")]
    return select(t.site.c.id).where(
        or_(t.site.c.name == site, t.site.c.name == host, *(t.site.c.base_url.like(like) for like in hosts))
    )


def _with_keyword(words: tuple[str, ...]) -> Select[Any]:
    return (
        select(t.article_keyword.c.article_id)
        .join(t.keyword, t.keyword.c.id == t.article_keyword.c.keyword_id)
        .where(t.article_keyword.c.until_at.is_(None), t.keyword.c.folded.in_([fold(word) for word in words]))
    )


def _with_source(names: tuple[str, ...]) -> Select[Any]:
    folded = [fold(name) for name in names]
    return (
        select(t.revision_source.c.revision_id)
        .join(t.source, t.source.c.id == t.revision_source.c.source_id)
        .where(or_(t.source.c.folded.in_(folded), t.revision_source.c.folded.in_(folded)))
    )


def _in_section(paths: tuple[str, ...]) -> Select[Any]:
    runs_of_titles = [LEVEL + LEVEL.join(fold(title) for title in path.split(">")) + LEVEL for path in paths]
    return (
        select(t.article_section.c.article_id)
        .join(t.section, t.section.c.id == t.article_section.c.section_id)
        .where(
            t.article_section.c.until_at.is_(None),
            or_(*(func.instr(t.section.c.folded, titles) > 0 for titles in runs_of_titles)),
        )
    )


def count(session: Session, chosen: Filter) -> int:
    """Return how many rows a filter lets through."""
    joined = t.article.join(t.revision, t.revision.c.id == t.article.c.current_revision_id)
    return session.execute(select(func.count()).select_from(joined).where(*chosen.where())).scalar_one()


def rows(session: Session, chosen: Filter) -> Iterator[Row]:
    """Give the articles of a filter in order of `published_on`, then `id`, a few at a time in memory."""
    article, revision, snapshot = t.article.c, t.revision.c, t.snapshot.c
    statement = (
        select(
            article.key,
            t.site.c.name,
            article.url,
            article.kind,
            revision.title,
            article.published_on,
            revision.published_raw,
            revision.date_precision,
            article.keywords,
            article.section,
            article.source_name,
            article.source,
            article.source_date,
            revision.source_raw,
            revision.author_line,
            revision.body,
            revision.language,
            article.status,
            article.revision,
            article.first_seen_at,
            article.last_seen_at,
            article.changed_at,
            snapshot.file,
            snapshot.offset,
            snapshot.digest,
            article.warnings,
        )
        .select_from(t.article)
        .join(t.revision, revision.id == article.current_revision_id)
        .join(t.site, t.site.c.id == article.site_id)
        .outerjoin(t.snapshot, snapshot.id == revision.snapshot_id)
        .where(*chosen.where())
        .order_by(article.published_on, article.key)
    )
    found = session.connection().execution_options(yield_per=ROWS_AT_ONCE).execute(statement)
    for row in found:
        values = list(row)
        values[19:22] = map(moment, values[19:22])
        values[22:25] = ["" if value is None else value for value in values[22:25]]
        yield Row(*values)


def moment(value: datetime) -> str:
    """Return a moment in UTC as ISO 8601 to the second: `2025-03-01T06:00:00Z`."""
    return value.strftime("%Y-%m-%dT%H:%M:%SZ")
