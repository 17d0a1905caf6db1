"""The work of `osiris replay` from the wishes to the result: which database, which files, apply or not."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from osiris_crawler.errors import SnapshotError, UsageError
from pipelines.database import fixity
from pipelines.database.engine import Database, open_database
from pipelines.replay import answering, rebuilding
from pipelines.replay.comparing import Difference, compare
from pipelines.replay.engine import Replay, Report
from pipelines.replay.sources import Source, load, recordings
from pipelines.replay.taking_in import take_in
from pipelines.replay.trying import tried
from pipelines.snapshots.leftovers import close_leftovers

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy.orm import Session

    Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a replay was asked to do."""

    data_dir: Path
    files: tuple[Path, ...] = ()
    database_url: str = ""
    diff: bool = False
    max_change: float | None = None
    """Percent of the articles; None for no limit."""
    in_place: bool = False
    workers: int = 1


@dataclass(slots=True)
class Result:
    """The end of a replay."""

    report: Report
    difference: Difference | None = None
    applied: bool = False
    refused: str = ""
    """Why nothing was changed although it was wanted."""
    problems: list[str] = field(default_factory=list)


def work(wishes: Wishes, started_at: datetime, progress: Progress) -> Result:
    """Replay, compare and apply as wished; call it under the lock of the data folder.

    Raises:
        UsageError: there is nothing to replay.
        StorageError: the database or the recordings cannot be used at all.
    """
    answering.settle()  # what is made of the indexes now stays to the end, too
    try:
        return _work(wishes, started_at, progress)
    finally:
        answering.close()


def _work(wishes: Wishes, started_at: datetime, progress: Progress) -> Result:
    warc = wishes.data_dir / "warc"
    close_leftovers(warc)
    problems: list[str] = []
    sources = [] if wishes.files else _loaded(recordings(warc), problems)
    if not wishes.files and not sources and not problems:
        raise UsageError(f"{warc}: holds no recordings. Run `osiris crawl`, or name files to replay")
    with closing(
        open_database(wishes.data_dir, wishes.database_url or None, holder="osiris replay")
    ) as present:
        if wishes.files and (wishes.diff or wishes.max_change is not None):
            result = _try(wishes, present, started_at, progress)
            if wishes.diff or result.refused:
                return result
        if wishes.files:
            sources = _given(wishes, warc, problems)
            replay = Replay(present, wishes.data_dir, sources, started_at=started_at, rebuilding=False,
                            workers=wishes.workers, progress=progress)  # fmt: skip
            result = Result(replay.run(), applied=True)
        else:
            result = _rebuild(wishes, present, sources, started_at, progress)
    result.report.problems[:0] = problems
    return result


def _try(wishes: Wishes, present: Database, started_at: datetime, progress: Progress) -> Result:
    """Tell what named files would change, and whether that is more than is wanted; new articles are no change."""
    report, found = tried(wishes.data_dir, present, wishes.files, started_at,
                          workers=wishes.workers, progress=progress)  # fmt: skip
    result = Result(report, found if found.before else None)
    share = 100.0 * (found.changed + found.vanished) / max(found.before, 1)
    if wishes.max_change is not None and share > wishes.max_change:
        result.refused = f"{share:.2f} % of the articles would differ, more than {wishes.max_change:g} %"
    return result


def _given(wishes: Wishes, folder: Path, problems: list[str]) -> list[Source]:
    """Take the named files in."""
    paths: list[Path] = []
    for file in wishes.files:
        try:
            paths += take_in(file, folder, problems, in_place=wishes.in_place)
        except SnapshotError as error:
            problems.append(str(error))
    found = _loaded(list(dict.fromkeys(paths)), problems)
    if any(entry.is_revisit for source in found for entry in source.entries):
        beside = _loaded([path for path in recordings(folder) if path not in paths], [])
        found += [replace(source, only_bodies=True) for source in beside]
    return found


def _loaded(paths: list[Path], problems: list[str]) -> list[Source]:
    found = []
    for path in paths:
        try:
            found.append(load(path))
        except SnapshotError as error:
            problems.append(str(error))
    return found


def _complete(session: Session, sources: list[Source]) -> tuple[list[Source], list[str]]:
    """Return the sources with all records that the archive rests on, and the files for which that cannot be.

    An index that lacks some of them is made anew.
    """
    found: list[Source] = []
    absent = fixity.pointed(session) - {source.path.name for source in sources}
    for source in sources:
        whole = source
        if not fixity.offsets(session, source.path.name) <= {entry.offset for entry in source.entries}:
            try:
                whole = load(source.path, anew=True)
            except SnapshotError:
                absent.add(source.path.name)
        found.append(whole)
    return found, sorted(absent)


def _rebuild(
    wishes: Wishes, present: Database, sources: list[Source], started_at: datetime, progress: Progress
) -> Result:
    """Make all records anew beside the present ones, compare, and let them take their place."""
    with present.read() as session:
        sources, absent = _complete(session, sources)
    with rebuilding.scratch(wishes.data_dir, present) as fresh:
        replay = Replay(fresh, wishes.data_dir, sources, started_at=started_at, rebuilding=True,
                        workers=wishes.workers, progress=progress)  # fmt: skip
        with rebuilding.without_indexes(fresh):
            report = replay.run()
        rebuilding.bring_decisions(wishes.data_dir, fresh)
        with present.read() as before, fresh.read() as after:
            difference = compare(before, after)
        result = Result(report, difference if difference.before else None)
        report.problems += [
            f"{name}: records of the archive rest on it, and it cannot be read" for name in absent
        ]
        result.refused = "" if wishes.diff else _why_not(difference, wishes.max_change, absent, report)
        if wishes.diff or result.refused:
            return result
        rebuilding.keep_frontier(present, fresh)
        rebuilding.take_place(present, fresh, wishes.data_dir)
        result.applied = True
        return result


def _why_not(found: Difference, limit: float | None, absent: list[str], report: Report) -> str:
    """Tell why records may not take the place of the present ones; nothing when they may.

    What cannot be read any more would be lost with the records that it gave, so that takes a limit which allows it.
    """
    if not found.before:
        return ""
    if limit is not None:
        return (
            f"{found.share:.2f} % of the articles differ, more than {limit:g} %"
            if found.share > limit
            else ""
        )
    if absent or (found.vanished and report.problems):
        return (
            f"what could not be read would be lost with its records ({found.vanished:,} articles, or revisions of "
            "some). Put it back from a copy (osiris verify names it), or accept the loss by --max-change 100%"
        )
    return ""
