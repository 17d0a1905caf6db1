"""BagIt 1.0 (RFC 8493): recordings, indexes and the table of articles as a bag for deposit."""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING

from osiris_crawler import settings
from pipelines.exports import csv
from pipelines.exports.recordings import SELECTION, parcel, write_selection
from pipelines.replay.sources import SUFFIXES
from pipelines.snapshots.cdxj import index_path, write_index

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipelines.exports.extract import Extract

ALGORITHMS = ("sha256", "sha512")


def write(extract: Extract, folder: Path) -> int:
    """Write the bag; return how many articles its table has."""
    found = parcel(extract, SUFFIXES)
    payload = folder / "data"
    (payload / "warc").mkdir(parents=True)
    for path in found.whole:
        shutil.copyfile(path, payload / "warc" / path.name)
        shutil.copyfile(index_path(path), payload / "warc" / index_path(path).name)
    if found.chosen:
        target = payload / "warc" / SELECTION
        with target.open("wb") as file:
            entries = list(write_selection(found, file))
        write_index(target, entries)
    with (payload / "articles.csv").open("wb") as table:
        number = csv.write(extract, table)
    _tags(extract, folder, number)
    return number


def _tags(extract: Extract, folder: Path, number: int) -> None:
    """Write declaration, description and manifests."""
    files = sorted(path for path in (folder / "data").rglob("*") if path.is_file())
    size = sum(path.stat().st_size for path in files)
    newest = extract.newest()
    info = {
        "Source-Organization": settings.OSIRIS_CONTACT,
        "External-Description": f"Press archive: {number} articles with their recordings (WARC/1.1, CDXJ)",
        "Bagging-Date": f"{newest:%Y-%m-%d}" if newest else "",
        "Bag-Software-Agent": f"osiris-crawler {settings.VERSION}",
        "Payload-Oxum": f"{size}.{len(files)}",
    }
    _text(folder / "bagit.txt", ["BagIt-Version: 1.0", "Tag-File-Character-Encoding: UTF-8"])
    _text(folder / "bag-info.txt", [f"{name}: {value}" for name, value in info.items() if value])
    for algorithm in ALGORITHMS:
        _text(folder / f"manifest-{algorithm}.txt", _manifest(folder, files, algorithm))
    tags = sorted(path for path in folder.glob("*.txt") if not path.name.startswith("tagmanifest"))
    for algorithm in ALGORITHMS:
        _text(folder / f"tagmanifest-{algorithm}.txt", _manifest(folder, tags, algorithm))


def _manifest(folder: Path, files: list[Path], algorithm: str) -> Iterator[str]:
    for path in files:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, algorithm).hexdigest()
        yield f"{digest}  {path.relative_to(folder).as_posix()}"


def _text(path: Path, lines: list[str] | Iterator[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
