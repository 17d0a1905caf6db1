"""Statements on SQLite's own driver give what SQLAlchemy gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError, MultipleResultsFound, NoResultFound

from pipelines.database import quick
from pipelines.database import tables as t
from pipelines.database.frontier import BEFORE, Frontier
from pipelines.database.identity import OWNERS
from pipelines.database.records import save
from tests.pipelines.makers import article, at, link, wanted

if TYPE_CHECKING:
    from pipelines.database.engine import Database
    from tests.pipelines.makers import Archive

PAGES = select(t.page).where(t.page.c.site_id == bindparam("site")).order_by(t.page.c.id)
ARTICLES = select(t.article).where(t.article.c.site_id == bindparam("site"))


def _both(session: Any, statement: Any, values: dict[str, Any]) -> tuple[list[Any], list[Any]]:
    slow = session.connection().execute(statement, values).all()
    return [tuple(row) for row in slow], [tuple(row) for row in t.execute(session, statement, values).all()]


def test_rows_types_and_lists_are_the_same(store: Archive) -> None:
    """Times, paths, booleans, empty and long lists of values."""
    with store.database.session() as session:
        links = [link(f"page-{number}.html", path=("A", "B")) for number in range(5)]
        Frontier(store.site_id).add(session, links, None, wanted(), seen_at=at(0), run_id=store.run_id)
        save(session, article(), store.run_id)
        places = list(session.execute(select(t.address.c.location)).scalars())
        for statement, values in (
            (PAGES, {"site": store.site_id}),
            (ARTICLES, {"site": store.site_id}),
            (BEFORE, {"row_id": 1}),
            (OWNERS, {"site": store.site_id, "places": places}),
            (OWNERS, {"site": store.site_id, "places": []}),
        ):
            slow, fast = _both(session, statement, values)
            assert slow == fast


def test_errors_are_sqlalchemy_s(store: Archive) -> None:
    """A broken constraint is an IntegrityError, and wrong numbers of rows are told."""
    with store.database.session() as session:
        new = {"name": "A", "folded": "a"}
        t.execute(session, insert(t.keyword), new)
        with pytest.raises(IntegrityError):
            t.execute(session, insert(t.keyword), new)
        with pytest.raises(NoResultFound):
            t.execute(session, BEFORE, {"row_id": 999}).one()
        t.execute(session, insert(t.keyword), {"name": "B", "folded": "b"})
        both = select(t.keyword.c.id).where(t.keyword.c.id > bindparam("least"))
        with pytest.raises(MultipleResultsFound):
            t.execute(session, both, {"least": 0}).one_or_none()


def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    """The raw connection is that of the session's transaction, each time anew."""
    change = update(t.keyword).where(t.keyword.c.name == bindparam("old")).values(folded=bindparam("new"))

    def work() -> None:
        with database.session() as session:
            assert t.insert_one(session, insert(t.keyword), {"name": "A", "folded": "a"}) == 1
            assert t.execute(session, change, {"old": "A", "new": "z"}).rowcount == 1
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()
    with database.read() as session:
        assert (
            t.execute(session, select(t.keyword).where(t.keyword.c.id > bindparam("n")), {"n": 0}).all() == []
        )


def test_a_result_answers_as_sqlalchemy_s_does() -> None:
    """The methods that this program uses."""
    result = quick.QuickResult([(1, "a"), (2, "b")], 2, 2)
    assert result.scalars().all() == [1, 2]
    assert (result.scalar(), result.first(), list(result)) == (1, (1, "a"), [(1, "a"), (2, "b")])
