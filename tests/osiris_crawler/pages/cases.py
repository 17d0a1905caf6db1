"""Page fixtures: one folder a case, with the page, where it came from, and what a reader must make of it.

    tests/fixtures/pages/<kind>/<case>/page.html       bytes as received, content codings undone
                                       meta.json       url, fetched_at, status, headers, sha256, origin, why
                                       expected.json   of an article or listing: field to value
                                       error.json      of anything else: outcome and reason

A field that `expected.json` leaves out is not held.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from osiris_crawler import urls
from osiris_crawler.items import Article, Role, Visit
from osiris_crawler.reading import Asked, Response, read_response
from osiris_crawler.sites import profile_for
from pipelines.normalise import normalise

PAGES = Path(__file__).resolve().parents[2] / "fixtures" / "pages"
ORIGINS = frozenset({"live", "local-spip", "handmade"})
EXPECTED, ERROR = "expected.json", "error.json"


@dataclass(frozen=True)
class Case:
    """One saved page."""

    folder: Path

    @property
    def name(self) -> str:
        """`<kind>/<case>`."""
        return self.folder.relative_to(PAGES).as_posix()

    @property
    def page(self) -> bytes:
        """The bytes as received."""
        return (self.folder / "page.html").read_bytes()

    @property
    def meta(self) -> dict[str, Any]:
        """Where the page came from."""
        return _load(self.folder / "meta.json")

    @property
    def expectation(self) -> dict[str, Any] | None:
        """What must be read; None when nobody has said."""
        found = [path for path in (self.folder / EXPECTED, self.folder / ERROR) if path.is_file()]
        return _load(found[0]) if len(found) == 1 else None


def cases() -> list[Case]:
    """Return every case in order of its name."""
    return [Case(path.parent) for path in sorted(PAGES.glob("*/*/page.html"))]


def save(folder: Path, page: bytes, meta: dict[str, Any]) -> Case:
    """Write a case without an expectation."""
    folder.mkdir(parents=True)
    (folder / "page.html").write_bytes(page)
    write(folder / "meta.json", meta | {"sha256": hashlib.sha256(page).hexdigest()})
    return Case(folder)


def write(path: Path, values: dict[str, Any]) -> None:
    """Write values so that people can read and mend them."""
    path.write_text(json.dumps(values, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def reading(case: Case) -> dict[str, Any]:
    """Return what the program makes of a case now, in plain values."""
    meta = case.meta
    profile = profile_for(meta.get("site") or meta["url"])
    headers = {name.lower(): value for name, value in meta["headers"].items()}
    response = Response(
        meta["url"], meta["status"], headers, case.page, datetime.fromisoformat(meta["fetched_at"])
    )
    item = read_response(response, Asked(urls.role_of(meta["url"])), profile)
    if isinstance(item, Article):
        normalise(item, profile.press_names)
        return _article(item)
    if item.reason:
        return {"outcome": str(item.outcome), "reason": item.reason.partition(":")[0]}
    return _listing(item)


def _article(item: Article) -> dict[str, Any]:
    return {
        "url": item.url,
        "kind": str(item.kind or ""),
        "title": item.title,
        "published_on": item.published_on,
        "published_raw": item.published_raw,
        "date_precision": item.date_precision,
        "keywords": list(item.keywords),
        "section": list(item.section),
        "source_name": [source.name for source in item.sources],
        "source": [source.canonical for source in item.sources],
        "source_date": [source.date for source in item.sources],
        "source_raw": item.source_raw,
        "author_line": item.author_line,
        "body": item.body.split("\n\n") if item.body else [],
        "language": item.language,
        "warnings": sorted({f"{w.field}:{w.code}" if w.field else w.code for w in item.warnings}),
    }


def _listing(visit: Visit) -> dict[str, Any]:
    here = urls.key(visit.url).split("?")[0]
    sections = [link for link in visit.links if link.role is Role.SECTION]
    return {
        "path": list(visit.path),
        "sections": [link.url for link in sections if urls.key(link.url).split("?")[0] != here],
        "pages": [link.url for link in sections if urls.key(link.url).split("?")[0] == here],
        "articles": [
            [x.url, x.text, x.listed_on] for x in visit.links if x.role is Role.ARTICLE and x.listed_on
        ],
        "breves": [[x.url, x.text, x.listed_on] for x in visit.links if x.role is Role.BREVE],
    }


def _load(path: Path) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return values
