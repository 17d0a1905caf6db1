"""`osiris restrict`: take the text of an article out of every output, or bring it back."""

from __future__ import annotations

import getpass
import shlex
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from osiris_crawler.cli import filters
from osiris_crawler.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def restrict(
    url: Annotated[str, typer.Argument(metavar="URL", help="An address of the article.")] = "",
    reason: Annotated[
        str, typer.Option(help="Why it is withheld, or comes back; kept in restrictions.jsonl.")
    ] = "",
    who: Annotated[str, typer.Option(help="Who decided; default: the user of this machine.")] = "",
    lift: Annotated[
        bool, typer.Option("--lift", help="Bring the text back; needs its --reason, too.")
    ] = False,
    show_list: Annotated[bool, typer.Option("--list", help="Show what is restricted now.")] = False,
    data: filters.Data = None,
) -> None:
    """Withhold the text of an article everywhere; its row stays, with status restricted."""
    from osiris_crawler import urls
    from pipelines.database import decisions, ledgers, sealing

    folder = filters.data_folder(data)
    with closing(filters.existing_database(data)) as database:
        if show_list:
            _list(folder)
            return
        address = urls.canonical(url) if url else ""
        if not address:
            raise UsageError(f"{url or 'URL'}: name the web address of an article.")
        key = urls.key(address)
        with database.read() as session:
            stored = bool(ledgers.articles_at(session, key))
        if lift and key not in decisions.restrictions(folder):
            raise UsageError(f"{address}: is not restricted. `osiris restrict --list` shows what is.")
        if not reason.strip():
            raise UsageError(_lacks_reason(address, lift=lift))
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        line = {
            "url": address, "action": "lift" if lift else "restrict", "reason": reason,
            "who": who or _user(), "at": now,
        }  # fmt: skip
        ledgers.restore_file(database, folder)
        decisions.add_restriction(folder, line)
        ledgers.bring_in(database, folder)
        with database.read() as session:
            twins = [] if lift else sealing.twins(session, ledgers.articles_at(session, key))
    if lift:
        typer.echo(f"{address}: the text is back.")
    elif stored:
        typer.echo(f"{address}: withheld. Exports made before still hold it: make them again.")
    else:
        typer.echo(f"{address}: not stored so far; it will be withheld when it comes.")
    for twin in twins:
        typer.echo(f"The same text stands in {twin}, which is not withheld: restrict it too if it should be.")


def _lacks_reason(address: str, *, lift: bool) -> str:
    what = "the text comes back" if lift else "the text is withheld"
    command = f"osiris restrict {shlex.quote(address)}{' --lift' if lift else ''}"
    return f'--reason: say why {what}; it is kept with the decision. Write `{command} --reason "…"`'


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise UsageError("--who: say who decides; this machine has no name for its user.") from error


def _list(folder: Path) -> None:
    from pipelines.database import decisions

    found = decisions.restrictions(folder)
    for one in found.values():
        typer.echo(f"{one.url}  {one.at:%Y-%m-%d}  {one.who}  {one.reason}")
    if not found:
        typer.echo("Nothing is restricted.")
