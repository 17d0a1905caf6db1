"""Which state of the archive is meant, the present one or an earlier one, with corrections by hand.

An edition gives every column of an export as an SQL expression, so that filters, rows and counts agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select

from pipelines.database import tables as t
from pipelines.database.asof import moment_of
from pipelines.database.models import ArticleStatus
from pipelines.database.readings import JOINER
from pipelines.database.spelling import MomentText, PathText, Position, joined

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

CORRECTABLE = (
    "kind", "title", "published_on", "keywords", "section", "source_name", "source", "source_date",
    "author_line", "body", "language",
)  # fmt: skip
"""Columns that a person may correct; raw values stay what was printed."""
DAY, MONTH = len("2024-10-01"), len("2024-10")
OF_REVISION = ("title", "published_raw", "date_precision", "source_raw", "author_line", "body", "language")


@dataclass(frozen=True)
class Edition:
    """A state of the archive; the present one by default."""

    as_of: datetime | None = None
    """Nothing captured or corrected later counts; restrictions always do."""
    corrected: frozenset[str] = frozenset()
    """Columns that at least one correction names."""

    @property
    def revision_is(self) -> ColumnElement[bool]:
        """The condition by which `revision` joins `article`."""
        if self.as_of is None:
            return t.revision.c.id == t.article.c.current_revision_id
        known = t.revision.alias("known")
        newest = (
            select(known.c.id)
            .where(known.c.article_id == t.article.c.id, known.c.captured_at <= self.as_of)
            .order_by(known.c.number.desc())
            .limit(1)
            .correlate(t.article)
        )
        return t.revision.c.id == newest.scalar_subquery()

    @property
    def revision_number(self) -> ColumnElement[Any]:
        """The number of the revision shown, from `article` alone where that is possible."""
        return t.article.c.current_revision_id if self.as_of is None else t.revision.c.id

    def stands(self, history: Any) -> ColumnElement[bool]:
        """Return the condition that a row of a dated history holds."""
        if self.as_of is None:
            still: ColumnElement[bool] = history.c.until_at.is_(None)
            return still
        return and_(
            history.c.since_at <= self.as_of,
            or_(history.c.until_at.is_(None), history.c.until_at > self.as_of),
        )

    @property
    def keeps_order(self) -> bool:
        """Whether the order of rows is that of the index on `article`."""
        return self.as_of is None and "published_on" not in self.corrected

    def column(self, name: str) -> ColumnElement[Any]:
        """Return a CSV column, corrections applied."""
        if name == "date_precision" and "published_on" in self.corrected:
            day = self._correction("published_on")
            length = func.length(day)
            precision = case((length == DAY, "day"), (length == MONTH, "month"), else_="year")
            return case((day.is_(None), self.read(name)), (day == "", ""), else_=precision)
        if name == "warnings" and self.corrected:
            read, made = self.read(name), func.coalesce(self._correction_notes(), "")
            gap = case((and_(read != "", made != ""), JOINER), else_="")
            return read.concat(gap).concat(made)
        if name in self.corrected:
            return func.coalesce(self._correction(name), self.read(name))
        return self.read(name)

    def read(self, name: str) -> ColumnElement[Any]:
        """Return a CSV column as the reader found it."""
        article, revision, snapshot = t.article.c, t.revision.c, t.snapshot.c
        match name:
            case "id":
                return article.key
            case "site":
                return t.site.c.name
            case "snapshot_file" | "snapshot_offset" | "snapshot_digest":
                return snapshot[name.removeprefix("snapshot_")]
            case "first_seen_at":
                return MomentText(article.first_seen_at)
            case "last_seen_at" | "changed_at" if self.as_of is None:
                return MomentText(article[name])
            case _ if self.as_of is None and name in article:
                return article[name]
            case _ if name in OF_REVISION:
                return revision[name]
            case _:
                return self._then(name)

    def _then(self, name: str) -> ColumnElement[Any]:  # noqa: PLR0911 - a table
        """Return a column that only `article` holds, as it was."""
        article, revision = t.article.c, t.revision.c
        match name:
            case "published_on":
                return revision.published_on
            case "revision":
                return revision.number
            case "changed_at":
                return MomentText(revision.captured_at)
            case "last_seen_at":
                return self._last_seen()
            case "keywords":
                return self._keywords()
            case "section":
                return self._section()
            case "source_name" | "source" | "source_date":
                return self._sources(name)
            case "warnings":
                return case((article.status == ArticleStatus.RESTRICTED, ""), else_=self._warnings())
            case "status":
                restricted = article.status == ArticleStatus.RESTRICTED
                return case((restricted, ArticleStatus.RESTRICTED.value), else_=self._former(name))
            case _:
                return self._former(name)

    def _former(self, name: str) -> ColumnElement[Any]:
        former = t.former.c
        held = (
            select(former.value)
            .where(former.article_id == t.article.c.id, former.field == name, former.until_at > self.as_of)
            .order_by(former.until_at, former.id)
            .limit(1)
            .correlate(t.article)
        )
        return func.coalesce(held.scalar_subquery(), t.article.c[name])

    def _last_seen(self) -> ColumnElement[Any]:
        """Return the newest capture up to then: by the article itself, or else by its recordings."""
        captured = t.snapshot.alias("captured")
        newest = (
            select(func.max(captured.c.captured_at))
            .join(t.address, t.address.c.url == captured.c.url)
            .where(
                t.address.c.article_id == t.article.c.id,
                captured.c.captured_at <= self.as_of,
                or_(captured.c.status == 200, (captured.c.status == 304) & captured.c.revisit),  # noqa: PLR2004 - HTTP
            )
            .correlate(t.article)
            .scalar_subquery()
        )
        first = t.revision.c.captured_at
        seen = case((newest > first, newest), else_=first)
        return MomentText(
            case((t.article.c.last_seen_at <= self.as_of, t.article.c.last_seen_at), else_=seen)
        )

    def _keywords(self) -> ColumnElement[str]:
        had = t.article_keyword
        return joined(
            select(t.keyword.c.name.label("value"))
            .join(had, had.c.keyword_id == t.keyword.c.id)
            .where(had.c.article_id == t.article.c.id, self.stands(had))
            .order_by(had.c.position, had.c.id),
            JOINER,
        )

    def _section(self) -> ColumnElement[str]:
        stood = t.article_section
        found = (
            select(PathText(t.section.c.path))
            .join(stood, stood.c.section_id == t.section.c.id)
            .where(stood.c.article_id == t.article.c.id, self.stands(stood))
            .order_by(stood.c.id.desc())
            .limit(1)
            .correlate(t.article)
        )
        return func.coalesce(found.scalar_subquery(), "")

    def _sources(self, name: str) -> ColumnElement[str]:
        printed = t.revision_source.c
        value = {"source_name": printed.name, "source": t.source.c.canonical, "source_date": printed.date}[
            name
        ]
        chosen = (
            select(value.label("value"))
            .join(t.source, t.source.c.id == printed.source_id)
            .where(printed.revision_id == t.revision.c.id)
        )
        if name == "source_date":  # each once: one day printed behind two sources is one
            chosen = chosen.where(value != "").group_by(value).order_by(func.min(printed.position))
        else:
            chosen = chosen.order_by(printed.position)
        return joined(chosen, JOINER, t.revision)

    def _warnings(self) -> ColumnElement[str]:
        warning = t.warning.c
        head = case((warning.field == "", warning.code), else_=warning.field + ":" + warning.code)
        whole = case((warning.detail == "", head), else_=head + " (" + warning.detail + ")")
        return joined(
            select(whole.label("value"))
            .where(warning.article_id == t.article.c.id, self.stands(t.warning))
            .order_by(whole),
            JOINER,
        )

    def _corrections(self, correction: Any) -> ColumnElement[bool]:
        """Return the condition on corrections of the article at hand; they tell no restricted text."""
        conditions = [
            correction.article_id == t.article.c.id,
            t.article.c.status != ArticleStatus.RESTRICTED,
        ]
        if self.as_of is not None:
            conditions.append(correction.made_at <= self.as_of)
        return and_(*conditions)

    def _correction(self, name: str, column: str = "value") -> ColumnElement[Any]:
        made = t.correction.c
        newest = (
            select(made[column])
            .where(self._corrections(made), made.field == name)
            .order_by(made.made_at.desc(), made.id.desc())
            .limit(1)
            .correlate(t.article)
        )
        return newest.scalar_subquery()

    def _correction_notes(self) -> ColumnElement[str]:
        """Return `field:corrected (who, day: reason)` for each correction that holds, by field."""
        made, later = t.correction.c, t.correction.alias("later")
        newer = select(literal(1)).where(
            self._corrections(later.c),
            later.c.field == made.field,
            or_(later.c.made_at > made.made_at, and_(later.c.made_at == made.made_at, later.c.id > made.id)),
        )
        day = func.substr(MomentText(made.made_at), 1, 10)
        note = made.field + ":corrected (" + made.who + ", " + day + ": " + made.reason + ")"
        return joined(
            select(note.label("value"))
            .where(self._corrections(made), made.value.is_not(None), ~newer.exists())
            .order_by(made.field),
            JOINER,
        )

    def corrected_match(self, name: str, folded: list[str]) -> ColumnElement[bool] | None:
        """Return the condition that the corrected value of a column holds one of some folded texts.

        None when nothing is corrected in this column; NULL for articles without such a correction.
        """
        if name not in self.corrected:
            return None
        value = self._correction(name, "folded")
        return or_(*(Position(value, text) > 0 for text in folded))


def edition(session: Session, as_of: str = "") -> Edition:
    """Return the edition of a moment as `asof.moment_of` reads it; the present one without.

    Raises:
        UsageError: `as_of` is no moment.
    """
    then = moment_of(session, as_of) if as_of else None
    made = select(t.correction.c.field).where(t.correction.c.article_id.is_not(None)).distinct()
    if then is not None:
        made = made.where(t.correction.c.made_at <= then)
    return Edition(then, frozenset(session.execute(made).scalars()))
