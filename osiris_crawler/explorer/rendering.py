"""Makes pages from templates: who asks, in which language, and whether anything changed since the last time."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from osiris_crawler import settings
from osiris_crawler.explorer.asking import Asked, read
from osiris_crawler.explorer.wording import LANGUAGES, Wording, preferred, wording

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from osiris_crawler.explorer.library import Library

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"


@dataclass(frozen=True)
class Visitor:
    """Who asks for a page, and for what."""

    request: Request
    library: Library
    asked: Asked
    text: Wording

    @property
    def origin(self) -> str:
        """Scheme, host and port under which the explorer was asked."""
        return f"{self.request.url.scheme}://{self.request.url.netloc}"


def visitor(request: Request) -> Visitor:
    """Return who asks.

    Raises:
        MisunderstoodError: the address holds a value that is not understood.
    """
    asked = read(request.query_params.multi_items())
    return Visitor(request, request.app.state.library, asked, text_for(request))


def page(
    request: Request, template: str, *, status: int = 200, asked: Asked | None = None, **values: Any
) -> Response:
    """Return a page."""
    text = text_for(request)
    asked = asked or Asked(lang=_named(request))
    others = [name for name in LANGUAGES if name != text.language]
    content = (
        environment()
        .get_template(template)
        .render(
            t=text,
            asked=asked,
            path=request.url.path,
            other_language=others[0],
            in_other_language=str(
                request.url.include_query_params(lang=others[0]).replace(scheme="", netloc="")
            ),
            version=settings.VERSION,
            static=_static_mark(),
            **values,
        )
    )
    return HTMLResponse(content, status, {"content-language": text.language, "vary": "Accept-Language"})


def fresh(endpoint: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """Answer 304 without any work when the archive has not changed since the reader's copy was made."""

    @wraps(endpoint)
    def answer(request: Request) -> Response:
        tag = _tag(request)
        known = [one.strip() for one in request.headers.get("if-none-match", "").split(",")]
        if tag and tag in known:
            return Response(status_code=304, headers={"etag": tag, "vary": "Accept-Language"})
        response = endpoint(request)
        if response.status_code == 200:  # noqa: PLR2004 - HTTP: OK
            response.headers["cache-control"] = "no-cache"
            if tag:
                response.headers["etag"] = tag
        return response

    return answer


@cache
def environment() -> Environment:
    """Return the templates; every value is escaped."""
    return Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


def _named(request: Request) -> str:
    name = request.query_params.get("lang", "")
    return name if name in LANGUAGES else ""


def text_for(request: Request) -> Wording:
    """Return the texts in the language that the reader gets."""
    return wording(preferred(_named(request), request.headers.get("accept-language", "")))


def _tag(request: Request) -> str:
    state: str = request.app.state.library.state()
    if not state:
        return ""
    parts = (
        state,
        str(request.url),
        text_for(request).language,
        settings.VERSION,
        _static_mark(),
        _templates_mark(),
    )
    return f'W/"{hashlib.sha256("|".join(parts).encode()).hexdigest()[:24]}"'


@cache
def _static_mark() -> str:
    """Return what changes with the style, so that no browser shows a page in an old one."""
    return _digest(STATIC)


@cache
def _templates_mark() -> str:
    return _digest(FOLDER / "templates") + _digest(FOLDER / "texts")


def _digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        whole.update(path.read_bytes())
    return whole.hexdigest()[:10]
