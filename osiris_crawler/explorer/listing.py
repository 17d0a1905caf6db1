"""The first page: search box, what narrows, and the articles found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osiris_crawler.explorer.downloads import offered
from osiris_crawler.explorer.narrowing import AT_ONCE, chart, chips, facets
from osiris_crawler.explorer.rendering import Visitor, fresh, page, text_for, visitor
from osiris_crawler.explorer.understanding import MisunderstoodError
from pipelines.database import hits
from pipelines.database.hits import Order

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from osiris_crawler.explorer.asking import Asked

IN_FORM = {"q", "since", "until", "complete", "sort", "as_of"}
"""Values that have a visible field in the form."""


@fresh
def listing(request: Request) -> Response:
    """Answer with the articles that an address asks for, newest first without words to search."""
    try:
        reader = visitor(request)
    except MisunderstoodError as error:
        return _not_understood(request, error)
    asked = reader.asked
    try:
        return _found(request, reader)
    except MisunderstoodError as error:
        return _not_understood(request, error, asked)


def _found(request: Request, reader: Visitor) -> Response:
    asked = reader.asked
    with reader.library.read() as session:
        shown = reader.library.edition(session, asked)
        found = hits.page(
            session, asked.chosen, shown, asked.sorted_by, after=asked.after, before=asked.before
        )
        total = reader.library.counts(session, asked, shown)["total"][""]
        return page(
            request,
            "listing.html",
            asked=asked,
            total=total,
            found=found,
            orders=[
                (order.value, asked.sorted(order).address(), order == asked.sorted_by)
                for order in Order
                if order != Order.RELEVANCE or hits.ranked(session, asked.chosen)
            ],
            facets=facets(reader, session, shown),
            at_once=AT_ONCE,
            chart=chart(reader, session, shown),
            chips=chips(reader),
            hidden=[pair for pair in asked.pairs() if pair[0] not in IN_FORM],
            before=asked.at_place(before=found.before) if found.before else "",
            after=asked.at_place(after=found.after) if found.after else "",
            downloads=offered(asked) if total else [],
            problem="",
        )


def _not_understood(request: Request, error: MisunderstoodError, asked: Asked | None = None) -> Response:
    """Answer with the form as it was filled in, and what is wrong with it."""
    given = request.query_params
    return page(
        request, "problem.html", status=400, problem=error.said(text_for(request)),
        query=given.get("q", "") if asked is None else asked.chosen.query,
    )  # fmt: skip
