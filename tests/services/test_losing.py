"""A crawl that is killed goes on with the same command: `python -m tests.services.losing` does it 150 times."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from tests.services.losing import named_places, random_moments

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.service
TEN_SECONDS = 10.0


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=lambda number: number.name)
def test_signals_at_random_moments(number: signal.Signals, tmp_path: Path) -> None:
    """Nothing is lost, doubled or asked again after its commit; SIGTERM ends within 10 s with exit code 4."""
    losses = random_moments(200, 8, number, tmp_path)
    assert losses.none, losses
    assert losses.slowest < TEN_SECONDS


def test_kills_at_the_named_places_of_the_commit_path(tmp_path: Path) -> None:
    """Half a record, a whole one, before and after the commit, between two files: all the same."""
    losses = named_places(200, 2, tmp_path)
    assert losses.none, losses
