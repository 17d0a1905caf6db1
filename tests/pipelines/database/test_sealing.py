"""Tests of `pipelines.database.sealing`, `ledgers` and `decisions`: restricted texts are nowhere to be found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from osiris_crawler.errors import StorageError
from osiris_crawler.items import Warning_
from pipelines.database import decisions, ledgers
from pipelines.database import tables as t
from pipelines.database.engine import open_database
from pipelines.database.lookup import article_history
from pipelines.database.records import save
from pipelines.database.selection import Filter, rows
from pipelines.exports import FORMATS, Shape
from tests.pipelines.exports.exporting import exported, into_folder
from tests.pipelines.makers import SITE, Archive, archive, article, snapshot, visit

if TYPE_CHECKING:
    from pathlib import Path

    from pipelines.database.selection import Row

URL = SITE + "un-accord.html"
SECRET = "phrase-à-taire-37"


def seen(store: Archive, hours: float = 0, extra: str = "", **values: Any) -> None:
    """Store an article whose every text holds the secret."""
    texts = {"title": f"Titre {SECRET}", "body": f"{SECRET} {extra}" * 2000, "author_line": SECRET}
    page = visit(hours=hours, snapshot=snapshot(int(hours * 10), hours=hours))
    made = article(
        URL, visit=page, source_raw=SECRET, warnings=[Warning_("odd", "title", SECRET)], **(texts | values)
    )
    with store.database.session() as session:
        save(session, made, store.run_id)


def decide(folder: Path, *actions: str) -> None:
    """Write the file of restrictions."""
    for number, action in enumerate(actions):
        line = {
            "url": URL,
            "action": action,
            "reason": "demande",
            "who": "A. Diop",
            "at": f"2025-03-0{number + 2}",
        }
        decisions.add_restriction(folder, line)


def row_of(store: Archive, url: str = URL) -> Row:
    """Return the one row of an address."""
    with store.database.read() as session:
        return next(row for row in rows(session, Filter()) if row.url == url)


def files_with_secret(folder: Path) -> list[Path]:
    """Return the files below a folder whose bytes hold the secret."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if SECRET.encode() in path.read_bytes()]


def test_a_restricted_text_is_in_no_output_and_not_in_the_database(store: Archive, tmp_path: Path) -> None:
    """Every format, the history, an edition of before and the bytes of the database: no hit; the row stays."""
    seen(store)
    seen(store, 30, "changé")
    with store.database.session() as session:
        save(session, article(SITE + "b"), store.run_id)
    assert files_with_secret(store.data_dir)
    decide(store.data_dir, "restrict")
    ledgers.bring_in(store.database, store.data_dir)
    row = row_of(store)
    emptied = {name for name, value in row._asdict().items() if value == ""}
    assert emptied == {"title", "body", "author_line", "source_raw", "warnings"}
    assert (row.status, row.revision, row.published_on) == ("restricted", 2, "2024-10-01")
    for form in FORMATS:
        if form.name in {"wacz", "bagit"}:
            continue
        if form.shape == Shape.FILE:
            for as_of in ("", "2025-03-01"):
                assert SECRET.encode() not in exported(store, form.name, as_of=as_of), form.name
        elif form.shape == Shape.FOLDER:
            assert files_with_secret(into_folder(store, form.name, tmp_path / form.name)) == []
    with store.database.read() as session:
        history = article_history(session, URL)
    assert history is not None
    assert SECRET not in json.dumps(history, ensure_ascii=False)
    assert history["restriction"]["reason"] == "demande"
    store.database.close()
    assert files_with_secret(store.data_dir) == []


def test_lifting_brings_everything_back(store: Archive) -> None:
    """Rows are those of before, whatever was captured meanwhile."""
    seen(store)
    before = row_of(store)
    decide(store.data_dir, "restrict")
    ledgers.bring_in(store.database, store.data_dir)
    seen(store)
    assert row_of(store).revision == 1
    decide(store.data_dir, "lift")
    ledgers.bring_in(store.database, store.data_dir)
    assert row_of(store) == before


def test_a_change_while_restricted_is_kept_and_hidden(store: Archive) -> None:
    """A new revision comes in, unseen, and is there after the lifting."""
    seen(store)
    decide(store.data_dir, "restrict")
    ledgers.bring_in(store.database, store.data_dir)
    seen(store, 30, "autre")
    assert (row_of(store).revision, row_of(store).body, row_of(store).warnings) == (2, "", "")
    decide(store.data_dir, "lift")
    ledgers.bring_in(store.database, store.data_dir)
    assert "autre" in row_of(store).body
    assert row_of(store).status == "live"


def test_a_rebuilt_archive_obeys_the_file(store: Archive) -> None:
    """Made anew from the recordings, the database never holds the text."""
    folder = store.data_dir / "new"
    folder.mkdir()
    decide(folder, "restrict")
    rebuilt = archive(open_database(folder), folder)
    seen(rebuilt)
    seen(rebuilt, 30, "autre")
    assert (row_of(rebuilt).status, row_of(rebuilt).revision, row_of(rebuilt).title) == ("restricted", 2, "")
    rebuilt.database.close()
    assert files_with_secret(folder) == []
    decide(folder, "lift")
    again = Archive(open_database(folder), folder, 1, 1, rebuilt.assess)
    assert row_of(again).title == f"Titre {SECRET}"
    again.database.close()


def test_a_lost_file_lifts_nothing(store: Archive) -> None:
    """Restrictions stay in force, and a new one brings the old ones back into the file."""
    seen(store)
    decide(store.data_dir, "restrict")
    ledgers.bring_in(store.database, store.data_dir)
    (store.data_dir / decisions.RESTRICTIONS).unlink()
    ledgers.bring_in(store.database, store.data_dir)
    assert row_of(store).status == "restricted"
    ledgers.restore_file(store.database, store.data_dir)
    assert list(decisions.restrictions(store.data_dir))
    ledgers.bring_in(store.database, store.data_dir)
    assert row_of(store).status == "restricted"


def test_a_correction_tells_no_restricted_text(store: Archive) -> None:
    """Corrected values of withheld texts are withheld."""
    seen(store)
    line = {"url": URL, "field": "title", "value": SECRET, "reason": "x", "who": "y", "when": "2025-03-01"}
    (store.data_dir / "corrections.jsonl").write_text(json.dumps(line, ensure_ascii=False) + "\n")
    ledgers.bring_in(store.database, store.data_dir)
    assert row_of(store).title == SECRET
    decide(store.data_dir, "restrict")
    ledgers.bring_in(store.database, store.data_dir)
    assert (row_of(store).title, row_of(store).warnings) == ("", "")
    assert SECRET.encode() not in exported(store, "jsonl")
    with store.database.read() as session:
        assert SECRET not in str(session.execute(select(t.correction)).all())
    decide(store.data_dir, "lift")
    ledgers.bring_in(store.database, store.data_dir)
    assert row_of(store).title == SECRET


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"url": "https://x.example/a", "action": "hide"}', '{"action": "lift"}']
)
def test_a_line_that_is_not_understood_stops_everything(store: Archive, text: str) -> None:
    """Rather no export than one with a text that should be withheld."""
    (store.data_dir / decisions.RESTRICTIONS).write_text(text + "\n")
    store.database.close()
    with pytest.raises(StorageError, match=r"restrictions.jsonl, line 1"):
        open_database(store.data_dir)
