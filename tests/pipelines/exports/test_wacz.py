"""The WACZ package."""

from __future__ import annotations

import gc
import hashlib
import io
import json
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from pipelines.exports import wacz
from pipelines.exports.wacz import write
from tests.pipelines.exports.packed import extract

if TYPE_CHECKING:
    from pathlib import Path


def test_every_member_is_described_with_its_digest(tmp_path: Path) -> None:
    """Recordings are stored unpacked, so that a browser can read parts of them."""
    target = io.BytesIO()
    with extract(tmp_path) as asked:
        assert write(asked, target) == 2
    package = zipfile.ZipFile(target)
    description = json.loads(package.read("datapackage.json"))
    paths = {one["path"]: one for one in description["resources"]}
    assert set(paths) == {"archive/a.warc.gz", "archive/b.warc.gz", "indexes/index.cdxj", "pages/pages.jsonl"}
    for path, one in paths.items():
        content = package.read(path)
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert one["bytes"] == len(content)
    assert package.getinfo("archive/a.warc.gz").compress_type == zipfile.ZIP_STORED
    for member in package.infolist():  # ReplayWeb.page takes it for granted
        assert int.from_bytes(target.getvalue()[member.header_offset + 28 :][:2], "little") == 0
    lines = package.read("indexes/index.cdxj").decode().splitlines()
    assert lines == sorted(lines)
    head, *pages = map(json.loads, package.read("pages/pages.jsonl").decode().splitlines())
    assert head["format"] == "json-pages-1.0"
    assert {page["url"] for page in pages} >= {description["mainPageUrl"]}


def test_the_same_archive_gives_the_same_bytes(tmp_path: Path) -> None:
    """No clock stands in it."""
    targets = io.BytesIO(), io.BytesIO()
    with extract(tmp_path) as asked:
        for target in targets:
            write(asked, target)
    assert targets[0].getvalue() == targets[1].getvalue()


def test_a_package_that_is_broken_off_makes_no_noise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing more is written to a file that is closed already, as ZipFile would when it is thrown away."""
    noise: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", noise.append)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(wacz, "_pages", stop)
    target = tmp_path / "part"
    with extract(tmp_path) as asked, pytest.raises(KeyboardInterrupt), target.open("wb") as file:
        write(asked, file)
    gc.collect()
    assert not noise
    assert not zipfile.is_zipfile(target)
