"""Takes foreign recordings into the `warc/` folder: copied whole, or linked where they lie."""

from __future__ import annotations

import filecmp
import gzip
import shutil
import zipfile
import zlib
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from osiris_crawler.errors import SnapshotError
from pipelines.replay.sources import SUFFIXES
from pipelines.snapshots.cdxj import write_index
from pipelines.snapshots.warc_reader import records, scan

if TYPE_CHECKING:
    from pipelines.snapshots.cdxj import Entry

WACZ = ".wacz"
GZIP, ZSTD, ZIP, WARC, ARC = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b"WARC/", b"filedesc:"
"""What files begin with."""
_PIECE = 1 << 20


def take_in(
    given: Path, folder: Path, problems: list[str] | None = None, *, in_place: bool = False
) -> list[Path]:
    """Bring a file into the folder and index it; return the recordings it gave.

    A WACZ is unpacked, and those that lie in it (browsertrix packs several crawls so); what is broken in it is
    added to `problems`, and the rest is taken. A WARC that is one gzip stream is packed anew record by record,
    since no record can be found in it alone; the records keep every byte. A file that is there already is used as
    it is.

    Raises:
        SnapshotError: it is no recording, or damaged; nothing of it was taken.
    """
    if not given.is_file():
        what = "is a folder; name the files in it" if given.is_dir() else "there is no such file"
        raise SnapshotError(f"{given}: {what}")
    folder.mkdir(parents=True, exist_ok=True)
    if given.parent.resolve() == folder.resolve():
        return [given]
    try:
        if zipfile.is_zipfile(given):
            with zipfile.ZipFile(given) as package:
                return _unpacked(package, f"{given}", folder, [] if problems is None else problems)
        _look_at(given)
        if in_place:
            return [_linked(given, folder)]
        with given.open("rb") as file:
            return [_kept(file, _name(given), folder, f"{given}")]
    except (OSError, EOFError, zipfile.BadZipFile) as error:
        raise SnapshotError(f"{given}: cannot be taken in ({error})") from error


def _look_at(given: Path) -> None:
    """Refuse what does not begin as a recording does, before its bytes are taken for records."""
    with given.open("rb") as file:
        first = file.read(len(ARC))
    if first.startswith(ZSTD):
        raise SnapshotError(f"{given}: is packed by Zstandard. Unpack it (zstd -d), then name the result")
    if first.startswith(ZIP):
        raise SnapshotError(f"{given}: is a WACZ or ZIP file whose end is missing")
    if first and not first.startswith((GZIP, WARC, ARC)):
        raise SnapshotError(f"{given}: is no WARC, WACZ or ARC file")


def _name(given: Path) -> str:
    """Return the file name with an ending that says what it is."""
    if given.name.lower().endswith(SUFFIXES):
        return given.name
    with given.open("rb") as file:
        packed = file.read(2) == GZIP
    return given.name + (".warc.gz" if packed else ".warc")


def _unpacked(
    package: zipfile.ZipFile,
    given: str,
    folder: Path,
    problems: list[str],
    endings: tuple[str, ...] = (*SUFFIXES, WACZ),
) -> list[Path]:
    """Take the recordings out of a WACZ, and out of those in it."""
    found: list[Path] = []
    broken: list[str] = []
    members = [name for name in package.namelist() if name.lower().endswith(endings)]
    for name in members:
        where = f"{given}: {name}"
        try:
            with package.open(name) as file:
                if name.lower().endswith(WACZ):
                    with zipfile.ZipFile(file) as inner:
                        found += _unpacked(inner, where, folder, broken, SUFFIXES)
                else:
                    found.append(_kept(file, Path(name).name, folder, where))  # type: ignore[arg-type]
        except SnapshotError as error:
            broken.append(str(error))
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
            broken.append(f"{where}: cannot be taken in ({error})")
    if not members:
        raise SnapshotError(f"{given}: holds no WARC file, so it is no WACZ")
    problems += broken
    return found


def _kept(file: BinaryIO, name: str, folder: Path, given: str) -> Path:
    """Copy one recording, try it, and give it its name."""
    part = folder / f".{name}.part"
    try:
        with part.open("wb") as copy:
            shutil.copyfileobj(file, copy, _PIECE)
        if _is_one_stream(part):
            _pack_by_record(part, given)
        target = _free(folder, name, part)
        entries = [] if target.exists() else _tried(part, target.name, given)
        if not target.exists():
            part.replace(target)
            write_index(target, entries)
        return target
    finally:
        part.unlink(missing_ok=True)


def _tried(part: Path, name: str, given: str) -> list[Entry]:
    try:
        entries = scan(part)
    except SnapshotError as error:
        raise SnapshotError(str(error).replace(str(part), given)) from error
    return [replace(entry, filename=name) for entry in entries]


def _linked(given: Path, folder: Path) -> Path:
    """Link a recording where it lies."""
    if _is_one_stream(given):
        raise SnapshotError(
            f"{given}: is packed as one stream, in which no record can be found alone. Take it in without "
            "--in-place, which packs it anew"
        )
    entries = scan(given)
    target = _free(folder, _name(given), given)
    if not target.exists():
        target.symlink_to(given.resolve())
        write_index(target, [replace(entry, filename=target.name) for entry in entries])
    return target


def _free(folder: Path, name: str, content: Path) -> Path:
    """Return the path for a file: one that holds the same bytes already, else one that is free."""
    stem = next((name[: -len(end)] for end in SUFFIXES if name.lower().endswith(end)), name)
    ending = name[len(stem) :]
    number = 1
    target = folder / name
    while target.exists() and not filecmp.cmp(target, content, shallow=False):
        number += 1
        target = folder / f"{stem}-{number}{ending}"
    return target


def _is_one_stream(path: Path) -> bool:
    """Tell whether a packed file goes on behind its first record in the same gzip member."""
    with path.open("rb") as file:
        if file.read(2) != GZIP:
            return False
    try:
        for number, record in enumerate(records(path)):
            if record.length <= 0:  # a small file: all of it was unpacked before its first record had an end
                return True
            if number:
                return False
    except SnapshotError as error:
        return "non-chunked" in str(error.__cause__)
    return False


def _pack_by_record(path: Path, given: str) -> None:
    """Give each record of a gzip stream a member of its own."""
    plain = path.with_name(path.name + ".plain")
    packed = path.with_name(path.name + ".packed")
    try:
        with gzip.open(path, "rb") as source, plain.open("wb") as target:
            shutil.copyfileobj(source, target, _PIECE)
        with plain.open("rb") as source, packed.open("wb") as target:
            for record in records(plain):
                source.seek(record.offset)
                target.write(gzip.compress(source.read(record.length), 6, mtime=0))
        packed.replace(path)
    except SnapshotError as error:
        raise SnapshotError(str(error).replace(str(plain), given)) from error
    finally:
        for rest in (plain, packed):
            with suppress(FileNotFoundError):
                rest.unlink()
