"""Which recorded answers are still what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from osiris_crawler.errors import SnapshotError
from pipelines.database.filtering import Filter
from pipelines.exports.recordings import parcel
from pipelines.exports.soundness import sound_entries, sound_files
from pipelines.snapshots.cdxj import read_index
from tests.pipelines.exports.packed import extract

if TYPE_CHECKING:
    from pathlib import Path


def flip(path: Path) -> None:
    """Flip a byte in the last record with an answer."""
    entry = read_index(path)[-1]
    content = bytearray(path.read_bytes())
    content[entry.offset + entry.length // 2] ^= 0xFF
    path.write_bytes(content)


def test_a_damaged_file_leaves_by_its_sound_records(tmp_path: Path) -> None:
    """Every damage is told before anything is written, with a filter and without one."""
    with extract(tmp_path) as asked:
        folder = tmp_path / "data" / "warc"
        bad = read_index(folder / "b.warc.gz")[-1]
        flip(folder / "b.warc.gz")
        told: list[str] = []
        asked.damaged = told.extend
        found = parcel(asked)
        assert [path.name for path in found.whole] == ["a.warc.gz"]
        assert bad not in found.chosen
        assert bad.url in "".join(told)
        held, damages = sound_files(asked.session, folder)
        assert damages == told
        assert bad.offset not in held[folder / "b.warc.gz"].entries
        told.clear()
        asked.chosen = Filter(query="Bonsoir")
        assert not parcel(asked).chosen
        assert "b.warc.gz: the record at" in "".join(told)


def test_without_a_listener_nothing_leaves(tmp_path: Path) -> None:
    """A damage is never passed over in silence."""
    with extract(tmp_path) as asked:
        flip(tmp_path / "data" / "warc" / "b.warc.gz")
        with pytest.raises(SnapshotError, match=r"b\.warc\.gz"):
            parcel(asked)


def test_a_missing_file_is_a_damage(tmp_path: Path) -> None:
    """The archive rests on it."""
    with extract(tmp_path) as asked:
        folder = tmp_path / "data" / "warc"
        entries = read_index(folder / "a.warc.gz")
        (folder / "a.warc.gz").unlink()
        _, damages = sound_files(asked.session, folder)
        assert [line.split(" from ")[0] for line in damages] == ["a.warc.gz: is missing"]
        sound, damages = sound_entries(folder, entries)
        assert (sound, len(damages)) == ([], 1)
