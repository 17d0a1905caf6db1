"""Days on which the site is ill: nothing becomes gone, nothing is overwritten, and the next good night is healthy."""

from __future__ import annotations

import shutil
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest

from osiris_crawler.sample.faults import Faults
from tests.services.accidents import articles
from tests.services.nights import Nights, faketime_library

if TYPE_CHECKING:
    from pathlib import Path

    from osiris_crawler.sample.server import SampleSite

pytestmark = [
    pytest.mark.service,
    pytest.mark.skipif(faketime_library() is None, reason="libfaketime is not installed"),
]
NIGHTS = 3
TEXTS = "SELECT article_id, number, title, published_on, body_hash FROM revision ORDER BY id"
GONE = "SELECT count(*) FROM article WHERE status = 'gone'"


def switch(site: SampleSite, **faults: Any) -> None:
    """Set these faults, and no others."""
    for default in fields(Faults):
        setattr(site.faults, default.name, faults.get(default.name, getattr(Faults(), default.name)))


@pytest.mark.parametrize("kind", ["503", "home page", "404", "redirects home"])
def test_days_of_outage(site: SampleSite, archive: Path, tmp_path: Path, kind: str) -> None:
    """Three nights in a row the same; an article that was deleted before is gone only when all is well again."""
    data = tmp_path / "data"
    shutil.copytree(archive, data)
    nights = Nights(site, data, night=1)
    known = nights.all(TEXTS)
    deleted = articles(site)[-1]
    faults: dict[str, dict[str, Any]] = {
        "503": {"unavailable": True, "retry_after": None},
        "home page": {"home_everywhere": True},
        "404": {"statuses": dict.fromkeys(articles(site), 404)},
        "redirects home": {"redirects": dict.fromkeys(articles(site), "/")},
    }
    try:
        switch(site, statuses={deleted: 404})
        assert nights.crawl("--full")[0] == 0
        switch(site, **faults[kind])
        for _ in range(NIGHTS):
            code, said = nights.crawl(OSIRIS_RETRY_WAIT="1")
            assert code in {3, 5}, said
            assert nights.one(GONE) == 0
            assert nights.all(TEXTS) == known
        switch(site, statuses={deleted: 404})
        code, said = nights.crawl()
        assert code == 0, said
        nights.crawl()
        assert nights.one(GONE) == 1
        assert nights.all(TEXTS) == known
    finally:
        switch(site)
