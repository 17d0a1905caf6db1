"""WACZ 1.1.1: recordings, index, pages and digests in one file that ReplayWeb.page opens."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from osiris_crawler import settings
from pipelines.exports.citing import wanted
from pipelines.exports.recordings import SELECTION, Parcel, parcel, write_selection
from pipelines.snapshots.cdxj import is_apart, line_of, read_index

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path
    from typing import Self

    from pipelines.exports.extract import Extract
    from pipelines.snapshots.cdxj import Entry

__all__ = ["wanted", "write"]
VERSION = "1.1.1"
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""Time of the members: the same archive gives the same bytes."""
_PIECE = 1 << 20


class _Package:
    """A ZIP that is written from front to back, with a digest of each member."""

    def __init__(self, target: BinaryIO) -> None:
        self.zip = zipfile.ZipFile(target, "w", allowZip64=True)
        self.resources: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        """Begin the package."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """End it; after an error or Ctrl-C nothing more is written, as ZipFile would when it is thrown away."""
        if kind is not None:
            self.zip.fp = None
        self.zip.close()

    def add(self, path: str, size: int, write: Callable[[BinaryIO], None], *, pack: bool) -> None:
        """Write one member; WARC files are stored as they are, so that a browser can read parts of them.

        Args:
            path: in the package.
            size: bytes, at most. From it follows whether the member's head gets fields for more than 2 GiB; where
                they stand needlessly ReplayWeb.page looks for the bytes in the wrong place.
            write: writes them.
            pack: deflate them.
        """
        info = zipfile.ZipInfo(path, EARLIEST)
        info.compress_type = zipfile.ZIP_DEFLATED if pack else zipfile.ZIP_STORED
        info.file_size = size
        with self.zip.open(info, "w") as member:
            counted = _Counted(member)
            write(counted)  # type: ignore[arg-type]
        name = path.rsplit("/", 1)[-1].lower()  # Frictionless wants small letters
        digest = f"sha256:{counted.digest.hexdigest()}"
        self.resources.append({"name": name, "path": path, "hash": digest, "bytes": counted.size})


class _Counted:
    """A file that is written, and what was written to it."""

    def __init__(self, target: Any) -> None:
        self._target = target
        self.digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        self.size += len(data)
        self._target.write(data)
        return len(data)


def write(extract: Extract, target: BinaryIO) -> int:
    """Write the package; return how many pages it lists."""
    found = parcel(extract)
    with _Package(target) as package:
        entries: list[Entry] = []
        for path in found.whole:
            package.add(f"archive/{path.name}", path.stat().st_size, partial(_copy, path), pack=False)
            entries += read_index(path)
        if found.chosen:
            most = 2 * sum(entry.length for entry in found.chosen)
            chosen = partial(_write_chosen, found, entries)
            package.add(f"archive/{SELECTION}", most, chosen, pack=False)
        lines = sorted(line_of(entry) for entry in entries if not is_apart(entry))
        index = "".join(f"{line}\n" for line in lines).encode()
        package.add("indexes/index.cdxj", len(index), lambda to: _all(to, index), pack=False)
        number, first, pages = _pages(extract)
        package.add("pages/pages.jsonl", len(pages), lambda to: _all(to, pages), pack=True)
        _describe(package, extract, first)
    return number


def _write_chosen(found: Parcel, entries: list[Entry], target: BinaryIO) -> None:
    entries += write_selection(found, target)


def _copy(path: Path, target: BinaryIO) -> None:
    with path.open("rb") as file:
        shutil.copyfileobj(file, target, _PIECE)


def _all(target: BinaryIO, data: bytes) -> None:
    target.write(data)


def _pages(extract: Extract) -> tuple[int, str, bytes]:
    """Return number of pages, address of the first, and the list of pages: the articles, newest first."""
    head = {"format": "json-pages-1.0", "id": "pages", "title": "Articles", "hasText": extract.options.bodies}
    lines: list[str] = []
    first = ""
    for row in extract.rows():
        if not wanted(row):
            continue
        page = {"id": row.id, "url": row.url, "ts": row.changed_at, "title": row.title}
        if extract.options.bodies and row.body:
            page["text"] = row.body
        lines.append(json.dumps(page, ensure_ascii=False))
        first = row.url
    lines.reverse()
    return len(lines), first, "".join(f"{line}\n" for line in (json.dumps(head), *lines)).encode()


def _describe(package: _Package, extract: Extract, first: str) -> None:
    """Write datapackage.json, and its own digest beside it."""
    newest: datetime | None = extract.newest()
    description: dict[str, Any] = {
        "profile": "data-package",
        "wacz_version": VERSION,
        "title": "Press archive, recorded by osiris-crawler",
        "software": f"osiris-crawler {settings.VERSION}",
        "created": newest.strftime("%Y-%m-%dT%H:%M:%SZ") if newest else "",
        "mainPageUrl": first,
        "resources": package.resources,
    }
    text = json.dumps({name: value for name, value in description.items() if value}, indent=2).encode()
    digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(text).hexdigest()}"}
    for name, content in (
        ("datapackage.json", text),
        ("datapackage-digest.json", json.dumps(digest, indent=2).encode()),
    ):
        package.zip.writestr(zipfile.ZipInfo(name, EARLIEST), content, zipfile.ZIP_DEFLATED)
