"""Makes of a copied recording one in which each record can be found alone, and leaves out what is damaged."""

from __future__ import annotations

import gzip
import sys
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from osiris_crawler.errors import SnapshotError
from pipelines.snapshots.walking import GZIP, Damage, walk
from pipelines.snapshots.warc_reader import entry_of_record

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipelines.snapshots.cdxj import Entry

ZSTD, DICTIONARY = b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18"
"""What Zstandard files begin with; those of the Archive Team with the dictionary that the rest needs."""
_PIECE = 1 << 20


class _Place(NamedTuple):
    offset: int
    length: int
    packed: bool


@dataclass(slots=True)
class Survey:
    """What a file consists of."""

    places: list[_Place] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    """Of those of them that hold an answer of a web server; `filename` is that of the file looked at."""
    damages: list[Damage] = field(default_factory=list)

    @property
    def several(self) -> bool:
        """True when records share a gzip stream."""
        return any(damage.several for damage in self.damages)

    @property
    def mixed(self) -> bool:
        """True when some records are packed and others are not; most programs read one of the two only."""
        return len({place.packed for place in self.places}) > 1

    def wrong(self) -> str:
        """Say what is wrong with the file, nothing when all is well."""
        if not self.damages:
            return "some of its records are packed and some are not" if self.mixed else ""
        first = self.damages[0]
        return f"the record at {first.offset} cannot be read ({first.reason})"


def survey(path: Path) -> Survey:
    """Go through a file; a page whose record tells no date counts as damaged, since it has no place in time.

    Raises:
        SnapshotError: the file cannot be read.
    """
    found = Survey()
    try:
        with path.open("rb") as file:
            for one in walk(path):
                if isinstance(one, Damage):
                    found.damages.append(one)
                    continue
                file.seek(one.offset)
                packed = file.read(len(GZIP)) == GZIP
                try:
                    entry = entry_of_record(one, path.name)
                except ValueError as error:
                    found.damages.append(Damage(one.offset, one.offset + one.length, str(error)))
                    continue
                found.places.append(_Place(one.offset, one.length, packed))
                if entry is not None:
                    found.entries.append(entry)
    except OSError as error:
        raise SnapshotError(f"{path} cannot be read ({error})") from error
    return found


class Mended(NamedTuple):
    """What became of a file."""

    left_out: str
    """What could not be read, for people; nothing when all is there."""
    entries: list[Entry]
    """Of the answers in the file as it is now."""


def mend(path: Path, given: str) -> Mended:
    """Bring a copied file into the form that can be indexed.

    Whole records keep every byte. One stream (gzip or Zstandard) is packed anew record by record.

    Args:
        path: the copy, changed where it has to be.
        given: the file that people know it by, for messages.

    Raises:
        SnapshotError: no record in it can be read.
    """
    plain = path.with_name(path.name + ".plain")
    packed = path.with_name(path.name + ".packed")
    try:
        source, torn = path, ""
        if is_zstd(path):
            torn, source = _unpacked(path, plain, _unzstd), plain
        found = survey(source)
        if found.several and source is path:
            torn, source = _unpacked(path, plain, _gunzipped), plain
            found = survey(source)
        if torn:
            found.damages.append(Damage(source.stat().st_size, source.stat().st_size, torn))
        _refuse_nothing(found, given)
        if source is plain or found.damages or found.mixed:
            _rewrite(source, packed, found)
            packed.replace(path)
            found.entries = survey(path).entries
    except SnapshotError as error:
        raise SnapshotError(str(error).replace(str(plain), given).replace(str(path), given)) from error
    finally:
        for rest in (plain, packed):
            with suppress(FileNotFoundError):
                rest.unlink()
    if not found.damages:
        return Mended("", found.entries)
    more = f", and {len(found.damages) - 1:,} more places" if len(found.damages) > 1 else ""
    said = f"{given}: {found.wrong()}{more}; its {len(found.places):,} whole records were taken"
    return Mended(said, found.entries)


def _refuse_nothing(found: Survey, given: str) -> None:
    """Refuse a file that holds nothing to take.

    Raises:
        SnapshotError: it is empty, or damaged with no answer left.
    """
    if found.damages and not found.entries:
        raise SnapshotError(f"{given}: {found.wrong()}")
    if not found.places:
        raise SnapshotError(f"{given}: is empty")


def is_zstd(path: Path) -> bool:
    """Tell whether a file is packed by Zstandard."""
    with path.open("rb") as file:
        return file.read(len(ZSTD)) in {ZSTD, DICTIONARY}


def _rewrite(source: Path, target: Path, found: Survey) -> None:
    """Write the whole records, each packed on its own, or none when none was and the file was no stream."""
    anew = found.mixed or source.name.endswith(".plain")
    with source.open("rb") as file, target.open("wb") as out:
        for place in found.places:
            file.seek(place.offset)
            data = file.read(place.length)
            data += b"" if place.packed else b"\r\n\r\n" if data.startswith(b"WARC/") else b"\n"
            out.write(gzip.compress(data, 6, mtime=0) if anew and not place.packed else data)


def _unpacked(path: Path, target: Path, unpack: Callable[[BinaryIO, BinaryIO], str]) -> str:
    with path.open("rb") as source, target.open("wb") as out:
        return unpack(source, out)


def _gunzipped(source: BinaryIO, target: BinaryIO) -> str:
    """Unpack gzip streams, one behind the other, as far as they can be; return why they end too early."""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    data = source.read(_PIECE)
    while data:
        if unpacker.eof:
            unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            target.write(unpacker.decompress(data))
        except zlib.error as error:
            return f"its stream is damaged ({error})"
        data = unpacker.unused_data.lstrip(b"\0") or source.read(_PIECE)
    return "" if unpacker.eof else "its stream is cut off"


def _unzstd(source: BinaryIO, target: BinaryIO) -> str:
    """Unpack Zstandard frames in the same way; the dictionary may stand in front (the `.warc.zst` convention)."""
    words = None
    if source.read(len(DICTIONARY)) == DICTIONARY:
        content = source.read(int.from_bytes(source.read(4), "little"))
        content = zstd.decompress(content) if content.startswith(ZSTD) else content
        words = zstd.ZstdDict(content)
    else:
        source.seek(0)
    unpacker = zstd.ZstdDecompressor(words)
    data = source.read(_PIECE)
    while data:
        if unpacker.eof:
            unpacker = zstd.ZstdDecompressor(words)
        try:
            target.write(unpacker.decompress(data))
        except zstd.ZstdError as error:
            return f"its stream is damaged ({error})"
        data = unpacker.unused_data if unpacker.eof else b""
        data = data or source.read(_PIECE)
    return "" if unpacker.eof else "its stream is cut off"
