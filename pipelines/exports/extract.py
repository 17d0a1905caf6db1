"""What is asked of a format (articles, edition, columns), and the rows in that form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from osiris_crawler.errors import SnapshotError, UsageError
from pipelines.database import selection
from pipelines.database import tables as t
from pipelines.database.details import Details, details
from pipelines.database.readings import JOINER
from pipelines.database.selection import COLUMNS, Row
from pipelines.database.spelling import LEVEL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy.orm import Session

    from pipelines.database.editions import Edition
    from pipelines.database.filtering import Filter
    from pipelines.exports.since import Since

REPUBLICATION, CHANGE = "republication", "change"
BODY = COLUMNS.index("body")
LISTS = {"keywords": JOINER, "section": LEVEL, "source_name": JOINER, "source": JOINER, "source_date": JOINER}
"""Columns that join several values, and what stands between two."""


def _refuse(damages: Sequence[str]) -> None:
    """Export nothing from damaged recordings unless somebody listens."""
    raise SnapshotError("; ".join(damages))


def shown(row: tuple[Any, ...]) -> Row:
    """Return a plain tuple of `selection.batches` as the columns of an article."""
    values = row[: len(COLUMNS)]
    return Row._make("" if value is None else value for value in values) if None in values else Row(*values)


@dataclass(frozen=True)
class Options:
    """How the rows are written; each format heeds what it can."""

    columns: tuple[str, ...] = ()
    """Only these, in this order; empty for all."""
    bodies: bool = True
    """False leaves the column `body` empty."""
    neutralise: bool = False
    """Keep spreadsheets from taking cells for formulas; `warnings` names the cells."""
    revisions: bool = False
    """Every revision, where a format can nest."""
    lists: bool = True
    """False joins several values to one text in parquet too, as in csv."""

    def __post_init__(self) -> None:
        """Refuse columns that are none, or come twice.

        Raises:
            UsageError: there is no such column, or it is named twice.
        """
        for name in self.columns:
            if name not in COLUMNS:
                raise UsageError(
                    f"--columns {name}: there is no such column. Choose from {', '.join(COLUMNS)}."
                )
            if self.columns.count(name) > 1:
                raise UsageError(f"--columns {name}: is named twice.")


@dataclass
class Extract:
    """The rows of one export, a few at a time in memory."""

    session: Session
    chosen: Filter
    shown: Edition
    options: Options = field(default_factory=Options)
    groups: Mapping[int, str] | None = None
    """Group of republications by the number of a revision; None leaves the column out."""
    since: Since | None = None
    """Only what changed since the last export of a name."""
    watch: Callable[[int], None] = lambda _: None
    """Told how many more rows are done."""
    data_dir: Path | None = None
    """The data folder, for formats that hold recordings."""
    damaged: Callable[[Sequence[str]], None] = _refuse
    """Told every damage of the recordings before anything is written; what is damaged does not go along."""

    @property
    def header(self) -> list[str]:
        """The columns, those appended by options included."""
        names = list(self.options.columns or COLUMNS)
        if self.groups is not None:
            names.append(REPUBLICATION)
        if self.since is not None:
            names.append(CHANGE)
        return names

    def batches(self, *, as_bytes: bool = False) -> Iterator[list[tuple[Any, ...]]]:
        """Give the rows as `selection.batches` does, the body left out where asked for."""
        for batch in selection.batches(self.session, self.chosen, self.shown, as_bytes=as_bytes):
            if self.options.bodies:
                yield batch
            else:
                empty = (b"" if as_bytes else "",)
                yield [row[:BODY] + empty + row[BODY + 1 :] for row in batch]
            self.watch(len(batch))

    def rows(self) -> Iterator[Row]:
        """Give the articles one by one."""
        for batch in self.batches():
            for row in batch:
                yield shown(row)

    def records(self) -> Iterator[tuple[Row, Details, tuple[Any, ...]]]:
        """Give each article with its parts and its plain tuple."""
        for batch in self.batches():
            parts = details(self.session, self.shown, batch, revisions=self.options.revisions)
            for row, part in zip(batch, parts, strict=True):
                yield shown(row), part, row

    def table(self, *, as_bytes: bool = False, in_parts: bool = False) -> Iterator[list[tuple[Any, ...]]]:
        """Give rows of exactly the columns of `header`; what came out last time only comes at the end.

        Args:
            as_bytes: texts as UTF-8.
            in_parts: lists instead of joined texts in the columns of `LISTS`.
        """
        places = [COLUMNS.index(name) for name in self.options.columns]
        whole = len(COLUMNS)
        if self.since is None and self.groups is None and not places and not in_parts:
            for found in self.batches(as_bytes=as_bytes):
                yield [row[:whole] for row in found]
            return
        for found in self.batches(as_bytes=as_bytes):
            changes = [""] * len(found) if self.since is None else self.since.changes(found)
            batch = self._parted(found) if in_parts else found
            rows = []
            for row, change in zip(batch, changes, strict=True):
                if self.since is not None and not change:
                    continue
                values = tuple(row[place] for place in places) if places else row[:whole]
                rows.append(values + self._appended(row[-1], change, as_bytes=as_bytes))
            if rows:
                yield rows
        if self.since is not None:
            yield from self._deleted(as_bytes=as_bytes)

    def _parted(self, batch: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        rows = []
        for row, parts in zip(batch, details(self.session, self.shown, batch), strict=True):
            lists = {
                "keywords": parts.keywords,
                "section": parts.section,
                "source_name": [source["name"] for source in parts.sources],
                "source": [source["canonical"] for source in parts.sources],
                "source_date": list(dict.fromkeys(one["date"] for one in parts.sources if one["date"])),
            }
            values = list(row)
            for name, value in lists.items():
                values[COLUMNS.index(name)] = value
            rows.append(tuple(values))
        return rows

    def _appended(self, revision: int, change: str, *, as_bytes: bool) -> tuple[Any, ...]:
        found: tuple[str, ...] = ()
        if self.groups is not None:
            found += (self.groups.get(revision, ""),)
        if self.since is not None:
            found += (change,)
        return tuple(text.encode() for text in found) if as_bytes else found

    def _deleted(self, *, as_bytes: bool) -> Iterator[list[tuple[Any, ...]]]:
        """Give a row with nothing but the id for each article that came out last time and does not now."""
        assert self.since is not None
        for key in self.since.deleted():
            known = {"id": key, CHANGE: "deleted"}
            texts = [known.get(name, "") for name in self.header]
            yield [tuple(text.encode() for text in texts) if as_bytes else tuple(texts)]

    def newest(self) -> datetime | None:
        """Return the newest capture of the articles, the date that an export of them bears."""
        article = t.article.c
        where = self.chosen.where(self.shown, self.session)
        joined = t.article.join(t.revision, self.shown.revision_is)
        chosen = select(func.max(article.last_seen_at)).select_from(joined).where(*where)
        found: datetime | None = self.session.connection().execute(chosen).scalar()
        if found is not None and self.shown.as_of is not None and found > self.shown.as_of:
            return self.shown.as_of
        return found
