"""Puts the explorer together: addresses, the guard before them, and errors as pages."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from osiris_crawler.errors import OsirisError, UsageError
from osiris_crawler.explorer import article, coverage, downloads, feeds, listing, recordings
from osiris_crawler.explorer.guard import HOSTS, Guard
from osiris_crawler.explorer.library import Library
from osiris_crawler.explorer.rendering import STATIC, fresh, page, text_for
from osiris_crawler.explorer.understanding import MisunderstoodError

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request
    from starlette.responses import Response

    from pipelines.database.engine import Database

log = logging.getLogger(__name__)
KNOWN = {404, 405}
"""Errors with a text of their own."""


def application(database: Database, data_dir: Path, hosts: frozenset[str] = HOSTS) -> Starlette:
    """Return the explorer of an archive.

    Args:
        database: from now on only read.
        data_dir: where the recordings are.
        hosts: names in the header Host that are answered, without port.
    """
    app = Starlette(
        routes=[
            Route("/", listing.listing),
            Route("/article/{key}", article.article),
            Route("/article/{key}/reference.{form}", article.reference),
            Route("/article/{key}/revisions", article.revisions),
            Route("/address", article.by_address),
            Route("/recording/{form}/{offset:int}/{file:path}", recordings.recording),
            Route("/coverage", coverage.coverage),
            Route("/runs", coverage.crawls),
            Route("/help", explained),
            Route("/download/{name}", downloads.download),
            Route("/feed.atom", feeds.feed),
            Route("/opensearch.xml", feeds.description),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[Middleware(Guard, hosts=hosts)],
        exception_handlers={HTTPException: _refused, OsirisError: _failed, Exception: _broken},
    )
    app.state.library = Library(database, data_dir)
    return app


@fresh
def explained(request: Request) -> Response:
    """Answer with what may be typed into the search box."""
    return page(request, "help.html")


def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    name = f"error_{status}" if status in KNOWN else "error_other"
    response = page(request, "error.html", status=status, name=name, detail="")
    if isinstance(error, HTTPException) and error.headers:
        response.headers.update(error.headers)
    return response


def _failed(request: Request, error: Exception) -> Response:
    """Say what is wrong in the reader's language; what commands say of it is for the terminal."""
    if isinstance(error, MisunderstoodError):
        said = error.said(text_for(request))
        return page(request, "error.html", status=400, name="error_400", detail=said)
    log.error("%s %s: %s", request.method, request.url.path, error)
    status = 400 if isinstance(error, UsageError) else 503
    return page(request, "error.html", status=status, name=f"error_{status}", detail="")


def _broken(request: Request, error: Exception) -> Response:
    log.error("%s %s", request.method, request.url.path, exc_info=error)
    return page(request, "error.html", status=500, name="error_500", detail="")
