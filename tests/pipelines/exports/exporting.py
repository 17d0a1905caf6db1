"""Writes exports of a test archive, and holds the hostile values that every format must survive."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from osiris_crawler.items import PressSource
from pipelines.database.editions import edition
from pipelines.database.filtering import Filter
from pipelines.database.records import save
from pipelines.database.selection import Row, rows
from pipelines.exports import by_name
from pipelines.exports.extract import Extract, Options
from tests.pipelines.makers import SITE, Archive, article, snapshot, visit

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = (
    'Il dit "non", puis ; « oui »', "deux\nlignes\r\net\rtrois", "=1+1", "+33 1 23", "-5", "@nom", "nul\0nul",
    "émoji 🛰️ مرحبا", "é" * 40_000, "x" * 40_000, " blancs ", ",", "'", "\t", "{ accolade \\ $ % & # _ ~ ^",
    "<b>&amp;</b> ]]>", "a; b > c", "2024", "12e4567890123456", "**** *piège_1", "| § $", "\u0007 \u200b \ufeff",
)  # fmt: skip


def fill(store: Archive) -> None:
    """Store an article for each hostile value, in every text of it, one plain and one empty in everything."""
    with store.database.session() as session:
        for number, value in enumerate(HOSTILE):
            item = article(
                f"{SITE}a{number}", title=value, body=value, author_line=value, keywords=[value[:300], "Radio"],
                sources=[PressSource(value[:300], value[:300], "2024-10-01")], source_raw=value,
                section=("Accueil", value[:300]), published_raw=value[:300],
                visit=visit(f"{SITE}a{number}", snapshot=snapshot(number)),
            )  # fmt: skip
            save(session, item, store.run_id)
        save(session, article(), store.run_id)
        month = article(
            SITE + "mois", published_on="2024-10", date_precision="month", published_raw="octobre 2024"
        )
        save(session, month, store.run_id)
        save(session, nothing(), store.run_id)


def nothing() -> Any:
    """Return an article of which nothing is known but its address."""
    return article(
        SITE + "rien", kind=None, title="", body="", published_raw="", published_on="", date_precision="",
        keywords=[], section=(), source_raw="", sources=[], author_line="", language="",
    )  # fmt: skip


def stored(store: Archive, **chosen: Any) -> list[Row]:
    """Return the rows of the database, the measure of every format."""
    with store.database.read() as session:
        return list(rows(session, Filter(**chosen)))


def exported(
    store: Archive,
    name: str,
    *,
    as_of: str = "",
    options: Options | None = None,
    groups: Any = None,
    **chosen: Any,
) -> bytes:
    """Return the archive in a format that is one file."""
    form = by_name(name)
    assert form is not None
    target = io.BytesIO()
    with store.database.read() as session:
        shown = edition(session, as_of)
        form.writer()(Extract(session, Filter(**chosen), shown, options or Options(), groups), target)
    return target.getvalue()


def into_folder(store: Archive, name: str, folder: Path, **extras: Any) -> Path:
    """Write the archive in a format that is a folder; return it."""
    form = by_name(name)
    assert form is not None
    folder.mkdir()
    with store.database.read() as session:
        form.writer()(Extract(session, Filter(), edition(session)), folder, **extras)
    return folder
