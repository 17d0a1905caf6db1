"""The bag for deposit."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pipelines.exports.bagit import write
from tests.pipelines.exports.packed import extract

if TYPE_CHECKING:
    from pathlib import Path


def test_the_manifest_names_every_file_with_its_digest(tmp_path: Path) -> None:
    """By RFC 8493: declaration, payload below data/, manifests for payload and tags."""
    bag = tmp_path / "bag"
    bag.mkdir()
    with extract(tmp_path) as asked:
        assert write(asked, bag) == 2
    assert (bag / "bagit.txt").read_text().startswith("BagIt-Version: 1.0\n")
    for manifest, folder in (("manifest-sha256.txt", bag / "data"), ("tagmanifest-sha256.txt", bag)):
        lines = [line.partition("  ") for line in (bag / manifest).read_text().splitlines()]
        named = {name: digest for digest, _, name in lines}
        for name, digest in named.items():
            assert hashlib.sha256((bag / name).read_bytes()).hexdigest() == digest
        there = folder.rglob("*") if folder.name == "data" else bag.glob("*.txt")
        files = {path.relative_to(bag).as_posix() for path in there if path.is_file()}
        assert set(named) == {name for name in files if not name.startswith("tagmanifest")}
