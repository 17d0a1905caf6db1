"""Exports of damaged recordings: `osiris_crawler.cli.damages`."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from osiris_crawler.lock import Lock
from tests.osiris_crawler.cli.process import osiris, query
from tests.osiris_crawler.cli.recorded import recorded

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Give a copy of the archive with one byte flipped in an answer of its first recording."""
    data = shutil.copytree(recorded().data, tmp_path / "data")
    file, offset, length = query(
        data, 'SELECT file, "offset", length FROM snapshot WHERE NOT revisit ORDER BY file, length DESC'
    )[0]
    content = bytearray((data / "warc" / file).read_bytes())
    content[offset + length // 2] ^= 0xFF
    (data / "warc" / file).write_bytes(content)
    return data


@pytest.mark.parametrize(("name", "place"), [("wacz", "articles.wacz"), ("bagit", "bagit")])
def test_what_is_whole_is_packed_and_what_is_not_is_named(data: Path, name: str, place: str) -> None:
    """Exit 3 with what to type next; no file with a broken byte is in the package."""
    damaged = query(data, "SELECT min(file) FROM snapshot")[0][0]
    code, said = osiris("export", name, "--data", str(data))
    assert code == 3, said
    assert f"damaged: {damaged}: the record at" in said
    assert f"Next: osiris verify --data {data}" in said
    target = data / "exports" / place
    names = ZipFile(target).namelist() if target.is_file() else [str(path) for path in target.rglob("*")]
    assert not [one for one in names if one.endswith(damaged)]
    assert [one for one in names if one.endswith("selection.warc.gz")]


def test_a_package_that_may_hold_the_whole_bytes_stays(data: Path) -> None:
    """Until --any-health is given."""
    target = data / "exports" / "articles.wacz"
    target.parent.mkdir()
    target.write_bytes(b"the last one")
    code, said = osiris("export", "wacz", "--data", str(data))
    assert (code, target.read_bytes()) == (3, b"the last one")
    assert "stays as it is" in said
    assert osiris("export", "wacz", "--any-health", "--data", str(data))[0] == 3
    assert target.read_bytes() != b"the last one"


def test_what_a_crawl_is_writing_is_named(tmp_path: Path) -> None:
    """It is in no package of the whole archive yet; a choice of articles takes it record by record."""
    data = shutil.copytree(recorded().data, tmp_path / "data")
    (data / "warc" / "next.warc.gz.open").touch()
    lock = Lock(data, "osiris crawl").acquire()
    code, said = osiris("export", "wacz", "--data", str(data))
    assert code == 0, said
    assert "Not in it: next.warc.gz, which a crawl is writing now. Export again when it has ended." in said
    assert "Not in it" not in osiris("export", "wacz", "--since", "2000", "--data", str(data))[1]
    assert "Not in it" not in osiris("export", "csv", "--data", str(data))[1]
    lock.release()
