"""CSL-JSON, the form of citeproc, Pandoc and Zotero: an array of items, one a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pipelines.exports.citing import Citation, citations, one_line, wanted

if TYPE_CHECKING:
    from typing import BinaryIO

    from pipelines.exports.extract import Extract

__all__ = ["item", "wanted", "write"]


def write(extract: Extract, target: BinaryIO) -> int:
    """Write one item an article; return how many there were."""
    number = 0
    target.write(b"[")
    for number, one in enumerate(citations(extract), 1):
        text = json.dumps(item(one), ensure_ascii=False, separators=(",", ":"))
        target.write((",\n" if number > 1 else "\n").encode() + text.encode())
    target.write(b"\n]\n")
    return number


def item(one: Citation) -> dict[str, Any]:
    """Return an item of CSL 1.0.2; `issued` has only the parts of the date that are known."""
    found: dict[str, Any] = {
        "id": one.id,
        "type": "article-newspaper" if one.press else "webpage",
        "title": one_line(one.title),
        "author": [{"literal": one_line(one.author)}] if one_line(one.author) else None,
        "container-title": one_line(one.publication),
        "issued": {"date-parts": [[int(part) for part in one.date]]} if one.date else None,
        "accessed": {"date-parts": [[int(part) for part in one.accessed.split("-")]]},
        "URL": one.url,
        "language": one.language,
        "keyword": ", ".join(map(one_line, one.keywords)),
        "archive_location": one.snapshot,
        "note": one.digest,
    }
    return {name: value for name, value in found.items() if value}
