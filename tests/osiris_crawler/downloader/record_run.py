"""Asks paths of a site through the recorder, in a process of its own; prints what its spider saw."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from osiris_crawler.spiders.opening import open_context
from osiris_crawler.spiders.options import options_from_text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.http import Response

SEEN: dict[str, Any] = {}


class PathsSpider(Spider):
    name = "paths"
    paths: list[str]
    site: str

    async def start(self) -> AsyncIterator[Request]:
        for path in self.paths:
            meta = {"path": path, "download_slot": "site"}
            yield Request(self.site + path, self.parse, errback=self.failed, dont_filter=True, meta=meta)

    def parse(self, response: Response) -> None:
        snapshot = response.meta["snapshot"]
        SEEN[response.meta["path"]] = {
            "status": response.status, "file": snapshot.file, "offset": snapshot.offset,
            "length": snapshot.length, "flags": response.flags, "body": response.body.decode("latin-1"),
        }  # fmt: skip

    def failed(self, failure: Any) -> None:
        SEEN[failure.request.meta["path"]] = {"error": type(failure.value).__name__}


def main(data: str, site: str, paths: list[str]) -> None:
    """Ask them; `PUBLIC` as last argument takes the site for a public one."""
    context = open_context(options_from_text(site=site + "/", data_dir=Path(data)))
    if "PUBLIC" in sys.argv:
        context.private_allowed = False
    settings = Settings()
    settings.setmodule("osiris_crawler.settings")
    settings.set("SCHEDULER", "scrapy.core.scheduler.Scheduler")
    for name in ("ITEM_PIPELINES", "EXTENSIONS", "SPIDER_MODULES"):
        settings.set(name, [] if name == "SPIDER_MODULES" else {})
    settings.set("LOG_ENABLED", value=False)
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(PathsSpider)
    setattr(crawler, "osiris", context)  # noqa: B010 - Crawler declares no such attribute
    process.crawl(crawler, paths=paths, site=site)
    process.start()
    context.close()
    sys.stdout.write(json.dumps(SEEN))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3].split(","))
