"""Has recorded answers read ahead of their turn, in processes of its own."""

from __future__ import annotations

import multiprocessing
import pickle
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

from pipelines.replay.answering import read_batch, settle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Future
    from types import TracebackType
    from typing import Self, TypeVar

    from osiris_crawler.sites import Profile
    from pipelines.replay.answering import Answered, Ask

    Batch = TypeVar("Batch")

AHEAD = 8
"""Batches for each reading process that are under way: enough for the time that a transaction takes to end."""


class ReadingAhead:
    """Some reading processes; they load the program while their first work is prepared."""

    def __init__(self, workers: int) -> None:
        """Start the processes.

        Args:
            workers: how many.
        """
        context = multiprocessing.get_context("spawn")  # a fork would copy open database connections
        self._workers = workers
        self._pool = ProcessPoolExecutor(workers, context, initializer=settle)
        self._pool.submit(len, ())  # the first work starts them

    def __enter__(self) -> Self:
        """Return the processes."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the processes; after an error what they have not begun is not read."""
        self._pool.shutdown(cancel_futures=kind is not None)

    def read(
        self, batches: Iterable[tuple[Batch, Sequence[Ask]]], profiles: Sequence[Profile]
    ) -> Iterator[tuple[Batch, Sequence[Ask], list[Answered]]]:
        """Give each batch with its answers, in order, while later ones are read.

        Args:
            batches: what the caller wants back beside the answers, and what to read for it.
            profiles: of the sites, as `Ask.site` counts them.

        Raises:
            BrokenProcessPool: a reading process was ended from outside.
        """
        packed = pickle.dumps(profiles)
        pending: deque[tuple[Batch, Sequence[Ask], Future[list[Answered]]]] = deque()
        for batch, asks in batches:
            pending.append((batch, asks, self._pool.submit(read_batch, asks, packed)))
            if len(pending) >= self._workers * AHEAD:
                yield _answered(*pending.popleft())
        while pending:
            yield _answered(*pending.popleft())


def _answered(
    batch: Batch, asks: Sequence[Ask], answers: Future[list[Answered]]
) -> tuple[Batch, Sequence[Ask], list[Answered]]:
    return batch, asks, answers.result()
