"""`osiris replay`: make the records again from the recordings."""

from __future__ import annotations

import json
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from osiris_crawler import clock, settings
from osiris_crawler.cli import filters
from osiris_crawler.cli.saying import Sayer
from osiris_crawler.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from pipelines.replay.comparing import Difference
    from pipelines.replay.engine import Report

DAMAGED = 3
LOCK = "lock"


def replay(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE …]", help="WARC, WACZ or ARC files; default: the archive's own."),
    ] = None,
    diff: Annotated[
        bool, typer.Option("--diff", help="Say what would change by field and year; change nothing.")
    ] = False,
    max_change: Annotated[
        str,
        typer.Option(metavar="P%", help="Refuse (exit code 3) when more articles than this would change."),
    ] = "",
    workers: Annotated[
        int | None, typer.Option(help="Processes that read, at most one for each core; default: all cores.")
    ] = None,
    in_place: Annotated[
        bool, typer.Option("--in-place", help="Link foreign files instead of copying them into warc/.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result for programs.")] = False,
    data: filters.Data = None,
) -> None:
    """Make the records again from the recordings, without the network.

    Without FILE all recordings of the archive are read with the present reader, in the order of capture, and
    take the place of its records. Foreign files are copied into warc/ and their articles added.
    """
    from osiris_crawler.lock import Lock
    from pipelines.replay.reading_ahead import cores
    from pipelines.replay.work import Wishes, work

    limit = _percent(max_change)
    if workers is not None and workers < 1:
        raise UsageError(f"--workers {workers}: at least one process is needed")
    folder = filters.data_folder(data)
    console = Sayer(data, stderr=True)
    if not files:
        _refuse_nothing(folder)
    wishes = Wishes(
        folder, tuple(files or ()), settings.OSIRIS_DATABASE_URL, diff=diff, max_change=limit,
        in_place=in_place, workers=workers if workers is not None else cores(),
    )  # fmt: skip
    started = clock.ticks()
    with ExitStack() as stack:
        if folder.exists() or not diff:
            stack.callback(Lock(folder, "osiris replay").acquire().release)
        if diff and not settings.OSIRIS_DATABASE_URL:
            wishes = replace(wishes, data_dir=stack.enter_context(_with_database(folder)))
        bar = stack.enter_context(_bar(console))
        task = bar.add_task("reading", total=None)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        result = work(wishes, clock.now(), show)
    result.report.seconds = clock.ticks() - started
    if as_json:
        typer.echo(json.dumps(_as_json(result), ensure_ascii=False, indent=2))
    else:
        _show(result, wishes, console)
    if result.report.problems or result.refused:
        raise typer.Exit(DAMAGED)


def _refuse_nothing(folder: Path) -> None:
    """Refuse to replay the recordings of an archive that has none, before anything is made there.

    Raises:
        UsageError: there are none.
    """
    from pipelines.replay.sources import recordings
    from pipelines.snapshots.leftovers import OPEN

    warc = folder / "warc"
    if not recordings(warc) and not any(warc.glob(f"*{OPEN}")):
        raise UsageError(f"{warc}: holds no recordings. Run `osiris crawl`, or name files to replay")


@contextmanager
def _with_database(folder: Path) -> Iterator[Path]:
    """Give the data folder; where it has no database, a passing one with all else of it, since a diff makes nothing."""
    from pipelines.database.engine import FILE_NAME

    if (folder / FILE_NAME).exists():
        yield folder
        return
    with TemporaryDirectory(prefix="osiris-") as name:
        for path in sorted(folder.glob("*")):
            if path.name != LOCK and not path.name.startswith(FILE_NAME):
                (Path(name) / path.name).symlink_to(path)
        yield Path(name)


def _percent(text: str) -> float | None:
    """Read `2%` or `2`."""
    if not text.strip():
        return None
    try:
        value = float(text.strip().removesuffix("%").replace(",", "."))
    except ValueError:
        value = -1.0
    if value < 0:
        raise UsageError(f"--max-change {text}: write a share such as 2%")
    return value


def _bar(console: Console) -> Progress:
    columns = (TextColumn("replay"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _as_json(result: Any) -> dict[str, Any]:
    report: Report = result.report
    found: dict[str, Any] = {
        "pages": report.pages,
        "articles": dict(report.tally.articles),
        "visits": dict(report.tally.visits),
        "only_indexed": report.tally.only_indexed,
        "seconds": round(report.seconds, 2),
        "problems": report.problems,
        "applied": result.applied,
        "refused": result.refused,
    }
    if result.difference is not None:
        change: Difference = result.difference
        found["difference"] = {
            "before": change.before, "after": change.after, "changed": change.changed,
            "appeared": change.appeared, "vanished": change.vanished, "percent": round(change.share, 3),
            "fields": dict(change.fields), "years": dict(sorted(change.years.items())),
            "examples": change.examples,
        }  # fmt: skip
    return found


def _show(result: Any, wishes: Any, console: Sayer) -> None:
    """Tell people what was done."""
    report: Report = result.report
    say = console.say
    for problem in report.problems:
        say(f"not read: {problem}")
    rate = report.pages / report.seconds if report.seconds else 0
    articles = ", ".join(f"{count:,} {change}" for change, count in sorted(report.tally.articles.items()))
    say(
        f"{report.pages:,} recorded answers in {report.seconds:.1f} s ({rate:,.0f}/s): {articles or 'no article'}"
    )
    if result.difference is not None:
        _show_difference(result.difference, say)
    if result.refused:
        say(f"Nothing was changed: {result.refused}")
    elif wishes.diff:
        again = "the same command without --diff" if wishes.files else "osiris replay"
        say(f"Nothing was changed (--diff). Next: {again}")
    elif not report.pages:
        say("No answer was read, so that no record was made.")
    else:
        say(f"Records in {wishes.data_dir}. Next: osiris export csv · osiris status")


def _show_difference(found: Difference, say: Any) -> None:
    say(
        f"{found.changed:,} of {found.before:,} articles differ, {found.appeared:,} appear, "
        f"{found.vanished:,} vanish ({found.share:.2f} %)"
    )
    for name, count in found.fields.most_common():
        say(f"  {name}: {count:,}, such as {found.examples[name][0]}")
    if found.years:
        years = ", ".join(f"{year or 'no date'} {count:,}" for year, count in sorted(found.years.items()))
        say(f"  by year: {years}")
