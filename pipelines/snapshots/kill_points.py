"""Named places where a test may kill the program, so that crash-safety is tested where it is hardest."""

from __future__ import annotations

import os
import signal

_PLACE, _, _COUNT = os.environ.get("OSIRIS_TEST_KILL_AT", "").partition(":")
"""For tests only: `place` or `place:N` kills this process at the N-th time it comes there."""
_left = int(_COUNT or 1)

RECORD_HALF = "record-half"
AFTER_FLUSH = "after-flush"
BEFORE_COMMIT = "before-commit"
AFTER_COMMIT = "after-commit"
ROLL_OVER = "roll-over"
PLACES = (RECORD_HALF, AFTER_FLUSH, BEFORE_COMMIT, AFTER_COMMIT, ROLL_OVER)


def dies_at(place: str) -> bool:
    """Tell whether the process is to die here this time."""
    global _left  # noqa: PLW0603 - one process dies once
    if place != _PLACE:
        return False
    _left -= 1
    return _left == 0


def pass_by(place: str) -> None:
    """Die here if a test wants it, as by kill -9."""
    if _PLACE and dies_at(place):
        die()


def die() -> None:
    """End this process without any clean-up."""
    os.kill(os.getpid(), signal.SIGKILL)
