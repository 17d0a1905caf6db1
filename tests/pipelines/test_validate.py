"""What cannot be an article is refused, with a reason."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from osiris_crawler.sites import profile_for
from pipelines.refusal import DropReason
from pipelines.validate import RefusedItem, ValidatePipeline
from tests.pipelines.makers import SITE, article, visit


class Stats:
    """Counts as Scrapy does."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def inc_value(self, name: str) -> None:
        """Add one."""
        self.counts[name] += 1


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"title": ""}, DropReason.NO_TITLE),
        ({"published_on": "", "body": ""}, DropReason.EMPTY),
        ({"url": "https://elsewhere.example/A.html"}, DropReason.FOREIGN),
    ],
)
def test_what_is_refused(values: dict[str, Any], reason: DropReason) -> None:
    """Each refusal names its reason and is counted."""
    stats = Stats()
    with pytest.raises(RefusedItem) as refused:
        ValidatePipeline(profile_for(SITE), stats).process_item(article(**values))
    assert refused.value.reason is reason
    assert stats.counts == {f"osiris/validate/dropped/{reason}": 1}


def test_what_holds_passes() -> None:
    """An article without a body, or without a date, is still one; visits pass uncounted."""
    stats = Stats()
    pipeline = ValidatePipeline(profile_for(SITE), stats)
    for item in (article(), article(body=""), article(published_on=""), visit()):
        assert pipeline.process_item(item) is item
    assert stats.counts == {"osiris/validate/passed": 3}
