"""What an earlier run left is settled before the next one records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osiris_crawler.spiders.recordings import settle
from pipelines.database.engine import open_database
from pipelines.database.recording import add_snapshot
from tests.pipelines.makers import SITE, archive, snapshot

if TYPE_CHECKING:
    from pathlib import Path


def test_lost_and_missing_bytes_are_said(tmp_path: Path) -> None:
    """A short file is reconciled; one that was moved away is named and left alone."""
    folder = tmp_path / "warc"
    folder.mkdir()
    database = open_database(tmp_path)
    store = archive(database, tmp_path)
    with database.session() as session:
        add_snapshot(session, store.run_id, SITE, 200, snapshot(500))
    (missing,) = settle(folder, database)
    assert "are not in" in missing
    (folder / "run-0001.warc.gz").write_bytes(b"x" * 550)
    (short,) = settle(folder, database)
    assert "shorter than the database says" in short
    assert settle(folder, database) == []
    database.close()
