"""What the database knows of the recordings."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING

from pipelines.database import fixity
from pipelines.database.recording import add_snapshot
from tests.pipelines.makers import SITE, at, snapshot

if TYPE_CHECKING:
    from tests.pipelines.makers import Archive

FILE = "run-0001.warc.gz"


def test_pointers_and_file_are_compared(store: Archive) -> None:
    """What lies nowhere, what differs, and what no row points to."""
    there = SimpleNamespace(length=100, digest="sha1:AAAA", url=SITE)
    with store.database.session() as session:
        for offset in (0, 200):
            add_snapshot(session, store.run_id, SITE, 200, snapshot(offset))
        assert fixity.files(session) == {FILE}
        assert fixity.pointer_damages(session, FILE, {0: there, 200: there}, own=True) == []
        other = SimpleNamespace(length=101, digest="sha1:AAAA", url=SITE)
        named = fixity.pointer_damages(session, FILE, {0: other, 400: there}, own=True)
        assert [
            word in line for line, word in zip(named, ("differ", "nothing can", "not in the"), strict=True)
        ]
        assert len(fixity.pointer_damages(session, FILE, {0: there, 200: there, 400: there}, own=False)) == 0


def test_the_last_good_verification_is_kept(store: Archive) -> None:
    """A damage does not take the date away."""
    with store.database.session() as session:
        values = {"origin": "own", "size": 9, "records": 3}
        fixity.note_verified(session, FILE, at=at(0), damage="", **values)  # type: ignore[arg-type]
        fixity.note_verified(session, FILE, at=at(0) + timedelta(days=1), damage="flipped", **values)  # type: ignore[arg-type]
        (row,) = fixity.verified(session)
        assert (row.verified_at, row.damage) == (at(0), "flipped")
