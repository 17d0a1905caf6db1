"""Sorting of more lines than memory holds."""

from __future__ import annotations

import os
import random
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from pipelines.snapshots.sorting import in_order

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("room", [1, 100, 10_000_000])
def test_lines_come_in_the_order_of_their_code_points(tmp_path: Path, room: int) -> None:
    """As Python sorts the texts, equal ones each time, whether one fits into memory or all do."""
    chance = random.Random(4)
    words = ["", "a", "é", "z", "€", "\U0001f600", " ", "ﬀ"]
    texts = ["".join(chance.choices(words, k=chance.randrange(9))) for _ in range(700)]
    found = in_order((text.encode() for text in texts), tmp_path, room=room)
    assert [line.decode() for line in found] == sorted(texts)


def test_lines_longer_than_a_piece_stay_whole(tmp_path: Path) -> None:
    """A run is read piece by piece; a line may lie in several of them."""
    lines = [bytes([letter]) * 50_000 for letter in b"dcba"]
    assert list(in_order(lines, tmp_path, room=60_000)) == sorted(lines)


def test_nothing_is_left_and_nothing_is_named_meanwhile(tmp_path: Path) -> None:
    """A process that is killed leaves no file behind."""
    found = in_order((b"%d" % number for number in range(1000)), tmp_path, room=100)
    next(found)
    assert os.name != "posix" or not list(tmp_path.iterdir())
    found.close()  # type: ignore[attr-defined]
    assert not list(tmp_path.iterdir())


def test_memory_does_not_grow_with_the_lines(tmp_path: Path) -> None:
    """Ten times the lines take about the same room."""

    def peak(count: int) -> int:
        tracemalloc.start()
        for _ in in_order(
            (b"%0200d" % (number * 7919 % count) for number in range(count)), tmp_path, room=50_000
        ):
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(10_000) < 2_000_000 > peak(1_000)
