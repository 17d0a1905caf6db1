"""Tests of the invented sentences and bodies."""

import random
import time

from osiris_crawler.sample.texts import fill, prose, sentence, title, written


def test_the_same_chance_makes_the_same_text() -> None:
    """Titles, prose and bodies depend on the seed alone."""
    assert [title(random.Random(3)), prose(random.Random(3))] == [
        title(random.Random(3)),
        prose(random.Random(3)),
    ]
    body = written("1/article/7")
    written.cache_clear()
    assert written("1/article/7") == body
    assert written("1/article/8") != body


def test_no_place_is_left_open() -> None:
    """Whatever is printed has no braces left."""
    rng = random.Random(5)
    for _ in range(500):
        assert not set("{}") & set(title(rng) + sentence(rng))
    assert fill(rng, "{n} et {c}")


def test_bodies_are_mostly_different() -> None:
    """A thousand bodies, no two alike."""
    bodies = {written(f"9/article/{number}").plain() for number in range(1000)}
    assert len(bodies) == 1000


def test_a_body_is_written_quickly() -> None:
    """Less than two milliseconds each."""
    start = time.perf_counter()
    for number in range(300):
        written(f"8/article/{number}")
    assert time.perf_counter() - start < 0.6
