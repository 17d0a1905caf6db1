"""Tests of `pipelines.database.memory`: a transaction remembers, and only for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from pipelines.database import records
from pipelines.database import tables as t
from pipelines.database.frontier import Frontier
from pipelines.database.identity import match
from pipelines.database.memory import memory
from tests.pipelines.makers import SITE, article, snapshot, unwanted, visit

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.pipelines.makers import Archive


def stored(session: Session, store: Archive, number: int) -> None:
    """Store one of many articles as a replay does."""
    url = f"{SITE}article-du-jour-{number}.html"
    item = article(url, visit=visit(url, snapshot=snapshot(number)))
    item.article_id = match(session, item, store.site_id).article_id
    records.save(session, item, store.run_id)
    Frontier(store.site_id).finish(session, item.visit, unwanted, store.run_id)


def test_a_batch_asks_once_for_what_its_pages_share(store: Archive) -> None:
    """Keywords, sources, sections and addresses are looked up when they are met first."""
    asked: list[str] = []
    with store.database.session() as session:
        raw = session.connection().connection.driver_connection
        assert raw is not None
        stored(session, store, 1)
        raw.set_trace_callback(asked.append)
        stored(session, store, 2)
        raw.set_trace_callback(None)
    for table in ("keyword", "source", "section", "restriction"):
        assert not [text for text in asked if text.startswith("SELECT") and f"FROM {table} " in text]
    assert len([text for text in asked if text.startswith("SELECT address.id,")]) == 1


def test_nothing_is_remembered_of_what_was_rolled_back(store: Archive) -> None:
    """The keyword of a transaction that failed is made again in the next."""

    def failing() -> None:
        with store.database.session() as session:
            stored(session, store, 1)
            assert memory(session).keywords
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        failing()
    with store.database.session() as session:
        assert not memory(session).keywords
        stored(session, store, 1)
        assert session.execute(select(func.count()).select_from(t.keyword)).scalar_one() == 1


def test_an_address_written_in_a_transaction_is_known_in_it(store: Archive) -> None:
    """The second page of a batch that shows the same article finds it."""
    with store.database.session() as session:
        stored(session, store, 1)
        again = article(f"{SITE}article-du-jour-1.html", hours=1)
        assert match(session, again, store.site_id).article_id is not None
