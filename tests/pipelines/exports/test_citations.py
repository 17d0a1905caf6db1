"""Reads references (`citing`, `ris`, `bibtex`, `csl`) back by rispy, bibtexparser and citeproc, field by field."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from pipelines.database.editions import edition
from pipelines.database.filtering import Filter
from pipelines.exports.citing import Citation, citations, one_line
from pipelines.exports.extract import Extract
from tests.pipelines.exports.exporting import exported, fill

if TYPE_CHECKING:
    from tests.pipelines.makers import Archive


@pytest.fixture
def filled(store: Archive) -> Archive:
    """Give an archive full of hostile values."""
    fill(store)
    return store


def cited(store: Archive) -> list[Citation]:
    """Return what each entry must say."""
    with store.database.read() as session:
        return list(citations(Extract(session, Filter(), edition(session))))


def test_rispy_reads_ris(filled: Archive) -> None:
    """Type, title, author, newspaper, date with its precision, addresses, access and recording."""
    rispy = pytest.importorskip("rispy")
    entries = rispy.load(io.StringIO(exported(filled, "ris").decode()))
    for found, one in zip(entries, cited(filled), strict=True):
        assert found["type_of_reference"] == "NEWS"
        assert found["id"] == one.id
        assert found.get("title", "") == one_line(one.title)
        assert found.get("authors", []) == ([one_line(one.author)] if one_line(one.author) else [])
        assert found.get("secondary_title", "") == one_line(one.publication)
        assert [part for part in found.get("date", "").split("/") if part] == list(one.date)
        assert found["urls"] == [one.url]
        assert found["access_date"] == "2025/03/01/"
        assert found.get("keywords", []) == [one_line(word) for word in one.keywords if one_line(word)]
        assert found.get("notes", []) == ([f"{one.snapshot} {one.digest}"] if one.snapshot else [])


def test_bibtexparser_reads_bibtex(filled: Archive) -> None:
    """Every entry is read, and its values are those of the database once the commands are undone."""
    bibtexparser = pytest.importorskip("bibtexparser")
    text = exported(filled, "bibtex").decode()
    library = bibtexparser.parse_string(text)
    assert library.failed_blocks == []
    for entry, one in zip(library.entries, cited(filled), strict=True):
        found = {field.key: _unescaped(field.value) for field in entry.fields}
        assert (entry.entry_type, entry.key) == ("article", f"osiris-{one.id}")
        assert found.get("title", "") == one_line(one.title)
        assert found.get("author", "") == one_line(one.author)
        assert found.get("journal", "") == one_line(one.publication)
        assert found.get("date", "") == "-".join(one.date)
        assert found["url"] == one.url
        assert found["urldate"] == one.accessed


def _unescaped(value: str) -> str:
    value = value[1:-1] if value.startswith("{") and value.endswith("}") and _closed(value) else value
    names = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciitilde": "~", "asciicircum": "^"}
    value = re.sub(r"\{\\text(\w+)\}", lambda found: names[found[1]], re.sub(r"\\([%#&$_])", "\\1", value))
    return value.replace("\x01", "")


def _closed(value: str) -> bool:
    """Tell whether the first brace closes with the last one."""
    depth = 0
    for place, sign in enumerate(value):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth == 0:
            return place == len(value) - 1
    return False


def test_citeproc_prints_csl(filled: Archive) -> None:
    """Items are valid for citeproc, which prints a bibliography of them all; dates keep their precision."""
    source = pytest.importorskip("citeproc.source.json")
    items = json.loads(exported(filled, "csl"))
    for found, one in zip(items, cited(filled), strict=True):
        assert (found["id"], found["type"], found["URL"]) == (one.id, "article-newspaper", one.url)
        assert found.get("title", "") == one_line(one.title)
        assert found.get("container-title", "") == one_line(one.publication)
        parts = found["issued"]["date-parts"][0] if "issued" in found else []
        assert parts == [int(part) for part in one.date]
        assert found["accessed"]["date-parts"] == [[2025, 3, 1]]
        assert found.get("archive_location", "") == one.snapshot
    known = source.CiteProcJSON(items)
    assert set(known) == {item["id"].lower() for item in items}


def test_what_the_site_published_is_no_newspaper_article(store: Archive) -> None:
    """A resource is a page of the site."""
    from osiris_crawler.items import Kind
    from pipelines.database.records import save
    from tests.pipelines.makers import article

    with store.database.session() as session:
        save(session, article(kind=Kind.RESOURCE, author_line="Par A. Ndiaye"), store.run_id)
    item: dict[str, Any] = json.loads(exported(store, "csl"))[0]
    assert (item["type"], item["container-title"]) == ("webpage", "press")
    assert item["author"] == [{"literal": "A. Ndiaye"}]
    assert b"TY  - ELEC" in exported(store, "ris")
    assert exported(store, "bibtex").startswith(b"@online{osiris-")
