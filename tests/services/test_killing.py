"""Crawls that are killed lose nothing that was committed; `python -m tests.services.killing` does it 100 times."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.server import SampleSite
from pipelines.snapshots.kill_points import PLACES
from tests.services.killing import at_place, at_random

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.service


@pytest.mark.parametrize("place", PLACES)
def test_a_crawl_killed_at_a_named_place_leaves_whole_records(tmp_path: Path, place: str) -> None:
    """No record is unreadable, and every pointer of the database finds its bytes."""
    with SampleSite(SampleArchive(430)) as site:
        assert at_place(site, tmp_path, place, 3)[:2] == (0, 0)


def test_a_crawl_killed_at_any_moment_leaves_whole_records(tmp_path: Path) -> None:
    """The same folder is crawled on after each kill."""
    with SampleSite(SampleArchive(430)) as site:
        assert at_random(site, tmp_path, 10, 7)[:2] == (0, 0)
