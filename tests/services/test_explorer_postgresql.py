"""Search and explorer on a real PostgreSQL: the same articles, counts and pages as on SQLite."""

from __future__ import annotations

import re
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text
from starlette.testclient import TestClient

from osiris_crawler.explorer.application import application
from pipelines.database.editions import edition
from pipelines.database.engine import Database, open_database
from pipelines.database.facets import facets
from pipelines.database.filtering import Filter
from pipelines.database.hits import Order, page
from pipelines.database.records import save
from tests.pipelines.makers import SITE, archive, article
from tests.services.postgresql import programs, server

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.service,
    pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed"),
]
TEXTS = (
    ("La fibre à Kaolack", "L’électricité et les réseaux nationaux"),
    ("Les fibres", "Un cœur de réseau, haut débit"),
    ("Le câble", "Haut et débit, oeuvre inachevée"),
    ("Sans rapport", "Rien de tel"),
)
FILTERS = (
    Filter(),
    *(Filter(query=query) for query in ("fibre", '"haut débit"', "réseau -cœur", "-fibre")),
    *(Filter(query=query) for query in ("électr*", "câble OR kaolack", "titre:fibre")),
    Filter(keyword=("Fibre",)),
    Filter(source=("Le Courrier",), section=("Articles de presse",), query="réseau"),
    Filter(since="2024", until="2024-10", complete=True),
)  # fmt: skip


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Database, Database]]:
    """Give the same archive in both databases."""
    with tempfile.TemporaryDirectory(prefix="osiris-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with server(Path(folder)) as address:
            engine = create_engine(address + "postgres", isolation_level="AUTOCOMMIT")
            with engine.connect() as connection:
                connection.execute(text("CREATE DATABASE explored"))
            engine.dispose()
            with (
                closing(open_database(tmp_path / "lite")) as lite,
                closing(open_database(tmp_path / "post", address + "explored")) as post,
            ):
                for database in (lite, post):
                    store = archive(database, tmp_path)
                    with database.session() as session:
                        for number, (title, body) in enumerate(TEXTS):
                            given = article(
                                f"{SITE}a{number}", title=title, body=body, keywords=title.split()[:2]
                            )
                            save(session, given, store.run_id)
                yield lite, post


def test_both_find_and_count_the_same(both: tuple[Database, Database]) -> None:
    """Every filter and search, in pages and in counts; by relevance PostgreSQL gives the newest first."""
    for chosen in FILTERS:
        answers = []
        for database in both:
            with database.read() as session:
                shown = edition(session)
                found = page(session, chosen, shown, Order.NEWEST, size=2)
                more = (
                    page(session, chosen, shown, Order.NEWEST, size=9, after=found.after)
                    if found.after
                    else found
                )
                ranked = page(session, chosen, shown, Order.RELEVANCE)
                keys = [hit.values["id"] for hit in (*found.hits, *more.hits)]
                answers.append(
                    (keys, sorted(hit.values["id"] for hit in ranked.hits), facets(session, chosen, shown))
                )
        assert answers[0] == answers[1], chosen


def test_the_pages_are_the_same(both: tuple[Database, Database], tmp_path: Path) -> None:
    """Lists, articles, coverage, runs, feeds and downloads."""
    pages = []
    for database in both:
        with TestClient(application(database, tmp_path), base_url="http://127.0.0.1") as client:
            first = client.get("/?sort=newest").text
            key = re.findall(r"/article/(\w+)", first)[0]
            places = ("/?keyword=Les", f"/article/{key}", f"/article/{key}/revisions", "/coverage", "/runs",
                      "/feed.atom", "/download/csv?q=fibre", "/?q=%21")  # fmt: skip
            pages.append([first, *(client.get(place).text for place in places)])
    assert pages[0] == pages[1]
