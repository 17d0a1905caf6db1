"""Recorded answers read in other processes, ahead of their turn."""

from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING

import pytest

from osiris_crawler.items import Article, Role
from osiris_crawler.reading import Asked
from osiris_crawler.sites import profile_for
from pipelines.replay import reading_ahead
from pipelines.replay.answering import Answered, Ask, read_one
from pipelines.replay.reading_ahead import Batch, ReadingAhead, cores
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


@pytest.fixture(params=[8, 2], ids=["cores to spare", "no core to spare"])
def two(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[ReadingAhead]:
    """Two processes read: others, or another and this one."""
    monkeypatch.setattr(reading_ahead, "cores", lambda: request.param)
    with ReadingAhead(2) as ahead:
        ahead.prepare(PROFILES)
        yield ahead
    assert not multiprocessing.active_children()


def test_answers_come_in_the_order_of_the_batches(tmp_path: Path, two: ReadingAhead) -> None:
    """More batches than are under way at once: none lost, none twice, each with what it came with."""
    wanted = asks(tmp_path, *TEXTS)
    batches = [Batch(number, [wanted[number % 3]] * (number % 4)) for number in range(60)]
    found = list(two.read(batches))
    assert [batch.given for batch in found] == list(range(60))
    for batch in found:
        assert len(batch.answers) == len(batch.asks)
        for answered in batch.answers:
            assert isinstance(answered.item, Article)
            assert answered.item.body.startswith(TEXTS[batch.given % 3])


def test_no_more_is_asked_for_than_is_read_ahead(tmp_path: Path, two: ReadingAhead) -> None:
    """What a page was asked for is looked up when its reading begins, which shall not be long before its turn."""
    (ask,) = asks(tmp_path, TEXTS[0])
    given: list[int] = []

    def batches() -> Iterator[Batch]:
        for number in range(100):
            given.append(number)
            yield Batch(number, [ask])

    for batch in two.read(batches()):
        assert len(given) <= batch.given + 3 * reading_ahead.AHEAD
    assert len(given) == 100


def test_this_process_reads_while_the_other_is_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a core for each of the two it would only wait for the first batch, which takes long."""
    (ask,) = asks(tmp_path, TEXTS[0])
    here: list[Ask] = []

    def noted(asked: Ask) -> Answered:
        here.append(asked)
        return read_one(asked)

    monkeypatch.setattr(reading_ahead, "read_one", noted)
    for number, reads in ((2, True), (8, False)):
        monkeypatch.setattr(reading_ahead, "cores", lambda number=number: number)
        with ReadingAhead(2) as ahead:
            ahead.prepare(PROFILES)
            found = list(ahead.read([Batch(0, [ask] * 400), *(Batch(each, [ask]) for each in range(1, 8))]))
        assert [len(batch.answers) for batch in found] == [400, *[1] * 7]
        assert bool(here) is reads
        here.clear()


@pytest.mark.parametrize(("number", "workers"), [(1, 4), (8, 0)])
def test_one_core_reads_without_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, workers: int
) -> None:
    """No process is started where none would have a core of its own, nor when none is wanted."""
    wanted = asks(tmp_path, *TEXTS)
    monkeypatch.setattr(reading_ahead, "cores", lambda: number)
    with ReadingAhead(workers) as ahead:
        ahead.prepare(PROFILES)
        for batch in ahead.read(Batch(number, wanted[number:]) for number in range(3)):
            texts = [answered.item.body for answered in batch.answers if isinstance(answered.item, Article)]
            assert [text[:5] for text in texts] == [text[:5] for text in TEXTS[batch.given :]]
            assert not multiprocessing.active_children()
    assert cores() >= 1
