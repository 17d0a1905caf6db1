"""`osiris verify` on a recorded archive, in real processes."""

from __future__ import annotations

import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest

from tests.osiris_crawler.cli.process import osiris, query
from tests.osiris_crawler.cli.recorded import recorded

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Copy the archive."""
    return shutil.copytree(recorded().data, tmp_path / "data")


def _verify(data: Path) -> tuple[int, str]:
    """Return the exit code, and what the database holds of damages."""
    code, _ = osiris("verify", "--data", str(data))
    return code, "\n".join(row[0] for row in query(data, "SELECT damage FROM recording"))


def test_a_whole_archive_is_verified_with_its_date(data: Path) -> None:
    """Every file gets the date of the verification."""
    assert _verify(data) == (0, "\n" * 2)
    assert all(row[0] for row in query(data, "SELECT verified_at FROM recording"))


def test_a_flipped_byte_is_named(data: Path) -> None:
    """With the address whose record it is."""
    file, offset, length, url = query(
        data, 'SELECT file, "offset", length, url FROM snapshot WHERE NOT revisit ORDER BY length DESC'
    )[0]
    path = data / "warc" / file
    content = bytearray(path.read_bytes())
    content[offset + length // 2] ^= 0xFF
    path.write_bytes(content)
    code, damage = _verify(data)
    assert code == 3
    assert url in damage


def test_a_row_taken_from_the_database_is_named(data: Path) -> None:
    """The file holds an answer that no row points to."""
    connection = sqlite3.connect(data / "osiris.sqlite3")
    (row_id, url) = connection.execute("SELECT id, url FROM snapshot ORDER BY id DESC LIMIT 1").fetchone()
    connection.execute("DELETE FROM snapshot WHERE id = ?", (row_id,))
    connection.commit()
    connection.close()
    code, damage = _verify(data)
    assert code == 3
    assert f"{url}) is not in the database" in damage


def test_a_missing_and_a_truncated_file_are_named(data: Path) -> None:
    """Each by its name."""
    first, second, _ = sorted((data / "warc").glob("*.warc.gz"))
    first.unlink()
    second.write_bytes(second.read_bytes()[:-1000])
    code, damage = _verify(data)
    assert code == 3
    assert f"{first.name}: is missing" in damage
    assert second.name in damage
