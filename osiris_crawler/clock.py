"""The one clock of the program; tests set it from outside (libfaketime), so nothing else asks for the time."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def now() -> datetime:
    """Return the present moment in UTC, aware."""
    return datetime.now(UTC)


def ticks() -> float:
    """Return seconds that only go forward, to measure how long something takes."""
    return time.monotonic()
