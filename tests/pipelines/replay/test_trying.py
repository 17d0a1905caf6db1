"""Foreign recordings are tried on a copy of the records."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from pipelines.replay.work import Result, Wishes, work
from tests.pipelines.replay.test_work import FIRST, NOW, replay, stored, warc

if TYPE_CHECKING:
    from pathlib import Path


def _asked(data: Path, *files: Path, diff: bool = False, most: float | None = None) -> Result:
    wishes = Wishes(data, files, workers=0, diff=diff, max_change=most)
    return work(wishes, NOW, lambda _done, _all: None)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return an archive of one article."""
    replay(tmp_path / "data", warc(tmp_path / "a.warc.gz", "Bonjour.", FIRST))
    return tmp_path / "data"


def test_diff_tells_what_files_would_change_and_takes_nothing(tmp_path: Path, data: Path) -> None:
    """By field, as for the archive's own recordings; a damaged file is named all the same."""
    before = {path.name for path in data.rglob("*")}
    newer = warc(tmp_path / "b.warc.gz", "Bonsoir.", FIRST + timedelta(days=1))
    newer.write_bytes(newer.read_bytes() * 2 + newer.read_bytes()[:-20])
    shown = _asked(data, newer, diff=True)
    assert shown.difference is not None
    assert (shown.difference.changed, shown.applied) == (1, False)
    assert set(shown.difference.fields) >= {"body", "revision"}
    assert "its 2 whole records" in shown.report.problems[0]
    assert {path.name for path in data.rglob("*")} == before
    assert stored(data)[0].body.startswith("Bonjour.")


def test_a_limit_holds_for_files_too(tmp_path: Path, data: Path) -> None:
    """More changed articles are refused and nothing is taken; new articles are no change."""
    newer = warc(tmp_path / "b.warc.gz", "Bonsoir.", FIRST + timedelta(days=1))
    refused = _asked(data, newer, most=2.0)
    assert "more than 2 %" in refused.refused
    assert not (data / "warc" / "b.warc.gz").exists()
    other = warc(tmp_path / "c.warc.gz", "Salut.", FIRST, url="http://presse.example/Un-autre.html")
    assert _asked(data, other, most=2.0).applied
    assert _asked(data, newer, most=100.0).applied
    assert sorted(row.body[:4] for row in stored(data)) == ["Bons", "Salu"]
