"""One run at a time in a data folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from osiris_crawler.errors import LockedError
from osiris_crawler.lock import Lock

if TYPE_CHECKING:
    from pathlib import Path


def test_the_second_run_is_refused_and_told_who_holds_the_folder(tmp_path: Path) -> None:
    """The message names command and process; the exit code is 75."""
    first = Lock(tmp_path, "osiris crawl").acquire()
    with pytest.raises(LockedError, match=f"osiris crawl, process {os.getpid()}") as refused:
        Lock(tmp_path, "osiris crawl").acquire()
    assert refused.value.exit_code == 75
    first.release()


def test_a_folder_that_was_let_go_can_be_taken(tmp_path: Path) -> None:
    """A file left by a run that ended does not matter."""
    Lock(tmp_path, "one").acquire().release()
    Lock(tmp_path, "two").acquire().release()
