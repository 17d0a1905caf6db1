"""The options that choose articles, the same for every command that shows or exports them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from osiris_crawler import settings
from osiris_crawler.errors import UsageError
from osiris_crawler.items import Kind

if TYPE_CHECKING:
    from pipelines.database.engine import Database

Data = Annotated[
    Path | None,
    typer.Option("--data", help="Data folder; default OSIRIS_DATA, else data/ beside scrapy.cfg."),
]
Since = Annotated[
    str,
    typer.Option(metavar="DATE", help="First year, month or day of publication: 2024, 2024-10, 2024-10-01."),
]
Until = Annotated[str, typer.Option(metavar="DATE", help="Last year, month or day, itself included.")]
Keyword = Annotated[
    list[str] | None, typer.Option(help="Keyword, without regard to case and accents; may be repeated.")
]
Source = Annotated[
    list[str] | None, typer.Option(help="Press source, canonical name or as printed; may be repeated.")
]
Section = Annotated[
    list[str] | None, typer.Option(help="Section title, or several joined by ' > '; may be repeated.")
]
KindOption = Annotated[
    list[str] | None, typer.Option("--kind", help=f"Any of {', '.join(Kind)}; may be repeated.")
]
Language = Annotated[list[str] | None, typer.Option(help="Language code, such as fr; may be repeated.")]
Site = Annotated[str, typer.Option(help="Name, host or address of one site.")]
Query = Annotated[
    str,
    typer.Option(help='Words of title or body: all of them, "a phrase", a OR b, -not, begin*, title:word.'),
]
Complete = Annotated[
    bool, typer.Option("--complete", help="Only articles with title, day of publication, body and section.")
]


def checked_kinds(kinds: list[str] | None) -> tuple[str, ...]:
    """Return the kinds asked for; commas may part them.

    Raises:
        UsageError: there is no such kind.
    """
    names = tuple(name.strip() for given in kinds or [] for name in given.split(",") if name.strip())
    known = [kind.value for kind in Kind]
    for name in names:
        if name not in known:
            raise UsageError(f"--kind {name}: there is no such kind. Choose from {', '.join(known)}.")
    return names


def data_folder(data: Path | None) -> Path:
    """Return the data folder that a command works in."""
    return settings.data_folder(data)


def existing_database(data: Path | None) -> Database:
    """Open the database of an archive that is there already.

    Raises:
        UsageError: there is none.
        DatabaseError: it cannot be used.
    """
    from pipelines.database.engine import open_database

    return open_database(data_folder(data), settings.OSIRIS_DATABASE_URL or None, create=False)
