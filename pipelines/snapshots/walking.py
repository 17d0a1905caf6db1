"""Goes through a recording from front to back, record by record, and on behind what is damaged."""

from __future__ import annotations

import os
import re
import zlib
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from pipelines.snapshots.warc_record import Record, declared, head_end, head_fields, parse_record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GZIP = b"\x1f\x8b"
_MEMBER = b"\x1f\x8b\x08"
_ARC = re.compile(rb"filedesc:.*[ \t]\d+\s*$")
"""How an ARC file begins that is not packed."""
_START = re.compile(rb"WARC/\d|filedesc:|\w[\w+.-]*:[^\n]* \d{14} [^\n]*\d\r?\n")
"""How a record begins, WARC or ARC."""
_LINE = re.compile(rb"\nWARC/\d\.\d+\r?\n")
_BETWEEN = b"\r\n\0"
"""What may stand between records."""
LONGEST_HEAD = 1 << 16
_PIECE = 1 << 15
_SEARCHED = 1 << 20


class Damage(NamedTuple):
    """A part of a file that holds no record that can be read."""

    offset: int
    end: int
    """Where the next record begins, or the file ends."""
    reason: str
    several: bool = False
    """It is one gzip stream of several records, in which none can be found alone."""


class _SeveralError(ValueError):
    """Several records in one gzip member."""


def walk(path: Path) -> Iterator[Record | Damage]:
    """Give the records of a file in its order, and what lies between them and is none.

    Packed by record or not at all, and both in one file. Blank lines behind a record are no part of it.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if _ARC.match(file.readline(LONGEST_HEAD)):
            yield from _arc(file, size)
            return
        position = 0
        while (position := _behind_blanks(file, position)) < size:
            try:
                record = _at(file, position)
            except (zlib.error, EOFError, ValueError) as error:
                end = _next(file, position + 1, size)
                yield Damage(position, end, _words(error), isinstance(error, _SeveralError))
                position = end
                continue
            yield record
            position += record.length


def _at(file: BinaryIO, position: int) -> Record:
    """Read the record at a place.

    Raises:
        ValueError, EOFError, zlib.error: there is none, or it is not whole, or its length is another.
    """
    file.seek(position)
    if file.read(len(GZIP)) == GZIP:
        data, length = _member(file, position)
        return parse_record(data, position, length)
    return _plain(file, position)


def _plain(file: BinaryIO, position: int) -> Record:
    """Read a record that is not packed; what stands behind it has to be a record again."""
    file.seek(position)
    head = file.read(LONGEST_HEAD)
    if not head.startswith(b"WARC/"):
        raise ValueError("no record begins here")
    begin = head_end(head)
    if begin < 0:
        raise ValueError("its head is cut off")
    size = declared(head_fields(head[:begin]))
    file.seek(position)
    data = file.read(begin + size)
    if len(data) < begin + size:
        raise EOFError("it is cut off")
    end = _behind_blanks(file, position + begin + size)
    file.seek(end)
    following = file.read(_PIECE)
    if following and not following.startswith(GZIP) and not _START.match(following):
        raise ValueError("it says another length than it has")
    return parse_record(data, position, len(data))


def _member(file: BinaryIO, position: int) -> tuple[bytes, int]:
    """Unpack the gzip member at a place; return it and its length in the file.

    Raises:
        ValueError: it holds more than one record; no more of it is unpacked than the first says to have.
    """
    file.seek(position)
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    data = bytearray()
    read, most = 0, 0
    torn: zlib.error | EOFError | None = None
    while not unpacker.eof and torn is None:
        piece = file.read(_PIECE)
        read += len(piece)
        try:
            data += unpacker.decompress(piece)
        except zlib.error as error:
            torn = error
        most = most or _reach(data)
        if most and len(data) > most + LONGEST_HEAD:
            break
        if not piece:
            torn = EOFError("it is cut off")
    rest = data[most:].lstrip(_BETWEEN) if most else b""
    if _START.match(rest):
        raise _SeveralError("it is one gzip stream with the records behind it")
    if torn is not None:
        raise torn
    if rest and not data.startswith(b"filedesc:"):  # heads of ARC files may say another length than they have
        raise ValueError("it says another length than it has")
    return bytes(data), read - len(unpacker.unused_data)


def _reach(data: bytearray) -> int:
    """Return where the first record of unpacked data ends by its own words; 0 when that is not known yet."""
    if data.startswith(b"WARC/"):
        begin = head_end(bytes(data[:LONGEST_HEAD]))
        return begin + declared(head_fields(bytes(data[:begin]))) if begin > 0 else 0
    line, found, _ = bytes(data[:LONGEST_HEAD]).partition(b"\n")
    last = line.split()[-1] if line.split() else b""
    return len(line) + 1 + int(last) if found and last.isdigit() and _START.match(line + b"\n") else 0


def _arc(file: BinaryIO, size: int) -> Iterator[Record | Damage]:
    """Give the records of an ARC file that is not packed; Heritrix leaves no empty line behind the first one."""
    file.seek(0)
    line = file.readline(LONGEST_HEAD)
    while line:
        offset = file.tell() - len(line)
        length = int(line.split()[-1])
        block = file.read(length)
        data = line + block
        line, strange = _next_line(file)
        reason = "it is cut off" if len(block) < length else ""
        if strange >= 0:
            reason = f"no ARC record begins at {strange}, where the length that it says ends"
        try:
            yield Damage(offset, size, reason) if reason else parse_record(data, offset, len(data))
        except ValueError as error:
            yield Damage(offset, offset + len(data), str(error))


def _next_line(file: BinaryIO) -> tuple[bytes, int]:
    """Return the next line that heads an ARC record, and where strange ones before it began; -1 for none."""
    strange = -1
    while line := file.readline(LONGEST_HEAD):
        if _START.match(line):
            break
        if strange < 0 and line.strip(_BETWEEN):
            strange = file.tell() - len(line)
    return line, strange


def _behind_blanks(file: BinaryIO, position: int) -> int:
    """Return where what is no line end goes on."""
    file.seek(position)
    while piece := file.read(len(_BETWEEN) + 1):
        rest = piece.lstrip(_BETWEEN)
        if rest:
            return position + len(piece) - len(rest)
        position += len(piece)
    return position


def _next(file: BinaryIO, position: int, size: int) -> int:
    """Return where the next record begins that can be read, as the bytes look; else where the file ends."""
    while position < size:
        file.seek(position)
        piece = file.read(_SEARCHED)
        places = [found.start() + 1 for found in _LINE.finditer(piece)]
        at = piece.find(_MEMBER)
        while at >= 0:
            places.append(at)
            at = piece.find(_MEMBER, at + 1)
        for place in sorted(places):
            if _begins(file, position + place):
                return position + place
        position += max(len(piece) - len(b"\nWARC/1.1\r\n"), 1) if len(piece) == _SEARCHED else len(piece)
    return size


def _begins(file: BinaryIO, position: int) -> bool:
    """Tell whether a record begins at a place."""
    file.seek(position)
    data = file.read(_PIECE)
    if data.startswith(GZIP):
        try:
            data = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, LONGEST_HEAD)
        except zlib.error:
            return False
    return _START.match(data) is not None


def _words(error: Exception) -> str:
    """Say what is wrong for people."""
    if isinstance(error, zlib.error):
        return f"its bytes are damaged ({error})"
    return str(error)
