"""One article: its text, what is known of it and how, its history, and how to cite it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from osiris_crawler import urls
from osiris_crawler.explorer import citing
from osiris_crawler.explorer.comparing import changes
from osiris_crawler.explorer.rendering import Visitor, fresh, page, visitor
from osiris_crawler.explorer.understanding import MisunderstoodError, Wrong
from pipelines.database import captures, lookup, queries, selection, snippets
from pipelines.database import tables as t
from pipelines.database.addresses import location
from pipelines.database.details import details
from pipelines.database.likenesses import republications
from pipelines.database.models import ArticleStatus
from pipelines.database.selection import Row
from pipelines.exports.citing import citation

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from starlette.requests import Request

    from pipelines.database.details import Details
    from pipelines.database.editions import Edition

RIGHT_TO_LEFT = ("ar", "fa", "he", "ur", "yi")
COMPARED = ("title", "published_on", "source_raw", "author_line", "body")


class Shown(NamedTuple):
    """An article of an edition, with its parts and the number of its revision."""

    row: Row
    parts: Details
    revision_id: int


def find(session: Session, key: str, shown: Edition, *, revisions: bool = False) -> Shown:
    """Return an article by its public id.

    Raises:
        HTTPException: 404, there is none.
    """
    batch = selection.of_key(session, key, shown)
    if not batch:
        raise HTTPException(404)
    row = Row._make("" if value is None else value for value in batch[0][: len(selection.COLUMNS)])
    return Shown(row, details(session, shown, batch, revisions=revisions)[0], batch[0][-1])


@fresh
def article(request: Request) -> Response:
    """Answer with the page of an article."""
    reader = visitor(request)
    asked = reader.asked
    with reader.library.read() as session:
        shown = reader.library.edition(session, asked)
        found = find(session, request.path_params["key"], shown)
        row = found.row
        one = citation(row, found.parts)
        restricted = row.status == ArticleStatus.RESTRICTED
        address = f"{reader.origin}/article/{row.id}"
        values: dict[str, Any] = {}
        if not restricted:
            values = {
                "meta": citing.meta(one, address),
                "structured": citing.structured(one, address),
                "coins": citing.coins(one),
                "sentence": citing.sentence(one, reader.text),
            }
        return page(
            request,
            "article.html",
            asked=asked,
            row=row,
            parts=found.parts,
            restricted=restricted,
            direction="rtl" if row.language.split("-")[0] in RIGHT_TO_LEFT else "ltr",
            title=_title(reader, row),
            paragraphs=_paragraphs(reader, row.body),
            history=lookup.article_history(session, row.url),
            captures=[] if restricted else captures.captures_of_article(session, row.url)[::-1],
            republications=[] if restricted else republications(session, found.revision_id),
            address=address,
            **values,
        )


def _phrases(reader: Visitor) -> list[queries.Phrase]:
    query = reader.asked.chosen.query
    return queries.wanted(queries.parse(query)) if query else []


def _title(reader: Visitor, row: Row) -> list[snippets.Piece]:
    return snippets.marked(row.title, _phrases(reader), "title")


def _paragraphs(reader: Visitor, body: str) -> list[list[list[snippets.Piece]]]:
    """Return paragraphs of lines of pieces, with the words of the search marked."""
    phrases = _phrases(reader)
    return [
        [snippets.marked(line, phrases, "body") for line in paragraph.split("\n")]
        for paragraph in body.split("\n\n")
        if paragraph.strip()
    ]


@fresh
def revisions(request: Request) -> Response:
    """Answer with what changed from one revision of an article to another, by default to the present one."""
    reader = visitor(request)
    with reader.library.read() as session:
        found = find(
            session, request.path_params["key"], reader.library.edition(session, reader.asked), revisions=True
        )
        numbers = [one["number"] for one in found.parts.revisions]
        new = _number(request, "to", numbers, numbers[-1])
        old = _number(request, "from", numbers, max(new - 1, numbers[0]))
        by_number = {one["number"]: one for one in found.parts.revisions}
        before, after = by_number[old], by_number[new]
        restricted = found.row.status == ArticleStatus.RESTRICTED
        compared = {
            name: changes(before[name], after[name])
            for name in COMPARED
            if not restricted and before[name] != after[name]
        }
        return page(
            request,
            "revisions.html",
            asked=reader.asked,
            row=found.row,
            revisions=found.parts.revisions,
            old=old,
            new=new,
            before=before,
            after=after,
            compared=compared,
            restricted=restricted,
            direction="rtl" if found.row.language.split("-")[0] in RIGHT_TO_LEFT else "ltr",
        )


def _number(request: Request, name: str, known: list[int], otherwise: int) -> int:
    text = request.query_params.get(name, "")
    number = int(text) if text.isdecimal() and len(text) < len("1000000") else otherwise
    return number if number in known else otherwise


@fresh
def reference(request: Request) -> Response:
    """Answer with the reference of an article, to download.

    Raises:
        HTTPException: 404, unknown, restricted, or the format is not installed.
    """
    reader = visitor(request)
    form = request.path_params["form"]
    if form not in citing.MEDIA:
        raise HTTPException(404)
    with reader.library.read() as session:
        found = find(session, request.path_params["key"], reader.library.edition(session, reader.asked))
    if found.row.status == ArticleStatus.RESTRICTED:
        raise HTTPException(404)
    content = citing.reference(citation(found.row, found.parts), form)
    name = f'attachment; filename="{found.row.id}.{form}"'
    return Response(content, media_type=citing.MEDIA[form], headers={"content-disposition": name})


def by_address(request: Request) -> Response:
    """Lead from an address of the site to the page of its article.

    Raises:
        MisunderstoodError: it is no address.
        HTTPException: 404, nothing is stored under it.
    """
    reader = visitor(request)
    given = request.query_params.get("url", "").strip()
    address = urls.canonical(given if "://" in given else f"https://{given}") if given else ""
    if not address:
        raise MisunderstoodError(Wrong.ADDRESS)
    with reader.library.read() as session:
        key = session.execute(
            select(t.article.c.key)
            .join(t.address, t.address.c.article_id == t.article.c.id)
            .where(t.address.c.location == location(address))
        ).scalar()
    if key is None:
        raise HTTPException(404)
    return RedirectResponse(reader.asked.plain(f"/article/{key}"), 303)
