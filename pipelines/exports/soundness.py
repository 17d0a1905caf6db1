"""Which recorded answers are still what was written: an export that holds recordings takes no others along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.database import fixity as known
from pipelines.replay.sources import recordings
from pipelines.snapshots.fixity import Checked, check_entry, check_files, lost_bodies, own_head
from pipelines.snapshots.leftovers import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sqlalchemy.orm import Session

    from pipelines.snapshots.cdxj import Entry


def sound_files(session: Session, folder: Path) -> tuple[dict[Path, Checked], list[str]]:
    """Check all recordings of a folder; return by path what is sound in each, and every damage.

    Only the entries of sound records are left in what is returned. A file that the archive rests on and that is not
    there is a damage; so is a revisit whose body is in no sound record.
    """
    paths = recordings(folder)
    checked = list(check_files(paths))
    for one in checked:
        for offset in one.broken:
            one.entries.pop(offset, None)
        one.bodies = {entry.digest for entry in one.entries.values() if not entry.is_revisit}
    lost = lost_bodies(checked)
    damages = [line for one in checked for line in (*one.damages, *lost[one.file])]
    away = sorted(known.pointed(session) - {path.name for path in paths})
    damages += [
        f"{file}: is missing from {folder}; put it back from a copy"
        for file in away
        if not (folder / f"{file}{OPEN}").exists()
    ]
    return dict(zip(paths, checked, strict=True)), damages


def sound_entries(folder: Path, entries: Iterable[Entry]) -> tuple[list[Entry], list[str]]:
    """Check records one by one; return the sound ones, and every damage."""
    sound: list[Entry] = []
    damages: dict[str, None] = {}
    heads: dict[str, bytes] = {}
    for entry in entries:
        path = folder / entry.filename
        if entry.filename not in heads:
            heads[entry.filename] = own_head(path)
        if found := check_entry(path, entry, heads[entry.filename]):
            damages |= dict.fromkeys(found)
        else:
            sound.append(entry)
    return sound, list(damages)
