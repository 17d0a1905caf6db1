"""Links articles that print one text, such as a dispatch in several newspapers; never merges them.

Two texts are one when most runs of five words of the shorter stand in the longer. Candidates come from
MinHash (rensa), the decision from the runs themselves. Only what was published within `DAYS` of each other is
compared, so memory stays flat however large the archive; what has no date is not compared.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from rensa import RMinHash, RMinHashLSH
from sqlalchemy import func, insert, select, union

from pipelines.database import tables as t
from pipelines.database.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    from pipelines.database.editions import Edition
    from pipelines.database.engine import Database

METHOD = 2
"""To be raised when a change below would link other articles: all texts are then compared anew."""
DAYS = 45
RUN = 5
"""Words in a row that are compared as one."""
LEAST_RUNS = 20
"""Shorter texts say too little."""
LEAST_SHARE = 0.6
"""Of the shorter text that must stand in the longer. Reports of one event share its names, sums and statements:
mostly up to two fifths, rarely more than half; a dispatch that was cut and retouched shares two thirds and more."""
LEAST_OF_LONGER = 0.35
"""Of the longer text that must stand in the shorter: a report that quotes half of a short notice among much of
its own, or a review of the press, republishes nothing."""
HASHES, BANDS = 128, 64
"""Of pairs that share a fifth of their runs 93 in 100 become candidates, of those that share 0.3 all."""
AT_ONCE = 500
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class _Text:
    """One revision in the window of those that may be compared with the next ones."""

    revision: int
    article: int
    until: date
    fresh: bool
    runs: frozenset[int]
    sketch: RMinHash


def waiting(database: Database) -> int:
    """Return how many texts were not compared yet."""
    with database.read() as session:
        return int(session.execute(select(func.count()).select_from(_fresh().subquery())).scalar_one())


def bring_up_to_date(database: Database, watch: Callable[[int], None] = lambda _: None) -> int:
    """Compare each new text with those of its time; return how many links were found.

    Args:
        database: the archive; written every `AT_ONCE` texts, so a stopped comparison goes on later.
        watch: told how many more texts are done.
    """
    with database.read() as session:
        fresh = {row.id for row in session.execute(_fresh())}
    if not fresh:
        return 0
    found = 0
    with database.read() as session:
        pairs: list[dict[str, int]] = []
        done: list[dict[str, int]] = []
        for text, linked in _compared(session, fresh):
            pairs += linked
            found += len(linked)
            if text in fresh:
                done.append({"revision_id": text, "method": METHOD})
                watch(1)
            if len(done) >= AT_ONCE:
                _keep(database, pairs, done)
    _keep(database, pairs, done)
    return found


def groups(session: Session, shown: Edition) -> dict[int, str]:
    """Return the group of each revision that an edition shows and that has like ones: the id of the first.

    The first is the earliest by date of publication, then id.
    """
    linked = union(select(t.likeness.c.revision_id), select(t.likeness.c.other_id))
    rows = session.execute(
        select(t.revision.c.id, t.article.c.key, shown.column("published_on").label("day"))
        .select_from(t.article)
        .join(t.revision, shown.revision_is)
        .where(t.revision.c.id.in_(linked))
    )
    names = {row.id: (row.day, row.key) for row in rows}
    parents = {revision: revision for revision in names}

    def root(revision: int) -> int:
        while parents[revision] != revision:
            parents[revision] = parents[parents[revision]]
            revision = parents[revision]
        return revision

    likeness = t.likeness.c
    alike: set[int] = set()
    for one, other in session.execute(select(likeness.revision_id, likeness.other_id)):
        if one in names and other in names:
            alike |= {one, other}
            first, second = sorted((root(one), root(other)), key=names.__getitem__)
            parents[second] = first
    return {revision: names[root(revision)][1] for revision in sorted(alike)}


def share(one: frozenset[int], other: frozenset[int]) -> float:
    """Return which part of the shorter text stands in the longer one, 0 when they cannot be one text."""
    short, long = sorted((len(one), len(other)))
    if short < LEAST_RUNS or short < long * LEAST_OF_LONGER:
        return 0.0
    both = len(one & other)
    return both / short if both >= long * LEAST_OF_LONGER else 0.0


def runs_of_words(text: str) -> list[str]:
    """Return every run of five words, without case, accents and punctuation."""
    words = _WORD.findall(fold(text))
    return [" ".join(words[place : place + RUN]) for place in range(len(words) - RUN + 1)]


def _fresh() -> Any:
    revision, compared = t.revision.c, t.compared.c
    known = select(compared.revision_id).where(compared.method == METHOD)
    return select(revision.id).where(
        revision.body != "", revision.published_on != "", revision.id.not_in(known)
    )


def _keep(database: Database, pairs: list[dict[str, int]], done: list[dict[str, int]]) -> None:
    """Store what was found; a comparison that was stopped is made again, to the same end."""
    with database.session() as session:
        likeness, compared = t.likeness.c, t.compared.c
        for pair in pairs:
            same = (likeness.revision_id == pair["revision_id"]) & (likeness.other_id == pair["other_id"])
            session.execute(t.likeness.delete().where(same))
        session.execute(
            t.compared.delete().where(compared.revision_id.in_([row["revision_id"] for row in done]))
        )
        for table, rows in ((t.likeness, pairs), (t.compared, done)):
            if rows:
                session.execute(insert(table), rows)
    pairs.clear()
    done.clear()


def _compared(session: Session, fresh: set[int]) -> Iterator[tuple[int, list[dict[str, int]]]]:
    """Give each text of the time of the fresh ones, in order of date, with its links to earlier ones."""
    near = _days_near(session, fresh)
    index = RMinHashLSH(0.2, HASHES, BANDS)
    window: deque[_Text] = deque()
    known: dict[int, _Text] = {}
    revision = t.revision.c
    rows = session.execute(
        select(revision.id, revision.article_id, revision.published_on, revision.body)
        .where(revision.body != "", revision.published_on != "")
        .order_by(revision.published_on, revision.id)
        .execution_options(yield_per=100)
    )
    for row in rows:
        since, until = span(row.published_on)
        if row.id not in fresh and not near(since, until):
            continue
        for _ in range(len(window)):
            old = window.popleft()
            if old.until + timedelta(days=DAYS) < since:
                index.remove(old.revision)
                del known[old.revision]
            else:
                window.append(old)
        runs = runs_of_words(row.body)
        sketch = RMinHash(HASHES, 1)
        sketch.update(runs)
        text = _Text(row.id, row.article_id, until, row.id in fresh, frozenset(map(hash, runs)), sketch)
        yield row.id, _links(text, [known[name] for name in sorted(index.query(sketch))])
        index.insert(text.revision, sketch)
        window.append(text)
        known[text.revision] = text


def _links(text: _Text, candidates: list[_Text]) -> list[dict[str, int]]:
    found = []
    for other in candidates:
        if other.article == text.article or not (text.fresh or other.fresh):
            continue
        part = share(text.runs, other.runs)
        if part >= LEAST_SHARE:
            one, two = sorted((text.revision, other.revision))
            found.append({"revision_id": one, "other_id": two, "share": round(part * 100)})
    return found


def _days_near(session: Session, fresh: set[int]) -> Callable[[date, date], bool]:
    """Return what tells whether a span of days comes near one of the fresh texts."""
    rows = session.execute(
        select(t.revision.c.id, t.revision.c.published_on).where(t.revision.c.published_on != "")
    )
    days: set[date] = set()
    for row in rows:
        if row.id in fresh:
            since, until = span(row.published_on)
            first = since - timedelta(days=DAYS)
            days.update(first + timedelta(days=more) for more in range((until - first).days + DAYS + 1))
    return lambda since, until: any(
        since + timedelta(days=more) in days for more in range((until - since).days + 1)
    )


def span(day: str) -> tuple[date, date]:
    """Return the first and last day that a date of any precision may mean."""
    parts = [int(part) for part in day.split("-")]
    first = date(parts[0], *[*parts[1:], 1, 1][:2])
    match len(parts):
        case 1:
            return first, date(first.year, 12, 31)
        case 2:
            following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
            return first, following - timedelta(days=1)
        case _:
            return first, first
