"""What a recording says of its run."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipelines.snapshots.exchange import Exchange
from pipelines.snapshots.run_notes import END_FIELD, FINISHED, RUN_FIELD, ends_run, run_notes
from pipelines.snapshots.warc_writer import WarcWriter

if TYPE_CHECKING:
    from pathlib import Path

MOMENT = datetime(2025, 3, 14, 15, 9, 26, tzinfo=UTC)
RUN = {"id": 7, "command": "crawl", "started_at": MOMENT.isoformat(), "options": {"kinds": ["article"]},
       "site": {"name": "presse", "url": "http://127.0.0.1/"}, "reader_version": "3"}  # fmt: skip


def _recording(folder: Path, info: dict[str, str], *, whole: bool = False) -> Path:
    writer = WarcWriter(folder, prefix="T", info=info)
    snapshot = writer.write(
        Exchange("http://127.0.0.1/", b"GET", b"HTTP/1.1 200 OK\r\n\r\n", b"x", MOMENT, 200)
    )
    if whole:
        writer.note_end({END_FIELD: FINISHED}, MOMENT)
    writer.close()
    return folder / snapshot.file


def test_an_own_recording_names_its_run(tmp_path: Path) -> None:
    """With its site and its wishes."""
    notes = run_notes(_recording(tmp_path, {RUN_FIELD: json.dumps(RUN)}))
    assert notes is not None
    assert (notes.id, notes.site_name, notes.options) == (7, "presse", {"kinds": ["article"]})
    assert notes.started_at == MOMENT


def test_another_recording_names_none(tmp_path: Path) -> None:
    """Nor does one whose field cannot be read."""
    assert run_notes(_recording(tmp_path, {})) is None
    assert run_notes(_recording(tmp_path, {RUN_FIELD: "{}"})) is None


def test_the_end_of_a_run_is_known(tmp_path: Path) -> None:
    """A run that was stopped or killed leaves no such record."""
    assert ends_run(_recording(tmp_path, {}, whole=True), 0)
    assert not ends_run(_recording(tmp_path, {}), 0)
