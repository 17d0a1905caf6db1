"""Recorded answers read in other processes, ahead of their turn."""

from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING

import pytest

from osiris_crawler.items import Article, Role
from osiris_crawler.reading import Asked
from osiris_crawler.sites import profile_for
from pipelines.replay import reading_ahead
from pipelines.replay.answering import Ask
from pipelines.replay.reading_ahead import ReadingAhead
from pipelines.snapshots.warc_reader import scan
from tests.pipelines.replay.test_work import FIRST, warc

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXTS = ("Premier texte.", "Second texte.", "Troisième texte.")
PROFILES = [profile_for("http://presse.example/")]


def asks(folder: Path, *texts: str) -> list[Ask]:
    """Record a page for each text."""
    paths = [warc(folder / f"{number}.warc.gz", text, FIRST) for number, text in enumerate(texts)]
    return [Ask(str(path), scan(path)[0], None, 0, Asked(Role.ARTICLE)) for path in paths]


def test_answers_come_in_the_order_of_the_batches(tmp_path: Path) -> None:
    """Two processes, more batches than are under way at once: none lost, none twice, each with what it came with."""
    wanted = asks(tmp_path, *TEXTS)
    batches = [(number, [wanted[number % 3]] * (number % 4)) for number in range(2 * reading_ahead.AHEAD + 5)]
    with ReadingAhead(2) as ahead:
        found = list(ahead.read(batches, PROFILES))
    assert [(number, asked) for number, asked, _ in found] == batches
    for number, asked, answers in found:
        assert len(answers) == len(asked)
        for answered in answers:
            assert isinstance(answered.item, Article)
            assert answered.item.body.startswith(TEXTS[number % 3])
    assert not multiprocessing.active_children()


def test_no_more_is_asked_for_than_is_read_ahead(tmp_path: Path) -> None:
    """What a page was asked for is looked up when its reading begins, which shall not be long before its turn."""
    (ask,) = asks(tmp_path, "Texte.")
    given: list[int] = []

    def batches() -> Iterator[tuple[int, list[Ask]]]:
        for number in range(50):
            given.append(number)
            yield number, [ask]

    with ReadingAhead(1) as ahead:
        for number, _, _ in ahead.read(batches(), PROFILES):
            assert len(given) <= number + reading_ahead.AHEAD
    assert len(given) == 50


def test_an_error_ends_the_processes(tmp_path: Path) -> None:
    """What is not read yet is left; nothing goes on in the background."""
    (ask,) = asks(tmp_path, "Texte.")

    def work() -> None:
        with ReadingAhead(1) as ahead:
            for _ in ahead.read([(number, [ask] * 50) for number in range(500)], PROFILES):
                raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()
    assert not multiprocessing.active_children()
