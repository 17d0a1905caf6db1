"""The end of a run."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.exceptions import NotConfigured
from sqlalchemy import select

from osiris_crawler.errors import DatabaseError
from osiris_crawler.health import Verdict
from osiris_crawler.spiders.opening import open_context
from osiris_crawler.spiders.options import options_from_text
from osiris_crawler.spiders.run import RunExtension, finish_run
from pipelines.database.models import Run

if TYPE_CHECKING:
    from pathlib import Path


def test_the_verdict_is_kept_with_the_run(tmp_path: Path) -> None:
    """A crawl that found nothing is unhealthy, in the context and in the database."""
    context = open_context(options_from_text(site="http://127.0.0.1:8099/", data_dir=tmp_path))
    health = finish_run(context, "finished", {"osiris/archive/refused": 3, "osiris/archive/not_wanted": 3})
    assert (health.verdict, health.exit_code) == (Verdict.UNHEALTHY, 3)
    with context.database.read() as session:
        run = session.scalars(select(Run)).one()
        assert (run.verdict, run.exit_code, run.stats["osiris/archive/refused"]) == ("unhealthy", 3, 3)
    context.close()


def test_an_error_of_the_database_is_the_runs_error(tmp_path: Path) -> None:
    """What the store could not commit decides the exit code."""
    context = open_context(options_from_text(site="http://127.0.0.1:8099/", data_dir=tmp_path))
    crawler: Any = SimpleNamespace(osiris=context)
    item: Any = None
    failure: Any = SimpleNamespace(value=DatabaseError("disk full"))
    RunExtension(crawler).item_error(item, failure, item)
    assert finish_run(context, "storage_failed", {}).exit_code == 1
    context.close()


def test_other_commands_of_scrapy_run_without_it() -> None:
    """`scrapy list` and the like have no crawl."""
    crawler: Any = SimpleNamespace()
    with pytest.raises(NotConfigured):
        RunExtension(crawler)
