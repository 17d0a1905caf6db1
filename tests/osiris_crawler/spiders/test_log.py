"""Lines of the log."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

from scrapy.exceptions import DropItem

from osiris_crawler.items import Outcome, Role, Visit
from osiris_crawler.spiders.log import LogFormatter


def test_a_refused_item_is_one_line_with_its_reason() -> None:
    """The address and the reason, never the text."""
    nobody: Any = None
    visit = Visit("http://127.0.0.1/a.html", Role.ARTICLE, Outcome.DONE, datetime.now(UTC))
    line: Any = LogFormatter().dropped(visit, DropItem("no_title"), nobody, nobody)
    assert line["msg"] % line["args"] == "Refused: http://127.0.0.1/a.html (no_title)"
    assert line["level"] == logging.WARNING
    stored: Any = LogFormatter().scraped(visit, nobody, nobody)
    broken: Any = LogFormatter().item_error(visit, ValueError(), nobody, nobody)
    assert (stored["level"], broken["level"]) == (logging.DEBUG, logging.ERROR)
