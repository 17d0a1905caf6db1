"""Reading in other processes gives what reading in this one gives."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pipelines.database.engine import open_database
from pipelines.replay import engine
from pipelines.replay.engine import Replay
from pipelines.replay.sources import load
from tests.pipelines.replay.test_work import FIRST, NOW, stored, warc

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_workers_change_nothing_but_the_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rows, in the same order."""
    monkeypatch.setattr(engine, "SMALL", 0)
    sources = [
        load(warc(tmp_path / f"{number}.warc.gz", f"Texte {number}.", FIRST + timedelta(days=number),
                  url=f"http://presse.example/Un-article-numero-{'abcdef'[number]}.html"))
        for number in range(6)
    ]  # fmt: skip
    for workers in (0, 2):
        data = tmp_path / f"data{workers}"
        database = open_database(data)
        report = Replay(database, data, sources, started_at=NOW, rebuilding=True, workers=workers).run()
        database.close()
        assert report.problems == []
    assert stored(tmp_path / "data0") == stored(tmp_path / "data2")
    assert len(stored(tmp_path / "data0")) == 6
