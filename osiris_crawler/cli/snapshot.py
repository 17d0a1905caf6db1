"""`osiris snapshot`: the bytes of an address as they were captured."""

from __future__ import annotations

import shlex
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urljoin

import typer

from osiris_crawler import settings, urls
from osiris_crawler.cli import filters
from osiris_crawler.errors import SnapshotError, UsageError
from osiris_crawler.sites import profile_for
from osiris_crawler.validators import NOT_MODIFIED

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from pipelines.database.captures import Capture
    from pipelines.snapshots.http_message import Message

STDOUT = Path("-")


def snapshot(
    url: Annotated[str, typer.Argument(metavar="URL", help="Any address that was recorded.")],
    at: Annotated[
        str,
        typer.Option(
            metavar="DATE", help="The last capture on or before: 2024, 2024-10-01, 2024-10-01T06:00:00Z."
        ),
    ] = "",
    headers: Annotated[
        bool, typer.Option("--headers", help="Status line and headers first, as the server sent them.")
    ] = False,
    decode: Annotated[
        bool, typer.Option("--decode", help="Undo gzip and other content codings; always done on a terminal.")
    ] = False,
    show_list: Annotated[bool, typer.Option("--list", help="Only list the captures.")] = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file.")
    ] = None,
    data: filters.Data = None,
) -> None:
    """Print the bytes of an address as captured: the newest, or the last one at a date."""
    from pipelines.database import captures as found_in
    from pipelines.snapshots.warc_reader import read_record

    moment = last_moment(at) if at else None
    folder = filters.data_folder(data) / "warc"
    with closing(filters.existing_database(data)) as database, database.read() as session:
        found = found_in.captures(session, url) or found_in.captures_of_article(session, url)
        if show_list:
            _list(found)
            return
        if found_in.is_withheld(session, url):
            raise UsageError(
                f'{url}: is restricted; `osiris restrict {shlex.quote(url)} --lift --reason "…"` ends that'
            )
        chosen = found_in.at_or_before(found, moment)
        if chosen is None:
            raise UsageError(_nothing(url, at, found))
        holder = found_in.body_of(session, chosen)
        if holder is None:
            raise SnapshotError(
                f"{url}: the record repeats a body that is not there; osiris verify tells more"
            )
        message = read_record(folder / chosen.file, chosen.offset, chosen.length).message()
        original = message
        if holder is not chosen:
            original = read_record(folder / holder.file, holder.offset, holder.length).message()
        if chosen.status == NOT_MODIFIED and chosen.revisit:
            message = original  # a 304 has no body: what it confirmed is shown whole
        _refuse_quotes(session, url, original)
    _write(message, original, output, headers=headers, decode=decode)
    typer.echo(
        f"{chosen.url} · status {chosen.status} · captured {chosen.captured_at:%Y-%m-%dT%H:%M:%SZ} · "
        f"{holder.file} at {holder.offset}{_confirmed(chosen, holder)}",
        err=True,
    )


def _confirmed(chosen: Capture, holder: Capture) -> str:
    """Say of a 304 whose bytes were printed."""
    if holder is chosen or chosen.status != NOT_MODIFIED:
        return ""
    return (
        f" · unchanged, said the server, since {holder.captured_at:%Y-%m-%dT%H:%M:%SZ}: these are those bytes"
    )


def _refuse_quotes(session: Session, url: str, message: Message) -> None:
    """Refuse a list or feed that prints the text of a restricted article.

    Raises:
        UsageError: it does.
    """
    from pipelines.withheld import Withheld

    withheld = Withheld(session)
    if withheld.bars(url) or withheld.telling(withheld.quoted(message)):
        raise UsageError(
            f"{url}: shows text of a restricted article; osiris restrict --list tells which are restricted"
        )


def last_moment(text: str) -> datetime:
    """Return the last moment of a year, month, day or time, in UTC.

    Raises:
        UsageError: the text is none.
    """
    for form, step in (("%Y", 366), ("%Y-%m", 31), ("%Y-%m-%d", 1)):
        try:
            first = datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
        after = first + timedelta(days=step)
        if form != "%Y-%m-%d":
            after = after.replace(day=1) if form == "%Y-%m" else after.replace(month=1, day=1)
        return after - timedelta(microseconds=1)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--at {text}: write 2024, 2024-10, 2024-10-01 or 2024-10-01T06:00:00Z") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment + timedelta(microseconds=999_999 if not moment.microsecond else 0)


def _write(message: Message, original: Message, output: Path | None, *, headers: bool, decode: bool) -> None:
    """Write head and body."""
    terminal = output in {None, STDOUT} and sys.stdout.isatty()
    body = original.page() if decode or terminal else original.unframed
    content = (message.head or original.head if headers else b"") + body
    if output is None or output == STDOUT:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    from pipelines.exports.writing import whole_file

    with whole_file(output) as file:
        file.write(content)


def _nothing(url: str, at: str, found: list[Capture]) -> str:
    if found:
        first = found[0].captured_at
        return f"{url}: no capture on or before {at}; the first is of {first:%Y-%m-%d %H:%M:%S} UTC"
    if not urls.canonical(url):
        return f"{url}: is no web address. Write it whole, with http:// or https://"
    words = ["osiris", "crawl", "--url", url]
    if not profile_for(settings.OSIRIS_SITE).owns(urls.canonical(url)):
        words += ["--site", urljoin(url, "/")]
    return f"{url}: was never recorded. `{shlex.join(words)}` records it now"


def _list(found: list[Capture]) -> None:
    for one in found:
        kind = "revisit" if one.revisit else "whole"
        typer.echo(
            f"{one.captured_at:%Y-%m-%dT%H:%M:%SZ} {one.status} {kind:<7} {one.digest} "
            f"{one.file}:{one.offset}+{one.length} {one.url}"
        )
    if not found:
        typer.echo("never recorded", err=True)
