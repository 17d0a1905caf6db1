"""What Scrapy writes to the log for each page: a line, never a whole article."""

# ruff: noqa: ARG002 - the signatures are Scrapy's

from __future__ import annotations

import json
import logging
import sys
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy import logformatter

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.http import Response
    from scrapy.logformatter import LogFormatterResult
    from twisted.python.failure import Failure


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and the traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class RunLog(logging.FileHandler):
    """The log of one run; when it cannot be written any more, that is said once, and the run goes on."""

    _silent = False

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is logging's
        """Say that the log cannot be written."""
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            super().handleError(record)
        elif not self._silent:
            self._silent = True
            sys.stderr.write(f"{self.baseFilename}: the log cannot be written ({error.strerror})\n")

    def close(self) -> None:
        """Close the file, whether what is left can be written or not."""
        with suppress(OSError):
            super().close()


class LogFormatter(logformatter.LogFormatter):
    """Shortens what Scrapy says of refused items, and leaves stored ones to the statistics."""

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:
        """Name the page of an item."""
        return {"level": logging.DEBUG, "msg": "Stored: %(url)s", "args": {"url": _address(item)}}

    def dropped(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        """Name the page and the reason."""
        arguments = {"url": _address(item), "reason": str(exception)}
        return {"level": logging.WARNING, "msg": "Refused: %(url)s (%(reason)s)", "args": arguments}

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        """Name the page; the traceback follows."""
        return {"level": logging.ERROR, "msg": "Not stored: %(url)s", "args": {"url": _address(item)}}


def _address(item: Any) -> str:
    """Return the address of an article or a visit."""
    return str(getattr(item, "url", item))
