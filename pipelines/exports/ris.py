"""RIS for Zotero, EndNote and Mendeley: articles with publication, date, addresses and recording."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rispy

from pipelines.exports.citing import Citation, citations, one_line, wanted

if TYPE_CHECKING:
    from typing import BinaryIO

    from pipelines.exports.extract import Extract

__all__ = ["entry", "wanted", "write"]


def write(extract: Extract, target: BinaryIO) -> int:
    """Write one entry an article; return how many there were."""
    number = 0
    for number, one in enumerate(citations(extract), 1):  # noqa: B007 - the last number is the answer
        text = rispy.dumps([entry(one)], enforce_list_tags=False)
        target.write(text.removeprefix("1.\n").encode())
    return number


def entry(one: Citation) -> dict[str, Any]:
    """Return an entry under rispy's names; the date as `2024/10/01/`, `2024/10//` or `2024///`."""
    found: dict[str, Any] = {
        "type_of_reference": "NEWS" if one.press else "ELEC",
        "id": one.id,
        "title": one_line(one.title),
        "authors": list(filter(None, [one_line(one.author)])),
        "secondary_title": one_line(one.publication),
        "year": one.date[0] if one.date else "",
        "date": "/".join([*one.date, "", "", ""][:3]) + "/" if one.date else "",
        "urls": [one.url],
        "access_date": one.accessed.replace("-", "/") + "/",
        "language": one.language,
        "keywords": list(filter(None, map(one_line, one.keywords))),
        "notes": [f"{one.snapshot} {one.digest}"] if one.snapshot else [],
    }
    return {name: value for name, value in found.items() if value}
