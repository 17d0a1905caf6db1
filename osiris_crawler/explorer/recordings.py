"""The recorded bytes of an address, never as a page: shown as plain text in a sandbox, or to download."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.responses import Response

from osiris_crawler.explorer.rendering import visitor
from pipelines.database import captures
from pipelines.database import tables as t
from pipelines.database.captures import Capture
from pipelines.snapshots.warc_reader import read_record
from pipelines.withheld import Withheld

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session
    from starlette.requests import Request

    from pipelines.snapshots.http_message import Message

HEADERS = {"content-security-policy": "default-src 'none'; sandbox", "cache-control": "no-store"}
FORMS = ("text", "bytes", "warc")
_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9.-]+")


def recording(request: Request) -> Response:
    """Answer with a recording: `text` to look at, `bytes` as the server sent the body, `warc` the whole record.

    Raises:
        HTTPException: 404, there is none, or its text is withheld.
        SnapshotError: the file is not there, or damaged.
    """
    form = request.path_params["form"]
    if form not in FORMS:
        raise HTTPException(404)
    reader = visitor(request)
    folder = reader.library.data_dir / "warc"
    with reader.library.read() as session:
        chosen = _capture(session, request.path_params["file"], request.path_params["offset"])
        holder = captures.body_of(session, chosen)
        if holder is None:
            raise HTTPException(404)
        whole = read_record(folder / holder.file, holder.offset, holder.length).message()
        _refuse_withheld(session, chosen, whole)
    name = _NOT_IN_NAMES.sub("-", chosen.url.split("://")[-1])[-80:].strip("-") or "page"
    if form == "warc":
        content = _record(folder / chosen.file, chosen)
        return _attached(content, f"{name}.warc.gz", "application/warc")
    if form == "bytes":
        return _attached(whole.unframed, name, "application/octet-stream")
    kind = f"text/plain; charset={_charset(whole)}"
    return Response(whole.page(), headers=HEADERS | {"content-type": kind})


def _capture(session: Session, file: str, offset: int) -> Capture:
    """Look a recording up: only names that the database knows are ever opened."""
    snapshot = t.snapshot.c
    row = session.execute(select(t.snapshot).where(snapshot.file == file, snapshot.offset == offset)).first()
    if row is None:
        raise HTTPException(404)
    return Capture(*(getattr(row, name) for name in Capture.__dataclass_fields__))


def _refuse_withheld(session: Session, chosen: Capture, whole: Message) -> None:
    withheld = Withheld(session)
    if (
        captures.is_withheld(session, chosen.url)
        or withheld.bars(chosen.url)
        or withheld.telling(withheld.quoted(whole))
    ):
        raise HTTPException(404)


def _record(path: Path, chosen: Capture) -> bytes:
    read_record(path, chosen.offset, chosen.length)  # tells a damaged one
    with path.open("rb") as file:
        file.seek(chosen.offset)
        return file.read(chosen.length)


def _attached(content: bytes, name: str, media: str) -> Response:
    named = {"content-disposition": f'attachment; filename="{name}"', "content-type": media}
    return Response(content, headers=HEADERS | named)


def _charset(whole: Message) -> str:
    """Return the character set that the server or the page names, for the eyes of the reader only."""
    found = _CHARSET.search(whole.headers.get("content-type", "")) or _CHARSET.search(
        whole.page()[:2048].decode("latin-1")
    )
    return found[1] if found else "utf-8"
