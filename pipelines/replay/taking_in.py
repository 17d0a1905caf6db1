"""Takes foreign recordings into the `warc/` folder: copied whole, or linked where they lie."""

from __future__ import annotations

import filecmp
import lzma
import re
import zipfile
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from osiris_crawler.errors import SnapshotError
from pipelines.replay.sources import SUFFIXES
from pipelines.snapshots.cdxj import write_index
from pipelines.snapshots.mending import DICTIONARY, ZSTD, is_zstd, mend, survey
from pipelines.snapshots.walking import GZIP

if TYPE_CHECKING:
    from pathlib import Path

WACZ = ".wacz"
ZSTANDARD = tuple(f"{kind}.{end}" for kind in (".warc", ".arc") for end in ("zst", "zstd"))
"""Endings of recordings packed by Zstandard."""
ZIP, WARC, ARC = b"PK\x03\x04", b"WARC/", b"filedesc:"
"""What files begin with."""
ODD = re.compile(r"[\x00-\x1f\x7f]+")
"""Signs that have no place in a file name."""
LONGEST_STEM = 150
COPY_IT = "Take it in without --in-place, which copies it and mends the copy"
UNREADABLE = (OSError, EOFError, RuntimeError, zlib.error, lzma.LZMAError, zipfile.BadZipFile)
"""What a broken package may raise; for one that is encrypted, or packed in an unknown way, a RuntimeError."""
_PIECE = 1 << 20
_PACKED_PIECE = 4096
"""Bytes of a file in a package: the piece in which a damage lies is lost whole."""


def take_in(
    given: Path, folder: Path, problems: list[str] | None = None, *, in_place: bool = False
) -> list[Path]:
    """Bring a file into the folder and index it; return the recordings it gave.

    A WACZ is unpacked, and those that lie in it (browsertrix packs several crawls so). What is broken is named in
    `problems`, and the rest is taken: of a WACZ the other recordings, of a recording the whole records. One that is
    a single stream is packed anew record by record, since no record can be found in it alone; the records keep every
    byte. A file that is there already is used as it is.

    Raises:
        SnapshotError: it is no recording, or nothing in it can be read; nothing of it was taken.
    """
    if not given.is_file():
        what = "is a folder; name the files in it" if given.is_dir() else "there is no such file"
        raise SnapshotError(f"{given}: {what}")
    folder.mkdir(parents=True, exist_ok=True)
    if given.parent.resolve() == folder.resolve():
        return [given]
    told = [] if problems is None else problems
    try:
        if not _is_recording(given):
            with zipfile.ZipFile(given) as package:
                return _unpacked(package, f"{given}", folder, told)
        if in_place:
            return [_linked(given, folder)]
        with given.open("rb") as file:
            return [_kept(file, given.name, folder, f"{given}", told)]
    except UNREADABLE as error:
        raise SnapshotError(f"{given}: cannot be taken in ({error})") from error


def _is_recording(given: Path) -> bool:
    """Tell a recording from a package; what begins as neither is refused before its bytes are taken for records."""
    with given.open("rb") as file:
        first = file.read(len(ARC))
    if not first or first.startswith((GZIP, WARC, ARC, ZSTD, DICTIONARY)):
        return True
    if zipfile.is_zipfile(given):
        return False
    if first.startswith(ZIP):
        raise SnapshotError(f"{given}: is a WACZ or ZIP file whose end is missing")
    raise SnapshotError(f"{given}: is no WARC, WACZ or ARC file")


def _name(given: str, content: Path) -> str:
    """Return a file name with the ending that is true of the content, whatever the given one says."""
    with content.open("rb") as file:
        first = file.read(len(ARC))
    last = ODD.sub("_", given.replace("\\", "/").rsplit("/", 1)[-1])
    ending = next((end for end in (*SUFFIXES, *ZSTANDARD) if last.lower().endswith(end)), "")
    stem = last[: -len(ending)] if ending else last
    arc = ending.startswith(".arc") or first == ARC
    kind = (".arc" if arc else ".warc") + (".gz" if first.startswith(GZIP) else "")
    return (stem.lstrip(".").encode()[:LONGEST_STEM].decode("utf-8", "ignore") or "recording") + kind


def _unpacked(
    package: zipfile.ZipFile,
    given: str,
    folder: Path,
    problems: list[str],
    endings: tuple[str, ...] = (*SUFFIXES, *ZSTANDARD, WACZ),
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
                        found += _unpacked(inner, where, folder, broken, (*SUFFIXES, *ZSTANDARD))
                else:
                    file._expected_crc = None  # type: ignore[attr-defined]  # noqa: SLF001 - it raises behind the end
                    packed = package.getinfo(name).CRC
                    found.append(_kept(file, name, folder, where, broken, packed))  # type: ignore[arg-type]
        except SnapshotError as error:
            broken.append(str(error))
        except UNREADABLE as error:
            broken.append(f"{where}: cannot be taken in ({error})")
    if not members:
        raise SnapshotError(f"{given}: holds no WARC file, so it is no WACZ")
    problems += broken
    return found


def _kept(
    file: BinaryIO, name: str, folder: Path, given: str, problems: list[str], packed: int | None = None
) -> Path:
    """Copy one recording, try it, and give it its name.

    Args:
        file: the recording.
        name: its name.
        folder: where the copy goes.
        given: how people know it, for messages.
        problems: what is wrong with it is added.
        packed: the checksum that a package has of it.
    """
    part = folder / ".taken.part"
    try:
        torn = _copied(file, part, packed)
        mended = mend(part, given)
        target = _free(folder, _name(name, part), part)
        if not target.exists():
            part.replace(target)
            write_index(target, [replace(entry, filename=target.name) for entry in mended.entries])
    finally:
        part.unlink(missing_ok=True)
    if mended.left_out or torn:
        problems.append(
            mended.left_out or f"{given}: {torn}; {len(mended.entries):,} answers in it were taken"
        )
    return target


def _copied(file: BinaryIO, part: Path, packed: int | None) -> str:
    """Copy what can be read; return what is wrong with it, nothing when it is whole."""
    found = 0
    size = _PIECE if packed is None else _PACKED_PIECE
    with part.open("wb") as copy:
        try:
            while piece := file.read(size):
                copy.write(piece)
                found = zlib.crc32(piece, found)
        except (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile) as error:
            return f"it cannot be unpacked to its end ({error})"
    return "" if packed in {None, found} else "its bytes are not those that were packed"


def _linked(given: Path, folder: Path) -> Path:
    """Link a recording where it lies."""
    if is_zstd(given):
        raise SnapshotError(f"{given}: it is packed by Zstandard. {COPY_IT}")
    found = survey(given)
    if wrong := found.wrong():
        raise SnapshotError(f"{given}: {wrong}. {COPY_IT}")
    target = _free(folder, _name(given.name, given), given)
    if not target.exists():
        target.symlink_to(given.resolve())
        write_index(target, [replace(entry, filename=target.name) for entry in found.entries])
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
