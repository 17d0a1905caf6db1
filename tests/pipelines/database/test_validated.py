"""Tests of `pipelines.database.validated`: the state of a page that its server can be asked about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, text

from osiris_crawler.items import Outcome, Role, Snapshot
from pipelines.database import migrating, reconciling
from pipelines.database import tables as t
from pipelines.database.records import save
from pipelines.database.validated import CHANGED_UNSAID, look_at_names, stored
from tests.pipelines.makers import SITE, article, at, link, snapshot, unwanted, visit

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from osiris_crawler.items import Visit
    from pipelines.database.frontier import Frontier
    from tests.pipelines.makers import Archive

MODIFIED = "Fri, 28 Feb 2025 06:00:00 GMT"
ETAG = '"a-1"'
LIST = SITE + "-oct-"


def taken(hours: float, digest: str = "sha1:AAAA", *, revisit: bool = False) -> Snapshot:
    """Return where an answer of an hour lies."""
    return replace(snapshot(int(hours) * 1000, hours=hours), digest=digest, revisit=revisit)


def listing(hours: float, *names: str, **values: Any) -> Visit:
    """Return a visit of a listing."""
    links = [link(name, path=("A",)) for name in names]
    defaults = {"role": Role.SECTION, "snapshot": taken(hours), "etag": ETAG, "links": links}
    return visit(LIST, hours=hours, **(defaults | values))


def known(session: Session, page_id: int) -> Any:
    """Return the row of a page."""
    return session.execute(select(t.page).where(t.page.c.id == page_id)).one()


def test_a_whole_answer_is_kept_with_its_names(store: Archive, frontier: Frontier) -> None:
    """Tag and date as sent, address and place of the bytes, and who read them."""
    with store.database.session() as session:
        page_id = frontier.finish(session, listing(1, last_modified=MODIFIED), unwanted, store.run_id)
        found = stored(session, page_id)
    assert found is not None
    assert found.validators == (ETAG, MODIFIED)
    assert (found.url, found.offset, found.digest, found.whole_at) == (LIST, 1000, "sha1:AAAA", at(1))
    assert found.reader_version == "1"


def test_a_304_keeps_the_state_and_takes_newer_names(store: Archive, frontier: Frontier) -> None:
    """The bytes are those of the whole answer; a tag that the 304 brings is the one to send next."""
    with store.database.session() as session:
        page_id = frontier.finish(session, listing(1, last_modified=MODIFIED), unwanted, store.run_id)
        unchanged = listing(2, page_id=page_id, status=304, etag="", snapshot=taken(2, revisit=True))
        frontier.finish(session, unchanged, unwanted, store.run_id)
        first = stored(session, page_id)
        frontier.finish(session, replace(unchanged, etag='W/"a-1"'), unwanted, store.run_id)
        second = stored(session, page_id)
    assert first is not None
    assert second is not None
    assert (first.validators, first.whole_at) == ((ETAG, MODIFIED), at(1))
    assert (second.validators, second.offset) == (('W/"a-1"', MODIFIED), 1000)


def test_a_repeated_body_lies_where_it_was_recorded_first(store: Archive, frontier: Frontier) -> None:
    """The server was asked anew, the bytes are the older record's."""
    with store.database.session() as session:
        page_id = frontier.finish(session, listing(1), unwanted, store.run_id)
        again = listing(2, page_id=page_id, etag='"b"', snapshot=taken(2, revisit=True))
        frontier.finish(session, again, unwanted, store.run_id)
        found = stored(session, page_id)
    assert found is not None
    assert (found.etag, found.whole_at, found.offset, found.captured_at) == ('"b"', at(2), 1000, at(1))


