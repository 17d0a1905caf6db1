"""Tests of `pipelines.deduplicate`; the rules themselves are tested in `database/test_identity.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.utils.test import get_crawler

from osiris_crawler.items import Warning_
from pipelines.database.records import save
from pipelines.deduplicate import DeduplicatePipeline
from tests.pipelines.makers import SITE, article, visit

if TYPE_CHECKING:
    from tests.pipelines.makers import Archive


def test_a_known_article_is_named_and_a_conflict_warned_of(store: Archive) -> None:
    """The item learns its article's row; an address that belongs to another article is a warning."""
    with store.database.session() as session:
        save(session, article(), store.run_id)
        save(session, article(SITE + "b", title="Autre", published_on="2020-01-01"), store.run_id)
    crawler = get_crawler()
    crawler.osiris = store  # type: ignore[attr-defined]
    pipeline = DeduplicatePipeline.from_crawler(crawler)
    item = article(aliases=[SITE + "b"], warnings=[Warning_("odd")])
    pipeline.process_item(item)
    assert item.article_id == 1
    assert [warning.code for warning in item.warnings] == ["odd", "address_of_another_article"]
    assert crawler.stats is not None
    assert crawler.stats.get_value("osiris/deduplicate/address") == 1


def test_a_bare_visit_passes_untouched(store: Archive) -> None:
    """A visit has no identity to look for."""
    crawler = get_crawler()
    crawler.osiris = store  # type: ignore[attr-defined]
    seen = visit()
    assert DeduplicatePipeline.from_crawler(crawler).process_item(seen) is seen
