"""The newest articles, or those of a search, as an Atom feed; and the description for search boxes of browsers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.responses import Response

from osiris_crawler.explorer.rendering import environment, fresh, visitor
from pipelines.database import hits
from pipelines.database import tables as t
from pipelines.database.hits import Order

if TYPE_CHECKING:
    from starlette.requests import Request

ENTRIES = 50


@fresh
def feed(request: Request) -> Response:
    """Answer with the newest articles of a selection."""
    reader = visitor(request)
    asked = replace(reader.asked, order=Order.NEWEST, after=None, before=None)
    with reader.library.read() as session:
        shown = reader.library.edition(session, asked)
        found = hits.page(session, asked.chosen, shown, Order.NEWEST, size=ENTRIES)
        numbers = [hit.number for hit in found.hits]
        seen = {
            row.id: row.changed_at
            for row in session.execute(t.article.select().where(t.article.c.id.in_(numbers)))
        }
    content = (
        environment()
        .get_template("feed.xml")
        .render(
            t=reader.text,
            asked=asked,
            origin=reader.origin,
            own=str(request.url),
            hits=found.hits,
            changed={number: f"{at:%Y-%m-%dT%H:%M:%SZ}" for number, at in seen.items()},
            updated=f"{max(seen.values()):%Y-%m-%dT%H:%M:%SZ}" if seen else "1970-01-01T00:00:00Z",
        )
    )
    return Response(content, media_type="application/atom+xml")


def description(request: Request) -> Response:
    """Answer with the OpenSearch description."""
    reader = visitor(request)
    content = (
        environment()
        .get_template("opensearch.xml")
        .render(t=reader.text, origin=reader.origin, asked=reader.asked)
    )
    return Response(content, media_type="application/opensearchdescription+xml")
