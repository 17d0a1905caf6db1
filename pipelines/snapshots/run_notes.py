"""What a recording says of the run that made it: enough to read it again as that run did."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pipelines.snapshots.warc_reader import records
from pipelines.snapshots.warc_record import info_fields

if TYPE_CHECKING:
    from pathlib import Path

RUN_FIELD = "osiris-run"
"""Field of the warcinfo record that holds the run as JSON."""


END_FIELD = "osiris-run-end"
"""Field of the metadata record at the end of a run; `finished` when it reached its end."""
FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class RunNotes:
    """The run that made a file."""

    id: int
    """Row of the run in the database that it worked on."""
    command: str
    started_at: datetime
    site_name: str
    site_url: str
    options: dict[str, Any] = field(default_factory=dict)
    reader_version: str = ""


def run_notes(path: Path) -> RunNotes | None:
    """Return the notes of a recording of this program, None for a foreign one.

    Raises:
        SnapshotError: the file cannot be read.
    """
    for record in records(path):
        if record.kind != "warcinfo":
            return None
        return notes_of(record.block)
    return None


def ends_run(path: Path, offset: int) -> bool:
    """Tell whether a run came to its end in a file; what stands before an offset is not read."""
    with path.open("rb") as file:
        file.seek(offset)
        rest = file.read()
    unpacked = b""
    while rest:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            unpacked = unpacker.decompress(rest)
        except zlib.error:
            return False
        rest = unpacker.unused_data
    found = unpacked.startswith(b"WARC/") and b"WARC-Type: metadata" in unpacked
    return found and f"{END_FIELD}: {FINISHED}".encode() in unpacked


def notes_of(block: bytes) -> RunNotes | None:
    """Return what a warcinfo record says of a run of this program, None when it says nothing."""
    text = info_fields(block).get(RUN_FIELD, "")
    return _parsed(text) if text else None


def _parsed(text: str) -> RunNotes | None:
    try:
        run = json.loads(text)
        started_at = datetime.fromisoformat(run["started_at"]).astimezone(UTC)
        site = run["site"]
        return RunNotes(
            int(run["id"]), str(run["command"]), started_at, str(site["name"]), str(site["url"]),
            dict(run.get("options", {})), str(run.get("reader_version", "")),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError):
        return None
