"""`osiris search`: full text at the terminal."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from osiris_crawler.cli import filters
from osiris_crawler.errors import UsageError

if TYPE_CHECKING:
    from pipelines.database.filtering import Filter
    from pipelines.database.hits import Hit, Page
    from pipelines.database.snippets import Piece

ORDERS = ("relevance", "newest", "oldest")
MARKED = "bold red"
CONTEXT = {"ignore_unknown_options": True}
"""For Typer: `-orange` is a word that must not stand there, no option."""


def search(  # noqa: PLR0917 - options, all given by name
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="QUERY", help='Words: all of them, "a phrase", a OR b, -not, begin*, title:word, (…).'
        ),
    ] = None,
    since: filters.Since = "",
    until: filters.Until = "",
    keyword: filters.Keyword = None,
    source: filters.Source = None,
    section: filters.Section = None,
    kind: filters.KindOption = None,
    language: filters.Language = None,
    site: filters.Site = "",
    complete: filters.Complete = False,
    sort: Annotated[str, typer.Option(metavar="|".join(ORDERS), help="Order of what is found.")] = ORDERS[0],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many to show.")] = 10,
    after: Annotated[str, typer.Option(metavar="PLACE", help="Go on behind the place that was said.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    data: filters.Data = None,
) -> None:
    """Search titles and texts; case, accents, singular and plural do not count, in quotation marks they do."""
    from pipelines.database import hits, selection
    from pipelines.database.editions import edition
    from pipelines.database.filtering import Filter

    if sort not in ORDERS:
        raise UsageError(f"--sort {sort}: choose from {', '.join(ORDERS)}.")
    chosen = Filter(
        since=since,
        until=until,
        keyword=tuple(keyword or ()),
        source=tuple(source or ()),
        section=tuple(section or ()),
        kind=filters.checked_kinds(kind),
        language=tuple(language or ()),
        site=site,
        query=_query(words or []),
        complete=complete,
    )
    mark = hits.Mark.read(after) if after else None
    with closing(filters.existing_database(data)) as database, database.read() as session:
        shown = edition(session)
        total = selection.count(session, chosen, shown)
        found = hits.page(session, chosen, shown, hits.Order(sort), size=limit, after=mark)
    if as_json:
        typer.echo(json.dumps(_plain(total, found), ensure_ascii=False, indent=2))
    else:
        _show(chosen, total, found)


def _query(words: list[str]) -> str:
    """Return what was typed; the shell has taken the quotation marks of a phrase away.

    Raises:
        UsageError: something looks like an option that does not exist.
    """
    for word in words:
        if word.startswith("--"):
            raise UsageError(f"{word}: there is no such option. `osiris search --help` names them.")
    if len(words) == 1:
        return words[0]
    return " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)


def _plain(total: int, found: Page) -> dict[str, Any]:
    articles = [
        hit.values | {"passage": "".join(f"[{p.text}]" if p.marked else p.text for p in hit.passage)}
        for hit in found.hits
    ]
    return {"total": total, "articles": articles, "next": str(found.after) if found.after else None}


def _show(chosen: Filter, total: int, found: Page) -> None:
    console = Console(highlight=False)
    for hit in found.hits:
        console.print(_line(hit), soft_wrap=True)
        if hit.passage:
            console.print(_marked(hit.passage))
        console.print(Text(hit.values["url"], style="blue"), soft_wrap=True)
        console.print()
    said = f"{total:,} article{'' if total == 1 else 's'}"
    if not total and chosen.query:
        said += "; fewer words, or the beginning of one (fibr*), find more"
    elif len(found.hits) < total:
        said += f", {len(found.hits)} shown"
    console.print(Text(said, style="bold"))
    if found.after:
        console.print(Text(f"More: the same with --after {str(found.after)!r}", style="dim"), soft_wrap=True)


def _line(hit: Hit) -> Text:
    line = Text()
    if hit.values["status"] == "restricted":
        line.append("restricted: the text is withheld", style="italic")
    for piece in hit.title:
        line.append(piece.text, style=MARKED if piece.marked else "bold")
    facts = [hit.values["published_on"] or "no date", hit.values["source"] or hit.values["kind"]]
    line.append("  " + " · ".join(filter(None, facts)), style="dim")
    return line


def _marked(pieces: list[Piece]) -> Text:
    return Text.assemble(*((piece.text, MARKED if piece.marked else "") for piece in pieces))
