"""The options that choose articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from osiris_crawler import settings
from osiris_crawler.cli.filters import checked_kinds, data_folder, existing_database
from osiris_crawler.errors import UsageError


def test_kinds_may_be_repeated_or_joined() -> None:
    """`--kind article,breve` is `--kind article --kind breve`."""
    assert checked_kinds(["article, breve", "page"]) == ("article", "breve", "page")
    assert checked_kinds(None) == ()


def test_a_kind_that_does_not_exist_is_refused_with_the_list() -> None:
    """The message names the kinds there are."""
    with pytest.raises(UsageError, match=r"novel: there is no such kind.*editorial"):
        checked_kinds(["novel"])


def test_the_data_folder_is_the_given_one_or_the_setting() -> None:
    """Without --data the setting holds; `~` is the home."""
    assert data_folder(None) == settings.OSIRIS_DATA.resolve()
    assert data_folder(Path("~/press")) == Path.home() / "press"


def test_reading_makes_no_archive(tmp_path: Path) -> None:
    """A command that only reads says that there is nothing, and leaves no file behind."""
    with pytest.raises(UsageError):
        existing_database(tmp_path / "none")
    assert not (tmp_path / "none").exists()
