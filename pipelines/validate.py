"""Second pipeline: refuses what cannot be an article of the archive, and names the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.exceptions import DropItem

from osiris_crawler.items import Article
from pipelines.refusal import DropReason, reason_to_refuse

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class RefusedItem(DropItem):
    """Raised by the pipelines; carries the reason for the store."""

    def __init__(self, reason: DropReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class ValidatePipeline:
    """Refuses articles without what every article has.

    Stats: `osiris/validate/passed`, `osiris/validate/dropped/<reason>`.
    """

    def __init__(self, profile: Any, stats: Any = None) -> None:
        self.profile = profile
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ValidatePipeline:
        """Take the site's profile."""
        return cls(crawler.osiris.profile, crawler.stats)  # type: ignore[attr-defined]

    def process_item(self, item: Any) -> Any:
        """Pass an article that holds, other items untouched.

        Raises:
            RefusedItem: the article is refused; nothing of it is stored but the visit and the reason.
        """
        if not isinstance(item, Article):
            return item
        reason = reason_to_refuse(item)
        if reason is None and not self.profile.owns(item.url):
            reason = DropReason.FOREIGN
        if reason is not None:
            self._count(f"dropped/{reason.value}")
            raise RefusedItem(reason)
        self._count("passed")
        return item

    def _count(self, event: str) -> None:
        if self.stats:
            self.stats.inc_value(f"osiris/validate/{event}")