@pytest.mark.parametrize(
    "ending",
    [
        {"outcome": Outcome.FAILED, "status": 503},
        {"outcome": Outcome.REFUSED, "status": 200, "etag": ETAG},
        {"outcome": Outcome.GONE, "status": 404},
        {"outcome": Outcome.MOVED, "status": 301, "redirect_to": SITE + "-nov-"},
        {"outcome": Outcome.DONE, "status": 200, "etag": ""},
    ],
    ids=lambda ending: f"{ending['outcome']}-{ending['status']}",
)
def test_any_other_end_forgets_the_state(store: Archive, frontier: Frontier, ending: dict[str, Any]) -> None:
    """The next request asks for the whole page."""
    with store.database.session() as session:
        page_id = frontier.finish(session, listing(1), unwanted, store.run_id)
        frontier.finish(
            session, listing(2, page_id=page_id, **({"etag": ""} | ending)), unwanted, store.run_id
        )
        assert stored(session, page_id) is None
        assert known(session, page_id).etag == ""


def test_an_article_without_its_record_is_asked_whole(store: Archive, frontier: Frontier) -> None:
    """A page read well of which nothing is stored must bring its article back."""
    seen = visit(snapshot=taken(1), etag=ETAG)
    with store.database.session() as session:
        page_id = frontier.finish(session, seen, unwanted, store.run_id)
        assert stored(session, page_id) is None
        save(session, article(visit=seen), store.run_id)
        assert stored(session, page_id) is not None


def test_a_lost_recording_is_forgotten(store: Archive, frontier: Frontier) -> None:
    """A 304 would confirm bytes that are not there."""
    with store.database.session() as session:
        page_id = frontier.finish(session, listing(1), unwanted, store.run_id)
        later = listing(2, page_id=page_id, status=304, snapshot=taken(0, revisit=True))
        frontier.finish(session, later, unwanted, store.run_id)
        reconciling.forget_lost(session, {"run-0001.warc.gz": 500})
        assert known(session, page_id).whole_snapshot_id is None
        assert stored(session, page_id) is None


def test_a_list_that_changes_under_its_name_is_told(store: Archive, frontier: Frontier) -> None:
    """The same tag with other articles and other bytes: nobody may believe a 304 of that server."""
    with store.database.session() as session:
        page_id = frontier.finish(session, listing(1, "a", "b"), unwanted, store.run_id)
        honest = listing(2, "a", "b", "c", page_id=page_id, etag='"b"', snapshot=taken(2, "sha1:BBBB"))
        frontier.finish(session, honest, unwanted, store.run_id)
        assert not [one for one in honest.warnings if one.code == CHANGED_UNSAID]
        lying = listing(3, "a", "d", page_id=page_id, etag='"b"', snapshot=taken(3, "sha1:CCCC"))
        frontier.finish(session, lying, unwanted, store.run_id)
        assert [one.detail for one in lying.warnings if one.code == CHANGED_UNSAID] == ['"b"']


def test_an_article_that_changes_under_its_name_is_told(store: Archive, frontier: Frontier) -> None:
    """The same bytes read otherwise are the reader's doing."""
    with store.database.session() as session:
        page_id = frontier.finish(session, visit(snapshot=taken(1), etag=ETAG), unwanted, store.run_id)
        same_bytes = visit(page_id=page_id, snapshot=taken(2, revisit=True), etag=ETAG)
        look_at_names(session, same_bytes)
        assert same_bytes.warnings == []
        other = visit(page_id=page_id, snapshot=taken(3, "sha1:BBBB"), etag=ETAG)
        look_at_names(session, other)
        assert [one.code for one in other.warnings] == [CHANGED_UNSAID]


def test_an_older_database_gets_the_columns(store: Archive, frontier: Frontier) -> None:
    """Pages of before have no names: they are asked whole once."""
    with store.database.session() as session:
        page_id = frontier.finish(session, listing(1), unwanted, store.run_id)
    with store.database.engine.begin() as connection:
        migrating.downgrade(connection, "0004")
        assert (
            "etag"
            not in connection.execute(text("SELECT sql FROM sqlite_master WHERE name = 'page'")).scalar_one()
        )
        migrating.upgrade(connection)
    with store.database.session() as session:
        row = known(session, page_id)
        assert (row.etag, row.last_modified, row.whole_snapshot_id, row.state) == ("", "", None, "done")
        frontier.finish(session, listing(2, page_id=page_id), unwanted, store.run_id)
        assert stored(session, page_id) is not None
