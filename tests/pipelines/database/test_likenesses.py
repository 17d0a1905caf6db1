"""Tests of `pipelines.database.likenesses`: the group of one article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from pipelines.database import sealing
from pipelines.database import tables as t
from pipelines.database.likenesses import republications
from pipelines.database.records import save
from tests.pipelines.makers import SITE, article, at

if TYPE_CHECKING:
    from tests.pipelines.makers import Archive


def test_a_group_reaches_over_its_links(store: Archive) -> None:
    """A is like B, B like C: all three belong together; restricted ones and strangers are left out."""
    with store.database.session() as session:
        for name in "abcde":
            save(session, article(SITE + name, title=name), store.run_id)
        rows = session.execute(select(t.article.c.url, t.article.c.id, t.article.c.current_revision_id))
        numbers = {row[0].removeprefix(SITE): (row[1], row[2]) for row in rows}
        for one, other in ("ab", "bc", "cd"):
            pair = {"revision_id": numbers[one][1], "other_id": numbers[other][1], "share": 90}
            session.execute(insert(t.likeness), pair)
        sealing.seal(session, numbers["d"][0], at(1))
        assert sorted(one.title for one in republications(session, numbers["a"][1])) == ["b", "c"]
        assert republications(session, numbers["e"][1]) == []
