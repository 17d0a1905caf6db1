"""The CDXJ index: one line for each recorded response, beside its WARC file, kept while that is written."""

from __future__ import annotations

import errno
import json
import os
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import quote, urlsplit

from osiris_crawler.errors import SnapshotError
from osiris_crawler.items import Sendable
from osiris_crawler.validators import NOT_MODIFIED
from pipelines.snapshots.sorting import in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

SUFFIX = ".cdxj"
REVISIT = "warc/revisit"
"""The `mime` of a record without a body of its own, as pywb writes it."""
APART = "!"
PLAIN = ":/?#[]@!$&'()*+,;=%"
_DIGITS = 14
_WIDTH = 20
"""Digits of the largest offset there can be."""


@dataclass(slots=True, frozen=True)
class Entry(Sendable):
    """One response or revisit record of a WARC file."""

    url: str
    mime: str
    """Media type without parameters; `warc/revisit` for a revisit, `unk` when the answer named none."""
    status: int
    digest: str
    """Payload digest, in one spelling (`packing.one_spelling`); empty when a foreign record has none."""
    length: int
    offset: int
    filename: str
    captured_at: datetime

    @property
    def is_revisit(self) -> bool:
        """True when the body lies in another record."""
        return self.mime == REVISIT


def line_of(entry: Entry) -> str:
    """Return the line of the index: key, 14 digits of time, JSON; without line end.

    Before the key of a 304 stands a `!`: a replay tool that found it would show an empty page, where the page that
    it confirms is meant.
    """
    fields = asdict(entry)
    moment: datetime = fields.pop("captured_at").astimezone(UTC)
    plain = {name: str(value) for name, value in fields.items() if value or name in {"offset", "status"}}
    plain["captured"] = moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")  # the 14 digits know only seconds
    key = f"{APART if is_apart(entry) else ''}{sort_key(entry.url)}"
    return f"{key} {moment:%Y%m%d%H%M%S} {json.dumps(plain, ensure_ascii=False)}"


def is_apart(entry: Entry) -> bool:
    """Tell whether an entry is for this program alone: a 304 is no page (indexes of others leave it out, too)."""
    return entry.status == NOT_MODIFIED


def entry_of(line: str) -> Entry:
    """Read a line of an index of this program.

    Raises:
        ValueError: it is no such line.
    """
    head, brace, rest = line.partition("{")
    fields = json.loads(brace + rest)
    stamp = head.split()[-1]
    captured = fields.get("captured")
    moment = (
        datetime.fromisoformat(captured)
        if captured
        else datetime.strptime(stamp[:_DIGITS], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    )
    return Entry(
        fields["url"], fields.get("mime", "unk"), int(fields.get("status", 0)), fields.get("digest", ""),
        int(fields["length"]), int(fields["offset"]), fields["filename"], moment,
    )  # fmt: skip


def sort_key(url: str) -> str:
    """Return the key by which replay tools look an address up (SURT): host from its end, all in lower case.

    The `www.` is left out, parameters are sorted, as pywb and ReplayWeb.page do. What is no address stands as it is.
    """
    try:
        parts = urlsplit(re.sub(r"^(https?://)www\d*\.", r"\1", url.lower()))
        number = parts.port
    except ValueError:
        return quote(url, safe=PLAIN)
    host = ",".join(reversed((parts.hostname or "").split(".")))
    default = {"http": 80, "https": 443}.get(parts.scheme)
    port = f":{number}" if number and number != default else ""
    query = _sorted_query(parts.query)
    return f"{host}{port}){parts.path or '/'}{query}".replace(" ", "%20")


def _sorted_query(query: str) -> str:
    if not query:
        return ""
    pairs = sorted(query.split("&"))
    return "?" + "&".join(pairs)


def index_path(warc: Path) -> Path:
    """Return where the index of a WARC file lies."""
    return warc.with_name(warc.name + SUFFIX)


def write_index(warc: Path, entries: Iterable[Entry]) -> None:
    """Write the whole index of a file, sorted as binary search wants it."""
    target = index_path(warc)
    part = target.with_name(target.name + ".part")
    _write_sorted(part, (line_of(entry).encode("utf-8") for entry in entries))
    part.replace(target)


def _write_sorted(target: Path, lines: Iterable[bytes]) -> None:
    with target.open("wb") as file:
        file.writelines(line + b"\n" for line in in_order(lines, target.parent))


def read_index(warc: Path) -> list[Entry]:
    """Return the entries of a file's index in the order of the file.

    Raises:
        SnapshotError: the index cannot be read.
    """
    path = index_path(warc)
    try:
        with path.open(encoding="utf-8") as file:
            found = [entry_of(line) for line in file if line.strip()]
    except (OSError, ValueError, KeyError) as error:
        raise SnapshotError(
            f"{path}: the index cannot be read ({error}); osiris verify --index makes it again"
        ) from error
    return sorted(found, key=lambda entry: entry.offset)


def entries_in_order(warc: Path) -> Iterator[Entry]:
    """Give what `read_index` returns, but hold few of the entries in memory at once.

    Raises:
        SnapshotError: the index cannot be read.
    """
    path = index_path(warc)
    try:
        with path.open("rb") as file:
            lines = (_by_offset(line) for line in file if line.strip())
            for line in in_order(lines, path.parent):
                yield entry_of(line[_WIDTH:].decode("utf-8"))
    except (OSError, ValueError, KeyError) as error:
        raise SnapshotError(
            f"{path}: the index cannot be read ({error}); osiris verify --index makes it again"
        ) from error


def _by_offset(line: bytes) -> bytes:
    """Put the offset of a line's record before it, so that the order is that of the file."""
    return b"%020d%b" % (entry_of(line.decode("utf-8")).offset, line.rstrip(b"\r\n"))


class GrowingIndex:
    """The index of a file that is being written: a line a record at once, put in order at the end."""

    def __init__(self, warc: Path, ending: str) -> None:
        """Begin the index.

        Args:
            warc: final path of the file, without the ending.
            ending: of a file that is being written.
        """
        self._warc = warc
        self._ending = ending
        self._path = index_path(warc).with_name(index_path(warc).name + ending)
        self._file: BinaryIO = self._path.open("wb", buffering=0)

    def add(self, entry: Entry) -> None:
        """Append one record.

        Raises:
            OSError: the line could not be written; the file is as it was before.
        """
        line = line_of(entry).encode("utf-8") + b"\n"
        start = self._file.tell()
        try:
            _write_whole(self._file, line)
        except OSError:
            self._file.truncate(start)
            self._file.seek(start)
            raise

    def close(self) -> None:
        """Put the lines in order under the final name; of their number memory knows nothing."""
        self._file.close()
        ordered = index_path(self._warc).with_name(f"{index_path(self._warc).name}.sorted{self._ending}")
        with self._path.open("rb") as file:
            _write_sorted(ordered, (line.removesuffix(b"\n") for line in file))
        ordered.replace(index_path(self._warc))
        self._path.unlink()


def _write_whole(file: BinaryIO, line: bytes) -> None:
    """Write without a buffer, which a disk that gets full does in part."""
    if file.write(line) != len(line):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def entries_below(folder: Path) -> Iterator[Entry]:
    """Give all entries of all indexes of a folder."""
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        yield from read_index(path.with_name(path.name.removesuffix(SUFFIX)))
