"""What a replay would change: two databases compared article by article, by field and by year."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from pipelines.database.selection import COLUMNS, Filter, rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from pipelines.database.selection import Row

IGNORED = frozenset({"id", "first_seen_at", "last_seen_at", "changed_at", "snapshot_file", "snapshot_offset",
                     "snapshot_digest"})  # fmt: skip
"""Columns that say when and where, not what was read."""
READ = tuple(name for name in COLUMNS if name not in IGNORED)
EXAMPLES = 5


@dataclass(slots=True)
class Difference:
    """What differs between the records as they are and as they would be."""

    before: int = 0
    after: int = 0
    changed: int = 0
    """Articles with another value in any field."""
    appeared: int = 0
    vanished: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    """Column to number of articles."""
    years: Counter[str] = field(default_factory=Counter)
    """Year of publication (empty: none known) to number of articles that changed, appeared or vanished."""
    examples: dict[str, list[str]] = field(default_factory=dict)
    """Column to some addresses."""

    @property
    def share(self) -> float:
        """Articles that differ in any way, of those known before, in percent."""
        touched = self.changed + self.appeared + self.vanished
        return 100.0 * touched / max(self.before, 1) if touched else 0.0


class _Known(NamedTuple):
    year: str
    values: tuple[int, ...]


def compare(before: Session, after: Session) -> Difference:
    """Compare all articles of two databases; what is held in memory of each is a number a field.

    Nothing is counted where nothing was known before.
    """
    found = Difference()
    known = {row.id: _Known(row.published_on[:4], _values(row)) for row in rows(before, Filter())}
    found.before = len(known)
    if not known:
        return found
    for row in rows(after, Filter()):
        found.after += 1
        year = row.published_on[:4]
        old = known.pop(row.id, None)
        if old is None:
            found.appeared += 1
            found.years[year] += 1
            continue
        differing = [
            name for name, one, two in zip(READ, old.values, _values(row), strict=True) if one != two
        ]
        if not differing:
            continue
        found.changed += 1
        found.years[year] += 1
        for name in differing:
            found.fields[name] += 1
            shown = found.examples.setdefault(name, [])
            if len(shown) < EXAMPLES:
                shown.append(row.url)
    found.vanished = len(known)
    found.years.update(old.year for old in known.values())
    return found


def _values(row: Row) -> tuple[int, ...]:
    return tuple(hash(getattr(row, name)) for name in READ)
