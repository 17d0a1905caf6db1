"""What the tests of the database share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipelines.database.frontier import Frontier

if TYPE_CHECKING:
    from tests.pipelines.makers import Archive


@pytest.fixture
def frontier(store: Archive) -> Frontier:
    """Give the frontier of the archive's site."""
    return Frontier(store.site_id)
