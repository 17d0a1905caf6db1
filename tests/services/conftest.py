"""Tests against real services: each is marked, and in `make test-services` a skip is a failure."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.server import SampleSite
from tests.services.nights import Nights

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

HERE = Path(__file__).parent
REQUIRED = os.environ.get("OSIRIS_TEST_SERVICES") == "required"
"""Set by `make test-services`: every service must be there."""


@pytest.fixture(scope="module")
def site() -> Iterator[SampleSite]:
    """Serve the sample archive."""
    with SampleSite(SampleArchive(430)) as served:
        yield served


@pytest.fixture(scope="module")
def archive(site: SampleSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Crawl the site once."""
    folder = tmp_path_factory.mktemp("archive")
    assert Nights(site, folder).crawl()[0] == 0
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies in this folder, so that nobody forgets to."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.service)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    """Turn a skipped test into a failed one."""
    report = yield
    return _failed(report) if REQUIRED and report.skipped and not hasattr(report, "wasxfail") else report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    """Turn a module that skips itself into a failed one."""
    report = yield
    return _failed(report) if REQUIRED and report.skipped else report


def _failed(report: Any) -> Any:
    where, _, why = report.longrepr if isinstance(report.longrepr, tuple) else ("", 0, str(report.longrepr))
    report.outcome = "failed"
    report.longrepr = f"{where}: {why}. In `make test-services` every service must be there."
    return report
