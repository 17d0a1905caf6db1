"""Tests of `pipelines.database.orphans`."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from pipelines.database import orphans
from pipelines.database import tables as t
from pipelines.database.records import save
from tests.pipelines.makers import SITE, Archive, article

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def rows(session: Session) -> dict[str, int]:
    """Return how many rows belong to articles, by table."""
    owned = (t.address, t.revision, t.revision_source, t.article_keyword, t.article_section)
    return {one.name: session.execute(select(func.count()).select_from(one)).scalar_one() for one in owned}


def test_what_a_deleted_article_leaves_behind_goes(store: Archive) -> None:
    """Deleted in SQLite's shell, without what belongs to it; the others stay, and it can be stored anew."""
    with store.database.session() as session:
        save(session, article(SITE + "a", title="Un titre"), store.run_id)
        alone = rows(session)
        save(session, article(SITE + "b", title="Autre", published_on="2024-11-02"), store.run_id)
    with closing(sqlite3.connect(store.data_dir / "osiris.sqlite3")) as shell, shell:
        shell.execute("DELETE FROM article WHERE url LIKE '%b'")
    with store.database.session() as session:
        assert orphans.sweep(session) == 1
        assert rows(session) == alone
        assert orphans.sweep(session) == 0
        again = save(session, article(SITE + "b", title="Autre", published_on="2024-11-02"), store.run_id)
        assert again.change == "new"
