"""Tests of `pipelines.database.schema`: the column types."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.dialects import postgresql, sqlite

from pipelines.database.schema import TitlePath, UtcTime

SQLITE, POSTGRESQL = sqlite.dialect(), postgresql.dialect()  # type: ignore[no-untyped-call]


def test_times_are_utc_in_and_out() -> None:
    """Another zone is converted; SQLite keeps no zone, PostgreSQL does; what comes back is aware."""
    moment = datetime(2025, 3, 1, 8, tzinfo=timezone(timedelta(hours=2)))
    stored = UtcTime().process_bind_param(moment, SQLITE)
    assert stored == datetime(2025, 3, 1, 6)  # noqa: DTZ001 - what SQLite keeps has no zone
    assert UtcTime().process_bind_param(moment, POSTGRESQL) == moment
    assert UtcTime().process_result_value(stored, SQLITE) == moment
    assert UtcTime().process_result_value(moment, POSTGRESQL) == moment
    assert UtcTime().process_bind_param(None, SQLITE) is None


def test_a_time_without_a_zone_is_refused() -> None:
    """Nobody could say later what it meant."""
    with pytest.raises(ValueError, match="without a zone"):
        UtcTime().process_bind_param(datetime.now(UTC).replace(tzinfo=None), SQLITE)


def test_titles_come_back_as_they_were() -> None:
    """Whatever a title holds, and an empty path too."""
    for path in ((), ("a > b", 'c "d"', "é"), ("",)):
        stored = TitlePath().process_bind_param(path, SQLITE)
        assert TitlePath().process_result_value(stored, SQLITE) == path
