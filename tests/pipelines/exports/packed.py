"""A small archive of foreign recordings, for the exports that hold recordings."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipelines.database.editions import Edition
from pipelines.database.engine import open_database
from pipelines.database.filtering import Filter
from pipelines.exports.extract import Extract
from tests.pipelines.replay.test_work import FIRST, replay, warc

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OTHER = "http://presse.example/Un-tout-autre.html"


@contextmanager
def extract(folder: Path, chosen: Filter | None = None) -> Iterator[Extract]:
    """Give an extract of an archive with two articles in two recordings."""
    data = folder / "data"
    replay(
        data,
        warc(folder / "a.warc.gz", "Bonjour.", FIRST),
        warc(folder / "b.warc.gz", "Bonsoir.", FIRST, url=OTHER),
    )
    database = open_database(data)
    with database.read() as session:
        yield Extract(session, chosen or Filter(), Edition(), data_dir=data)
    database.close()
