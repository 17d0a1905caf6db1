"""A seeded source of choices that gives the same answers on every version of Python."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

T = TypeVar("T")


class Dice:
    """Choices made from ``Random.random()`` alone, the one method whose sequence Python promises to keep."""

    def __init__(self, name: str) -> None:
        self._next = random.Random(name).random

    def chance(self, likelihood: float) -> bool:
        """Say yes with this likelihood, 0 to 1."""
        return self._next() < likelihood

    def number(self, low: int, high: int) -> int:
        """Draw a whole number, both ends included."""
        return low + int(self._next() * (high - low + 1))

    def pick(self, things: Sequence[T]) -> T:
        """Draw one thing, each equally likely."""
        return things[int(self._next() * len(things))]

    def weighted(self, weights: Mapping[T, float]) -> T:
        """Draw one key, as likely as its weight says; the order of the mapping counts."""
        left = self._next() * sum(weights.values())
        for key, weight in weights.items():
            left -= weight
            if left < 0:
                return key
        return next(reversed(list(weights)))

    def some(self, things: Sequence[T], count: int) -> list[T]:
        """Draw several different things, in a random order; fewer when there are not so many."""
        rest = list(things)
        drawn: list[T] = []
        while rest and len(drawn) < count:
            drawn.append(rest.pop(int(self._next() * len(rest))))
        return drawn
