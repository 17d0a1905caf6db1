"""Tests of texts and networks: `corpus`, `iramuteq`, `txm`, `text`, `graphs`."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from lxml import etree

from pipelines.exports import iramuteq, txm
from pipelines.exports.corpus import COLUMNS, name_of
from tests.pipelines.exports.exporting import exported, fill, into_folder, stored

if TYPE_CHECKING:
    from tests.pipelines.makers import Archive

TEI = {"t": txm.NAMESPACE}
STARS = re.compile(r"\*\*\*\*( \*[a-z]+_[a-z0-9_]+)+")


def table(folder: Path) -> list[dict[str, str]]:
    """Read metadata.csv."""
    return list(csv.DictReader(io.StringIO((folder / "metadata.csv").read_bytes().decode(), newline="")))


def test_iramuteq_has_one_line_of_stars_a_text(store: Archive) -> None:
    """No other line begins by stars, none holds a sign that the program acts upon, no text is lost."""
    fill(store)
    lines = exported(store, "iramuteq").decode().split("\n")
    heads = [line for line in lines if line.startswith("****")]
    rows = [row for row in stored(store) if iramuteq.cleaned(row.body)]
    assert [re.search(r"\*id_(\w+)", head)[1] for head in heads] == [row.id for row in rows]  # type: ignore[index]
    assert all(STARS.fullmatch(head) for head in heads)
    assert not any(sign in line for line in lines if not line.startswith("****") for sign in "*$§|\0")
    assert "*source_lecourrier *annee_2024 *mois_2024_10 *kind_article *motcle_infrastructures" in "\n".join(
        heads
    )


def test_txm_texts_hold_the_paragraphs(store: Archive, tmp_path: Path) -> None:
    """Title, paragraphs, source, date and address are those of the database; the table names each file."""
    fill(store)
    folder = into_folder(store, "txm", tmp_path / "txm")
    rows = {name_of(row): row for row in stored(store) if row.body}
    described = table(folder)
    assert [row["id"] for row in described] == list(rows)
    assert list(described[0]) == list(COLUMNS)
    for name, row in rows.items():
        root = etree.parse(folder / f"{name}.xml").getroot()
        assert root.findtext(".//t:titleStmt/t:title", namespaces=TEI) == txm.clean(row.title)
        body = "\n\n".join(p.text or "" for p in root.iterfind(".//t:body//t:p", TEI))
        assert re.sub(r"\n\s*\n", "\n\n", txm.clean(row.body)) == body
        assert root.find(".//t:bibl/t:ref", TEI).get("target") == row.url  # type: ignore[union-attr]
        assert root.find(".//t:bibl/t:date", TEI).get("when") == row.published_on  # type: ignore[union-attr]


def test_txm_texts_are_tei(store: Archive, tmp_path: Path) -> None:
    """A schema of the elements in use accepts every text; `tests/services` asks that of the whole TEI."""
    fill(store)
    schema = etree.RelaxNG(etree.parse(Path(__file__).with_name("tei_subset.rng")))
    texts = sorted(into_folder(store, "txm", tmp_path / "txm").glob("*.xml"))
    assert texts
    for path in texts:
        schema.assertValid(etree.parse(path))


def test_plain_texts_are_the_bodies(store: Archive, tmp_path: Path) -> None:
    """One file an article below its year, title first, and the table names each."""
    fill(store)
    folder = into_folder(store, "text", tmp_path / "text")
    rows = [row for row in stored(store) if row.body]
    for row, described in zip(rows, table(folder), strict=True):
        path = folder / "texts" / (row.published_on[:4] or "sans-date") / f"{described['id']}.txt"
        assert path.read_bytes().decode() == f"{row.title}\n\n{row.body}\n"
        assert described["url"] == row.url


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_networks_count_articles(store: Archive, name: str) -> None:
    """A reader of networks finds nodes with their number of articles and edges with their weight."""
    fill(store)
    reader = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}[name]
    made = reader(io.BytesIO(exported(store, name)))
    rows = stored(store)
    node = made.nodes["source:Le Courrier"]
    assert node["articles"] == sum(row.source == "Le Courrier" for row in rows)
    assert made.nodes["keyword:Radio"]["type"] == "keyword"
    both = sum(row.source == "Le Courrier" and row.keywords == "Infrastructures" for row in rows)
    assert made.edges["keyword:Infrastructures", "source:Le Courrier"]["weight"] == both
    assert b"lastmodifieddate" not in exported(store, "graphml")
    assert name != "gexf" or b'lastmodifieddate="2025-03-01"' in exported(store, name)
