"""Reads `csv`, `jsonl` and `parquet` back by what their users read them with, cell by cell; see `extract`."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from pipelines.database.selection import COLUMNS, Row
from pipelines.exports import jsonl
from pipelines.exports.extract import LISTS, Options
from tests.pipelines.exports.exporting import exported, fill, stored

if TYPE_CHECKING:
    from pathlib import Path

    from tests.pipelines.makers import Archive


@pytest.fixture
def filled(store: Archive) -> Archive:
    """Give an archive full of hostile values."""
    fill(store)
    return store


def texts(row: Row) -> list[str]:
    """Return a row as a CSV reader sees it."""
    return [str(value) for value in row]


def test_pandas_reads_csv(filled: Archive) -> None:
    """Every cell of every row, as text."""
    pandas = pytest.importorskip("pandas")
    frame = pandas.read_csv(io.BytesIO(exported(filled, "csv")), dtype=str, keep_default_na=False)
    assert list(frame.columns) == list(COLUMNS)
    assert frame.values.tolist() == [texts(row) for row in stored(filled)]


def test_polars_reads_csv_and_parquet(filled: Archive) -> None:
    """Every cell as text; lists as lists."""
    polars = pytest.importorskip("polars")
    frame = polars.read_csv(io.BytesIO(exported(filled, "csv")), infer_schema=False)
    assert [[value or "" for value in row] for row in frame.rows()] == [texts(row) for row in stored(filled)]
    table = polars.read_parquet(io.BytesIO(exported(filled, "parquet")))
    assert table["body"].to_list() == [row.body for row in stored(filled)]
    assert table["title"].to_list() == [row.title for row in stored(filled)]


def test_duckdb_reads_csv_parquet_and_jsonl(filled: Archive, tmp_path: Path) -> None:
    """The three files say the same, and what the database says."""
    duckdb = pytest.importorskip("duckdb")
    for name in ("csv", "parquet", "jsonl"):
        (tmp_path / f"a.{name}").write_bytes(exported(filled, name))
    csv = "read_csv(?, all_varchar=true, header=true, delim=',', quote='\"', escape='\"')"
    rows = duckdb.execute(f"SELECT * FROM {csv}", [str(tmp_path / "a.csv")]).fetchall()
    assert [[value or "" for value in row] for row in rows] == [texts(row) for row in stored(filled)]
    for name, reader in (
        ("parquet", "read_parquet(?)"),
        ("jsonl", "read_json(?, format='newline_delimited')"),
    ):
        found = duckdb.execute(
            f"SELECT id, title, body FROM {reader}", [str(tmp_path / f"a.{name}")]
        ).fetchall()
        assert found == [(row.id, row.title, row.body) for row in stored(filled)]


def test_pyarrow_reads_parquet_typed(filled: Archive) -> None:
    """Texts, lists, moments, numbers and dictionaries; null for what is not known."""
    pq = pytest.importorskip("pyarrow.parquet")
    table = pq.read_table(io.BytesIO(exported(filled, "parquet")))
    assert table.column_names == list(COLUMNS)
    kinds = {
        name: str(table.schema.field(name).type) for name in ("keywords", "kind", "revision", "first_seen_at")
    }
    assert kinds["keywords"] == "list<element: string>"
    assert kinds["kind"].startswith("dictionary<values=string")
    assert (kinds["revision"], kinds["first_seen_at"][:9]) == ("int32", "timestamp")
    records = [json.loads(line) for line in exported(filled, "jsonl").decode().splitlines()]
    for found, row, record in zip(table.to_pylist(), stored(filled), records, strict=True):
        for name in COLUMNS:
            if name not in LISTS:
                assert _plain(found[name]) == getattr(row, name), name
        assert (found["keywords"] or []) == record["keywords"]
        assert (found["section"] or []) == record["section"]
        assert (found["source"] or []) == [source["canonical"] for source in record["sources"]]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return "" if value is None else value


def test_parquet_without_joiners_in_names_says_the_same(store: Archive) -> None:
    """Lists made from joined texts are those made from the parts."""
    pq = pytest.importorskip("pyarrow.parquet")
    from pipelines.database.records import save
    from tests.pipelines.makers import SITE, article

    with store.database.session() as session:
        save(session, article(keywords=["Radio", "Projet"]), store.run_id)
        save(session, article(SITE + "b", keywords=[], sources=[], source_raw=""), store.run_id)
    rows = {row["url"]: row for row in pq.read_table(io.BytesIO(exported(store, "parquet"))).to_pylist()}
    one, two = rows[SITE + "un-accord.html"], rows[SITE + "b"]
    assert (one["keywords"], one["source"]) == (["Radio", "Projet"], ["Le Courrier"])
    assert one["section"][0] == "Accueil"
    assert (two["keywords"], two["source_date"]) == (None, None)


def test_jsonl_nests(filled: Archive) -> None:
    """Lists, sources and the recording in their parts; null for what is not known; revisions on request."""
    lines = exported(filled, "jsonl", options=Options(revisions=True)).decode().split("\n")[:-1]
    for record, row in zip(map(json.loads, lines), stored(filled), strict=True):
        assert "; ".join(record["keywords"]) == row.keywords
        assert " > ".join(record["section"]) == row.section
        assert "; ".join(source["name"] for source in record["sources"]) == row.source_name
        assert (record["kind"] or "", record["published_on"] or "") == (row.kind, row.published_on)
        assert (record["snapshot"] or {}).get("file", "") == row.snapshot_file
        assert (record["snapshot"] or {}).get("offset", "") == row.snapshot_offset
        assert [one["body"] for one in record["revisions"]] == [row.body]


def test_bodies_are_left_out(filled: Archive) -> None:
    """--bodies no leaves the column there and empty."""
    pq = pytest.importorskip("pyarrow.parquet")
    without = Options(bodies=False)
    lines = exported(filled, "jsonl", options=without).decode().split("\n")[:-1]
    assert {json.loads(line)["body"] for line in lines} == {""}
    assert set(
        pq.read_table(io.BytesIO(exported(filled, "parquet", options=without)))["body"].to_pylist()
    ) == {""}
    rows = list(csv.DictReader(io.StringIO(exported(filled, "csv", options=without).decode(), newline="")))
    assert {row["body"] for row in rows} == {""}
    assert [row["title"] for row in rows] == [row.title for row in stored(filled)]


def test_columns_are_chosen(filled: Archive) -> None:
    """--columns gives these, in this order."""
    data = exported(filled, "csv", options=Options(columns=("title", "id")), query="rien d’autre")
    assert data == b"title,id\r\n"
    pq = pytest.importorskip("pyarrow.parquet")
    table = pq.read_table(io.BytesIO(exported(filled, "parquet", options=Options(columns=("title", "id")))))
    assert table.column_names == ["title", "id"]
    assert table["title"].to_pylist() == [row.title for row in stored(filled)]


def test_both_ways_to_parquet_give_the_same_bytes(store: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the Arrow driver reads (`arrow_rows`) is what comes by way of Python, filters and options included."""
    from pipelines.database.records import save
    from pipelines.exports import arrow_rows
    from tests.pipelines.makers import SITE, article, snapshot, visit

    with store.database.session() as session:
        for number, body in enumerate(("=1+1", "é" * 40_000, "", "مرحبا\n\n🛰️", "-")):
            page = visit(f"{SITE}a{number}", snapshot=snapshot(number)) if number > 2 else None
            item = article(f"{SITE}a{number}", body=body, keywords=["Radio", "Projet"][:number], visit=page)
            save(session, item, store.run_id)
    given: list[dict[str, Any]] = [
        {}, {"since": "2024", "keyword": ("radio",), "section": ("octobre 2024",)}, {"keyword": ("absent",)},
        {"options": Options(bodies=False)}, {"options": Options(columns=("title", "id"))}, {"groups": {1: "x"}},
    ]  # fmt: skip
    assert arrow_rows.driver is not None
    direct = [exported(store, "parquet", **one) for one in given]
    monkeypatch.setattr(arrow_rows, "driver", None)
    assert [exported(store, "parquet", **one) for one in given] == direct


def test_both_writers_of_json_give_the_same_bytes(filled: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """With orjson and without it."""
    assert jsonl.dumps is not None
    quick = exported(filled, "jsonl", options=Options(revisions=True))
    monkeypatch.setattr(jsonl, "dumps", None)
    assert exported(filled, "jsonl", options=Options(revisions=True)) == quick
