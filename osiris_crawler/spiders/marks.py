"""Watches for page layouts that a site never showed before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from osiris_crawler.items import Warning_
from osiris_crawler.pages.layout import layout_marks
from pipelines.database import runs
from pipelines.database import tables as t
from pipelines.database.models import Run
from pipelines.database.tables import insert_unless_known

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipelines.database.engine import Database

MOSTLY = 0.3
"""With this share of marks never seen before a page has another layout."""
MOSTLY_LEAST = 5
SHOWN = 5


class LayoutWatch:
    """Compares each article page's marks with those that earlier runs saw, and keeps the new ones.

    Runs that looked at some months only say nothing of the pages of others.
    """

    def __init__(self, database: Database, site_id: int, run_id: int) -> None:
        self._database = database
        self._site_id = site_id
        self._run_id = run_id
        with database.read() as session:
            mark = t.layout_mark.c
            rows = session.execute(select(mark.mark, mark.first_run_id).where(mark.site_id == site_id)).all()
            own = session.get_one(Run, run_id).options
            past = {run.id for run in runs.completed(session, site_id) if _is_as_wide(run.options, own)}
        newest = max(past, default=0)
        self._known = frozenset(name for name, first in rows if first <= newest)
        self._kept = {name for name, _ in rows}

    def look(self, html: bytes, content_type: str = "") -> list[Warning_]:
        """Return a warning when a page carries marks that no earlier run saw; none in a first crawl."""
        marks = layout_marks(html, content_type)
        if fresh := marks - self._kept:
            self._keep(fresh)
        if not self._known:
            return []
        unknown = sorted(marks - self._known, key=lambda mark: (not mark.startswith("charset:"), mark))
        if not unknown:
            return []
        mostly = len(unknown) >= max(MOSTLY_LEAST, MOSTLY * len(marks))
        detail = f"{len(unknown)} of {len(marks)} marks never seen before: {', '.join(unknown[:SHOWN])}"
        return [Warning_("new_layout" if mostly else "new_marks", "", detail)]

    def _keep(self, fresh: frozenset[str]) -> None:
        rows = [{"site_id": self._site_id, "mark": mark, "first_run_id": self._run_id} for mark in fresh]
        with self._database.session() as session:
            insert_unless_known(session, t.layout_mark, rows)
        self._kept |= fresh


def _is_as_wide(past: Mapping[str, Any], own: Mapping[str, Any]) -> bool:
    """Tell whether a run looked at all months that another one looks at, by the wishes of both."""
    return all(past.get(name) in {None, own.get(name)} for name in ("since", "until"))
