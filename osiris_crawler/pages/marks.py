"""What the head of a page and its JSON-LD say: one sign among others, and one that may lie."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from osiris_crawler import urls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from osiris_crawler.pages.blocks import Page

PUBLISHED_METAS = frozenset(
    "article:published_time og:published_time og:article:published_time datepublished dc.date dc.date.issued "
    "dc.date.created dcterms.date dcterms.issued dcterms.created dc.issued dc.created pubdate publishdate "
    "publish-date publication_date date parsely-pub-date sailthru.date citation_publication_date "
    "citation_date prism.publicationdate cxenseparse:recs:publishtime".split()
)
MODIFIED_METAS = frozenset(
    "article:modified_time og:updated_time datemodified dc.date.modified dcterms.modified last-modified revised "
    "lastmod dc.modified".split()
)
TITLE_METAS = frozenset("og:title twitter:title dc.title dcterms.title headline".split())
OTHER_METAS = frozenset(
    "og:site_name og:type article:tag og:url description og:description content-language dc.language "
    "og:locale".split()
)
METAS = PUBLISHED_METAS | MODIFIED_METAS | TITLE_METAS | OTHER_METAS
"""All that are read."""
ARTICLE_TYPES = frozenset(
    "article newsarticle blogposting report reportagenewsarticle scholarlyarticle socialmediaposting "
    "opinionnewsarticle analysisnewsarticle".split()
)


@dataclass(slots=True)
class Marks:
    """Machine-readable statements of one page; every list keeps the order of the page, without repeats."""

    canonical: str = ""
    titles: list[str] = field(default_factory=list)
    site_name: str = ""
    kind: str = ""
    """`og:type`, lower case."""
    published: list[str] = field(default_factory=list)
    modified: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    breadcrumb: list[str] = field(default_factory=list)
    language: str = ""
    description: str = ""


def read_marks(page: Page, url: str) -> Marks:
    """Gather the marks of a page.

    Args:
        url: address of the page, to resolve relative ones.
    """
    marks = Marks(language=page.language)
    base = urls.canonical(page.base, url) if page.base else url
    for link in page.links:
        if "canonical" in link.get("rel", "").lower().split() and link.get("href"):
            marks.canonical = marks.canonical or urls.canonical(link["href"], base)
    for meta in page.metas:
        _read_meta(meta, marks, base)
    for script in page.scripts:
        for thing in _things(script):
            _read_thing(thing, marks)
    return marks


def _read_meta(meta: dict[str, str], marks: Marks, base: str) -> None:  # noqa: C901 - one arm a name
    name = (
        meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
    ).lower()
    if name not in METAS:
        return
    content = " ".join(meta.get("content", "").split())
    if not content:
        return
    if name in PUBLISHED_METAS:
        _add(marks.published, content)
    elif name in MODIFIED_METAS:
        _add(marks.modified, content)
    elif name in TITLE_METAS:
        _add(marks.titles, content)
    elif name == "og:site_name":
        marks.site_name = content
    elif name == "og:type":
        marks.kind = content.lower()
    elif name == "article:tag":
        _add(marks.keywords, content)
    elif name == "og:url":
        marks.canonical = marks.canonical or urls.canonical(content, base)
    elif name in {"description", "og:description"}:
        marks.description = marks.description or content
    elif name in {"content-language", "dc.language", "og:locale"}:
        marks.language = marks.language or content.replace("_", "-")


def _things(script: str) -> Iterator[dict[str, Any]]:
    """Yield every object of a JSON-LD script; a broken script yields none."""
    try:
        waiting: list[Any] = [
            json.loads(script.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
        ]
    except (ValueError, RecursionError):
        return
    while waiting:
        thing = waiting.pop(0)
        if isinstance(thing, list):
            waiting.extend(thing)
        elif isinstance(thing, dict):
            yield thing
            waiting.extend(v for k in ("@graph", "mainEntity", "breadcrumb", "mainEntityOfPage")
                           if isinstance(v := thing.get(k), (dict, list)))  # fmt: skip


def _read_thing(thing: dict[str, Any], marks: Marks) -> None:
    types = thing.get("@type") or ""
    names = {str(t).lower() for t in (types if isinstance(types, list) else [types])}
    if names & ARTICLE_TYPES:
        for key, found in (
            ("headline", marks.titles),
            ("datePublished", marks.published),
            ("dateModified", marks.modified),
        ):
            if isinstance(value := thing.get(key), str) and value.strip():
                _add(found, " ".join(value.split()))
        marks.kind = marks.kind or "article"
    elif "breadcrumblist" in names and not marks.breadcrumb:
        items = thing.get("itemListElement")
        for item in items if isinstance(items, list) else []:
            inner = item.get("item") if isinstance(item, dict) else None
            name = (item.get("name") if isinstance(item, dict) else None) or (
                inner.get("name") if isinstance(inner, dict) else None
            )
            if isinstance(name, str):
                marks.breadcrumb.append(" ".join(name.split()))


def _add(found: list[str], value: str) -> None:
    if value not in found:
        found.append(value)
