"""Tries foreign recordings on a copy of the records: what would they change? Nothing else is touched."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from osiris_crawler.errors import SnapshotError
from pipelines.database.copying import backup
from pipelines.database.engine import FILE_NAME, open_database
from pipelines.replay.comparing import Difference, compare
from pipelines.replay.engine import Replay, Report
from pipelines.replay.sources import load, recordings
from pipelines.replay.taking_in import take_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from pipelines.database.engine import Database
    from pipelines.replay.sources import Source

FOLDER = ".trial"
"""Below the data folder, while recordings are tried."""


def tried(
    data_dir: Path, present: Database, files: Sequence[Path], started_at: datetime, *, workers: int,
    progress: Callable[[int, int], None],
) -> tuple[Report, Difference]:  # fmt: skip
    """Read foreign recordings into a copy of the records; return the report and what differs then.

    Files that are whole are read where they lie, others from a copy. All of it is gone at the end.

    Raises:
        StorageError: the records cannot be copied.
    """
    folder = data_dir / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        problems: list[str] = []
        sources = _taken(files, folder / "warc", problems) + _bodies(data_dir / "warc")
        backup(present, folder / FILE_NAME)
        with closing(open_database(folder)) as copy:
            replay = Replay(
                copy, data_dir, sources, started_at=started_at, rebuilding=False, workers=workers,
                progress=progress,
            )  # fmt: skip
            report = replay.run()
            with present.read() as before, copy.read() as after:
                found = compare(before, after)
        report.problems[:0] = problems
        return report, found
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _taken(files: Sequence[Path], folder: Path, problems: list[str]) -> list[Source]:
    """Link the files, or copy what has to be mended."""
    paths: list[Path] = []
    for file in files:
        try:
            paths += take_in(file, folder, in_place=True)
        except SnapshotError:
            try:
                paths += take_in(file, folder, problems)
            except SnapshotError as error:
                problems.append(str(error))
    return [load(path) for path in dict.fromkeys(paths)]


def _bodies(folder: Path) -> list[Source]:
    """Return the archive's own recordings, for the bodies that revisits repeat."""
    found: list[Source] = []
    for path in recordings(folder):
        try:
            found.append(replace(load(path), only_bodies=True))
        except SnapshotError:
            continue  # osiris verify names it
    return found
