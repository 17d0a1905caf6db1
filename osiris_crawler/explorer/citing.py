"""How an article is cited: marks that Zotero reads off the page, references to download, a sentence to copy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.exceptions import HTTPException

from pipelines.exports import csl
from pipelines.exports.citing import Citation, one_line

if TYPE_CHECKING:
    from osiris_crawler.explorer.wording import Wording

MEDIA = {
    "ris": "application/x-research-info-systems",
    "bib": "application/x-bibtex",
    "json": "application/vnd.citationstyles.csl+json",
}


def reference(one: Citation, form: str) -> bytes:
    """Return the reference of an article in `ris`, `bib` or `json` (CSL).

    Raises:
        HTTPException: 404, the library that writes it is not installed.
    """
    try:
        match form:
            case "ris":
                import rispy  # noqa: PLC0415 - an extra

                from pipelines.exports import ris  # noqa: PLC0415 - an extra

                text: str = rispy.dumps([ris.entry(one)], enforce_list_tags=False)
                return text.removeprefix("1.\n").encode()
            case "bib":
                from bibtexparser import writer  # noqa: PLC0415 - an extra
                from bibtexparser.library import Library  # noqa: PLC0415 - an extra

                from pipelines.exports import bibtex  # noqa: PLC0415 - an extra

                entry: str = writer.write(Library([bibtex.entry(one)]))
                return entry.strip().encode() + b"\n"
            case _:
                return json.dumps([csl.item(one)], ensure_ascii=False, indent=1).encode() + b"\n"
    except ModuleNotFoundError as error:
        raise HTTPException(404) from error


def sentence(one: Citation, text: Wording) -> str:
    """Return a citation to copy, the parts that are not known left out."""
    parts = [
        one_line(one.author),
        f"« {one_line(one.title)} »" if text.language == "fr" else f"“{one_line(one.title)}”",
        one_line(one.publication),
        text.day("-".join(one.date)),
        one.url,
    ]
    accessed = text("accessed", day=text.day(one.accessed))
    return f"{', '.join(part for part in parts if part)} ({accessed})."


def meta(one: Citation, address: str) -> list[tuple[str, str]]:
    """Return names and values of meta elements: Highwire's and Dublin Core's."""
    slashed, dashed = "/".join(one.date), "-".join(one.date)
    found = [
        ("citation_title", one_line(one.title)),
        ("citation_author", one_line(one.author)),
        ("citation_publication_date", slashed),
        ("citation_journal_title", one_line(one.publication)),
        ("citation_language", one.language),
        ("citation_public_url", one.url),
        ("citation_abstract_html_url", address),
        ("citation_keywords", "; ".join(map(one_line, one.keywords))),
        ("DC.type", "newspaperArticle" if one.press else "webpage"),
        ("DC.title", one_line(one.title)),
        ("DC.creator", one_line(one.author)),
        ("DC.date", dashed),
        ("DC.publisher" if not one.press else "DC.source", one_line(one.publication)),
        ("DC.language", one.language),
        ("DC.identifier", one.url),
        *(("DC.subject", one_line(word)) for word in one.keywords),
    ]
    return [(name, value) for name, value in found if value]


def structured(one: Citation, address: str) -> Markup:
    """Return schema.org's description as JSON-LD, safe inside a script element."""
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle" if one.press else "Article",
        "@id": address,
        "headline": one_line(one.title),
        "author": {"@type": "Person", "name": one_line(one.author)} if one.author else None,
        "publisher": {"@type": "Organization", "name": one_line(one.publication)}
        if one.publication
        else None,
        "datePublished": "-".join(one.date) or None,
        "inLanguage": one.language or None,
        "keywords": list(one.keywords) or None,
        "isBasedOn": one.url,
        "identifier": one.id,
    }
    text = json.dumps({name: value for name, value in found.items() if value}, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - every sign that could end the element is escaped


def coins(one: Citation) -> str:
    """Return the OpenURL of a COinS span; with this type Zotero makes a newspaper article of it."""
    found = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rfr_id", "info:sid/osiris-crawler"),
        ("rft.type", "newspaperArticle" if one.press else "webpage"),
        ("rft.title", one_line(one.title)),
        ("rft.creator", one_line(one.author)),
        ("rft.source", one_line(one.publication)),
        ("rft.date", "-".join(one.date)),
        ("rft.language", one.language),
        ("rft.identifier", one.url),
        *(("rft.subject", one_line(word)) for word in one.keywords),
    ]
    return urlencode([(name, value) for name, value in found if value])
