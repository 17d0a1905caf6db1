"""The places where tests kill the program."""

from __future__ import annotations

from pipelines.snapshots import kill_points


def test_without_the_wish_of_a_test_nobody_dies() -> None:
    """Passing by is harmless."""
    for place in kill_points.PLACES:
        kill_points.pass_by(place)
        assert not kill_points.dies_at(place)
