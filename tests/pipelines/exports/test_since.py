"""Tests of `pipelines.exports.since`; the command line's side stands in tests of `osiris export`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from osiris_crawler.errors import LockedError, StorageError, UsageError
from pipelines.database.selection import COLUMNS
from pipelines.exports.since import Since

if TYPE_CHECKING:
    from pathlib import Path


def row(key: str, *, as_bytes: bool = False, **values: Any) -> tuple[Any, ...]:
    """Return a row as `selection.batches` gives it."""
    found = [values.get(name, key if name == "id" else "") for name in COLUMNS]
    return tuple(value.encode() if as_bytes and isinstance(value, str) else value for value in found)


def test_rows_are_new_changed_or_neither(tmp_path: Path) -> None:
    """Only when it was seen last is no change; texts and bytes are the same; what is kept is remembered."""
    with Since(tmp_path, "team") as since:
        assert since.changes([row("a", title="x"), row("b", revision=1)]) == ["new", "new"]
        since.keep()
    with Since(tmp_path, "team") as since:
        seen = row("a", as_bytes=True, title="x", last_seen_at="2025")
        assert since.changes([seen, row("b", revision=2)]) == ["", "changed"]
        assert list(since.deleted()) == []
    with Since(tmp_path, "team") as since:
        assert since.changes([row("b", revision=1)]) == [""]
        assert list(since.deleted()) == ["a"]


def test_cells_that_move_are_a_change(tmp_path: Path) -> None:
    """A text that wanders into the next column is not the same row."""
    with Since(tmp_path, "team") as since:
        since.changes([row("a", title="xy", published_on="")])
        since.keep()
    with Since(tmp_path, "team") as since:
        assert since.changes([row("a", title="x", published_on="y")]) == ["changed"]


def test_names_and_damage_are_told(tmp_path: Path) -> None:
    """A name leads nowhere else, and a damaged memory says what to do."""
    for name in ("", "../x", ".x", "a b"):
        with pytest.raises(UsageError, match="--since-export"):
            Since(tmp_path, name)
    (tmp_path / "team.sqlite3").write_bytes(b"no database at all, but long enough to be read as one" * 50)
    with pytest.raises(StorageError, match="Remove it"), Since(tmp_path, "team"):
        pass


def test_one_export_of_a_name_at_a_time(tmp_path: Path) -> None:
    """Two would forget what the other one gave out; the next one after it may."""
    with Since(tmp_path, "team") as since:
        since.changes([row("a")])
        with pytest.raises(LockedError, match="team: another export of this name"), Since(tmp_path, "team"):
            pass
        with Since(tmp_path, "other"):
            pass
        since.keep()
    with Since(tmp_path, "team") as since:
        assert since.changes([row("a")]) == [""]
