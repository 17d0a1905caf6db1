"""Recorded answers of an address."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipelines.database import captures
from pipelines.database.recording import add_snapshot
from pipelines.database.records import save
from tests.pipelines.makers import SITE, article, at, snapshot, visit

if TYPE_CHECKING:
    from tests.pipelines.makers import Archive

URL = SITE + "un-accord.html"


def test_captures_are_found_by_every_spelling_oldest_first(store: Archive) -> None:
    """With and without www, http and https; a revisit leads to the record with the body."""
    with store.database.session() as session:
        add_snapshot(session, store.run_id, URL, 200, replace(snapshot(100, hours=1), revisit=True))
        add_snapshot(session, store.run_id, URL, 200, snapshot(0))
        found = captures.captures(session, "http://press.example/un-accord.html#x")
        assert [(one.offset, one.revisit) for one in found] == [(0, False), (100, True)]
        assert captures.body_of(session, found[1]) == found[0]
        assert captures.at_or_before(found, at(0.5)) == found[0]
        assert captures.at_or_before(found, None) == found[1]
        assert captures.at_or_before(found, at(-1)) is None


def test_an_article_is_found_under_any_of_its_addresses(store: Archive) -> None:
    """Also when the asked one was never recorded itself."""
    with store.database.session() as session:
        other = SITE + "autre.html"
        save(session, article(visit=visit(snapshot=snapshot()), aliases=[other]), store.run_id)
        assert captures.captures(session, other) == []
        assert len(captures.captures_of_article(session, other)) == 1
        assert not captures.is_withheld(session, URL)
