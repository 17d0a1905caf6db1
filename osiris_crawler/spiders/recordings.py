"""Opens the recordings of a run: what an earlier run left is settled first, then a writer is made."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from osiris_crawler import settings
from osiris_crawler.items import Snapshot
from osiris_crawler.reading import READER_VERSION
from pipelines.database import reconciling
from pipelines.database.memory import memory
from pipelines.database.models import Run
from pipelines.database.recording import add_snapshot
from pipelines.snapshots.cdxj import entries_in_order, index_path
from pipelines.snapshots.leftovers import close_leftovers
from pipelines.snapshots.run_notes import RUN_FIELD, run_notes
from pipelines.snapshots.warc_writer import WarcWriter

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from osiris_crawler.sites import Profile
    from osiris_crawler.spiders.options import CrawlOptions
    from pipelines.database.engine import Database


def settle(folder: Path, database: Database) -> list[str]:
    """Make recordings of a killed run whole, and the database agree with them; return what to say of it.

    Raises:
        StorageError: a file or the database cannot be changed.
    """
    leftovers = close_leftovers(folder)
    for leftover in leftovers:
        if leftover.name:
            _adopt(folder / leftover.name, database)
    notes = [
        f"An earlier run ended without closing its recording: {leftover.name or 'nothing'} kept "
        f"({leftover.kept} bytes), {leftover.cut} torn bytes cut off"
        for leftover in leftovers
    ]
    sizes = {path.name: path.stat().st_size for path in folder.glob("*.warc*") if path.is_file()}
    with database.read() as session:
        ends = reconciling.ends(session)
    missing = sorted(file for file in ends if file not in sizes)
    if missing:
        notes.append(
            f"{len(missing)} recordings that the database points to are not in {folder} "
            f"({', '.join(missing[:3])}): put them back; osiris verify names every one"
        )
    if any(sizes[file] < end for file, end in ends.items() if file in sizes):
        with database.session() as session:
            notes += [
                f"{loss.file} is shorter than the database says: {loss.snapshots} answers were lost, "
                f"{loss.pages} pages are asked again"
                for loss in reconciling.forget_lost(session, sizes)
            ]
    return notes


def _adopt(path: Path, database: Database) -> None:
    """Let the database know the answers that a killed run recorded and did not come to store.

    Their pages are due still; the bytes are there, so that a verification must find them known.
    """
    if not index_path(path).exists():
        return  # whole, but no records: verify names the file
    notes = run_notes(path)
    if notes is None:
        return
    with database.session() as session:
        if session.get(Run, notes.id) is None:
            return
        for entry in entries_in_order(path):
            place = Snapshot(
                entry.filename, entry.offset, entry.length, entry.digest, entry.captured_at, entry.is_revisit
            )
            add_snapshot(session, notes.id, entry.url, entry.status, place)
            memory(session).snapshots.clear()  # each comes once, and there may be 100,000


def open_recordings(
    options: CrawlOptions, profile: Profile, database: Database, run_id: int, started_at: datetime
) -> WarcWriter:
    """Return the writer of a run; payloads that the database knows become revisits."""

    def seen(url: str, digest: str) -> datetime | None:
        with database.read() as session:
            return reconciling.recorded_before(session, url, digest)

    return WarcWriter(
        options.data_dir / "warc",
        prefix=f"OSIRIS-{profile.name}",
        info=_warcinfo(options, profile, run_id, started_at),
        seen=seen,
        max_bytes=settings.OSIRIS_WARC_SIZE,
    )


def _warcinfo(options: CrawlOptions, profile: Profile, run_id: int, started_at: datetime) -> dict[str, str]:
    """Return the fields of the warcinfo record; the run's own field is what a replay reads."""
    wishes = options.as_json()
    run: dict[str, Any] = {
        "id": run_id,
        "command": options.command,
        "started_at": started_at.isoformat(),
        "site": {"name": profile.name, "url": profile.url, "hosts": sorted(profile.hosts)},
        "reader_version": READER_VERSION,
        "options": wishes,
    }
    return {
        "software": f"osiris-crawler/{settings.VERSION}",
        "http-header-user-agent": settings.USER_AGENT,
        "robots": "obeyed (RFC 9309)",
        "operator": settings.OSIRIS_CONTACT,
        "isPartOf": profile.url,
        "description": ", ".join(f"{name}={value}" for name, value in wishes.items() if value),
        RUN_FIELD: json.dumps(run, ensure_ascii=True, separators=(",", ":")),
    }
