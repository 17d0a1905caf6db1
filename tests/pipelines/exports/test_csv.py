"""Tests of `pipelines.exports.csv`."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from pipelines.database.records import save
from pipelines.database.selection import COLUMNS, Filter, rows
from tests.pipelines.exports.exporting import exported
from tests.pipelines.makers import SITE, article

if TYPE_CHECKING:
    from tests.pipelines.makers import Archive

HOSTILE = (
    'Il dit "non", puis ; « oui »', "deux\nlignes\r\net\rtrois", "=1+1", "+33 1", "-5", "@nom",
    "émoji 🛰️ مرحبا",     "x" * 40_000, " blancs ", ",", "'", "\t",
)  # fmt: skip


def test_hostile_values_come_back_as_they_are(store: Archive) -> None:
    """Quotes, commas, line breaks and formula signs survive a reader of CSV."""
    with store.database.session() as session:
        for number, value in enumerate(HOSTILE):
            item = article(f"{SITE}a{number}", title=value, body=value, author_line=value, keywords=[value])
            save(session, item, store.run_id)
    content = exported(store, "csv")
    with store.database.read() as session:
        expected = [[str(value) for value in row] for row in rows(session, Filter())]
    found = list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))
    assert found == [list(COLUMNS), *expected]
    assert {row[4] for row in found[1:]} == set(HOSTILE)


def test_the_form_is_rfc_4180(store: Archive) -> None:
    """UTF-8 without BOM, a header row, CRLF after each, and only what needs quotes has them."""
    with store.database.session() as session:
        save(session, article(body="é"), store.run_id)
    content = exported(store, "csv")
    assert content.startswith(b"id,site,url,kind,title,")
    assert content.count(b"\r\n") == 2
    assert content.endswith(b"\r\n")
    assert content.count(b'"') == 2  # the source line holds a comma


def test_the_same_archive_gives_the_same_bytes(store: Archive) -> None:
    """Nothing in an export comes from the clock or from the order of storing."""
    with store.database.session() as session:
        for name in ("b", "a", "c"):
            save(session, article(SITE + name), store.run_id)
    assert exported(store, "csv") == exported(store, "csv")


def test_an_empty_archive_gives_the_header(store: Archive) -> None:
    """Data teams find their columns even before the first article."""
    assert exported(store, "csv").decode() == ",".join(COLUMNS) + "\r\n"
