"""Recorded answers turned into items."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from osiris_crawler.items import Article, Role
from osiris_crawler.reading import Asked
from osiris_crawler.sites import profile_for
from pipelines.replay.answering import Ask, prepare, read_batch
from pipelines.snapshots.warc_reader import scan
from tests.pipelines.replay.test_work import FIRST, warc

if TYPE_CHECKING:
    from pathlib import Path


def test_a_record_is_read_and_one_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The article is normalised already; a damaged record is a problem, no exception."""
    path = warc(tmp_path / "a.warc.gz", "Bonjour.", FIRST)
    prepare([profile_for("http://presse.example/")])
    (entry,) = scan(path)
    good = Ask(str(path), entry, None, 0, Asked(Role.ARTICLE))
    bad = Ask(str(path), replace(entry, offset=7), None, 0, Asked(Role.ARTICLE))
    read, broken = read_batch([good, bad])
    assert isinstance(read.item, Article)
    assert read.item.published_on == "2020-01-15"
    assert read.item.visit.snapshot is not None
    assert read.refused == ""
    assert broken.item is None
    assert "a.warc.gz" in broken.problem
