"""XML-TEI for TXM ("XTZ + CSV"): one TEI P5 file an article, and metadata.csv beside them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml.builder import ElementMaker
from lxml.etree import _Element, tostring

from pipelines.exports.corpus import texts, wanted

if TYPE_CHECKING:
    from pathlib import Path

    from pipelines.database.details import Details
    from pipelines.database.selection import Row
    from pipelines.exports.extract import Extract

__all__ = ["NAMESPACE", "clean", "wanted", "write"]
NAMESPACE = "http://www.tei-c.org/ns/1.0"
E = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 forbids."""


def write(extract: Extract, folder: Path) -> int:
    """Write one file an article that has a text; return how many there were."""
    number = 0
    for number, (row, parts, name) in enumerate(texts(extract, folder), 1):  # noqa: B007
        data = tostring(document(row, parts), encoding="UTF-8", xml_declaration=True, pretty_print=True)
        (folder / f"{name}.xml").write_bytes(data)
    return number


def document(row: Row, parts: Details) -> _Element:
    """Return an article as TEI: what it is and where it comes from in the header, paragraphs in the body."""
    whole: _Element = E.TEI(_header(row, parts), E.text(E.body(E.div(*_paragraphs(row)))))
    if row.language:
        whole.set(LANGUAGE, row.language)
    return whole


def _header(row: Row, parts: Details) -> _Element:
    printed = E.bibl(E.title(clean(row.title), level="a"))
    if row.author_line:
        printed.append(E.author(clean(row.author_line)))
    for source in parts.sources:
        printed.append(E.title(clean(source["canonical"] or source["name"] or ""), level="j"))
    if row.published_on:
        printed.append(E.date(clean(row.published_raw or row.published_on), when=row.published_on))
    printed.append(E.ref(target=row.url))
    described = E.fileDesc(
        E.titleStmt(E.title(clean(row.title))),
        E.publicationStmt(E.publisher(clean(row.site)), E.idno(row.id, type="osiris")),
        E.sourceDesc(printed),
    )
    header: _Element = E.teiHeader(described)
    if parts.keywords:
        words = E.keywords(*(E.term(clean(word)) for word in parts.keywords))
        header.append(E.profileDesc(E.textClass(words)))
    return header


def _paragraphs(row: Row) -> list[_Element]:
    found = [E.head(clean(row.title))] if row.title else []
    return found + [E.p(clean(text)) for text in re.split(r"\n\s*\n", row.body)]


def clean(text: str) -> str:
    """Return a text without what XML forbids; a carriage return alone is a line break, as XML has it."""
    return _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
