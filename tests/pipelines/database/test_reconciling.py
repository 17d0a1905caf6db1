"""Database and recordings agree again after bytes were lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from pipelines.database import reconciling
from pipelines.database import tables as t
from pipelines.database.frontier import Frontier
from pipelines.database.records import save
from tests.pipelines.makers import article, at, link, snapshot, unwanted, visit

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.pipelines.makers import Archive

URL = link("un-accord.html").url


def _seen(session: Session, store: Archive, offset: int, hours: float) -> None:
    shown = visit(hours=hours, snapshot=snapshot(offset, hours=hours))
    save(session, article(visit=shown), store.run_id)
    Frontier(store.site_id).finish(session, shown, unwanted, store.run_id)


def test_what_points_behind_the_end_is_forgotten_and_asked_again(store: Archive) -> None:
    """The revision has no recording then, the page is due, and the next visit gives the revision its bytes."""
    with store.database.session() as session:
        _seen(session, store, 500, 0)
        assert reconciling.ends(session) == {"run-0001.warc.gz": 600}
        (loss,) = reconciling.forget_lost(session, {"run-0001.warc.gz": 550})
        assert (loss.snapshots, loss.pages, loss.revisions) == (1, 1, 1)
        assert session.execute(select(t.snapshot.c.id)).all() == []
        assert session.execute(select(t.page.c.state)).scalar() == "due"
        _seen(session, store, 550, 1)
        assert session.execute(select(t.revision.c.snapshot_id)).scalars().all() != [None]


def test_whole_and_unnamed_files_are_left_alone(store: Archive) -> None:
    """A file that was moved away may come back."""
    with store.database.session() as session:
        _seen(session, store, 500, 0)
        assert reconciling.forget_lost(session, {"run-0001.warc.gz": 600}) == []
        assert reconciling.forget_lost(session, {}) == []


def test_an_address_recorded_before_with_a_payload_is_known(store: Archive) -> None:
    """By address and digest together."""
    with store.database.session() as session:
        _seen(session, store, 0, 2)
        assert reconciling.recorded_before(session, URL, "sha1:AAAA") == at(2)
        assert reconciling.recorded_before(session, URL, "sha1:BBBB") is None
        assert reconciling.recorded_before(session, URL + "x", "sha1:AAAA") is None
