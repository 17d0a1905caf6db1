"""Has recorded answers read ahead of their turn, in processes of its own and, where no core is left, in this one."""

from __future__ import annotations

import os
import pickle
import sys
from collections import deque
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipelines import processes
from pipelines.replay.answering import prepare, read_batch, read_one, settle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Future, ProcessPoolExecutor
    from types import TracebackType
    from typing import Self

    from osiris_crawler.sites import Profile
    from pipelines.replay.answering import Answered, Ask

SWITCH = 0.0005
"""Seconds that this process works before a thread may take what the others send; ten times that by default, while
they wait."""
AHEAD = 6
"""Batches under way for each process: enough for the time that a transaction takes to end."""


def cores() -> int:
    """Return how many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(slots=True)
class Batch:
    """Records that are read together."""

    given: Any
    """What the caller wants back beside the answers."""
    asks: Sequence[Ask]
    under_way: Future[list[Answered]] | None = None
    """None once this process has read it."""
    answers: Sequence[Answered] = ()


class ReadingAhead:
    """Some reading processes; they load the program while their first work is prepared.

    More than there are cores would be in each other's way. With a core for this process and one for each of the
    others, it reads, too, while it would only wait for them.
    """

    def __init__(self, workers: int) -> None:
        """Start the processes.

        Args:
            workers: how many processes read, at most; 0 for none beside this one.
        """
        self._others = min(workers, cores() - 1)
        self._reads_too = 0 < self._others < workers
        self._stack = ExitStack()
        self._pool: ProcessPoolExecutor | None = None
        if self._others:
            self._stack.callback(sys.setswitchinterval, sys.getswitchinterval())
            sys.setswitchinterval(SWITCH)
            self._pool = self._stack.enter_context(processes.started(self._others, settle))
        self._profiles = b""

    def __enter__(self) -> Self:
        """Return the processes."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the processes; after an error what they have not read is not read."""
        self._stack.__exit__(kind, error, trace)

    def prepare(self, profiles: Sequence[Profile]) -> None:
        """Take the profiles of the sites, as `Ask.site` counts them."""
        prepare(profiles)
        self._profiles = pickle.dumps(profiles)

    def read(self, batches: Iterable[Batch]) -> Iterator[Batch]:
        """Give each batch with its answers, in order, while later ones are read.

        Without other processes, this one reads a batch when it is due: a sixth faster than page by page in turn with
        storing, which drives the reader out of the processor's caches.

        Raises:
            BrokenProcessPool: a reading process was ended from outside.
        """
        if self._pool is None:
            for batch in batches:
                batch.answers = [read_one(ask) for ask in batch.asks]
                yield batch
            return
        pending: deque[Batch] = deque()
        for batch in batches:
            batch.under_way = self._pool.submit(read_batch, batch.asks, self._profiles)
            pending.append(batch)
            if len(pending) >= (1 + self._others) * AHEAD:
                yield self._first(pending)
        while pending:
            yield self._first(pending)

    def _first(self, pending: deque[Batch]) -> Batch:
        """Return the first batch when it is read; read others of them as long as it is not."""
        first = pending.popleft()
        while self._reads_too and first.under_way and not first.under_way.done():
            left = next((batch for batch in pending if batch.under_way and batch.under_way.cancel()), None)
            if left is None:
                break
            left.under_way, left.answers = None, [read_one(ask) for ask in left.asks]
        if first.under_way:
            first.answers, first.under_way = first.under_way.result(), None
        return first
