"""What a recording says of the run that made it: enough to read it again as that run did."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pipelines.snapshots.warc_reader import info_fields, records

if TYPE_CHECKING:
    from pathlib import Path

RUN_FIELD = "osiris-run"
"""Field of the warcinfo record that holds the run as JSON."""


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
