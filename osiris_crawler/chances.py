"""How likely a share is by chance: the binomial distribution."""

from __future__ import annotations

import math


def at_most(count: int, of: int, chance: float) -> float:
    """Return the probability of so few hits or fewer among `of` trials."""
    return math.fsum(_exactly(hits, of, chance) for hits in range(count + 1))


def at_least(count: int, of: int, chance: float) -> float:
    """Return the probability of so many hits or more among `of` trials."""
    return 1.0 - at_most(count - 1, of, chance) if count > 0 else 1.0


def _exactly(hits: int, of: int, chance: float) -> float:
    ways = math.lgamma(of + 1) - math.lgamma(hits + 1) - math.lgamma(of - hits + 1)
    return math.exp(ways + hits * math.log(chance) + (of - hits) * math.log1p(-chance))
