"""One crawl in one process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.osiris_crawler.cli.process import osiris, query

if TYPE_CHECKING:
    from pathlib import Path


def test_a_site_that_does_not_answer_ends_with_a_verdict_and_a_log(tmp_path: Path) -> None:
    """Exit 5; the run's row and its log say why, and the folder is free again."""
    code, said = osiris("crawl", "--site", "http://127.0.0.1:1/", "--data", str(tmp_path))
    assert code == 5
    assert "cannot be reached" in said
    assert query(tmp_path, "SELECT verdict, exit_code FROM run") == [("failed", 5)]
    assert "cannot be reached" in (tmp_path / "logs" / "run-000001.log").read_text(encoding="utf-8")
    assert (tmp_path / "lock").read_bytes() == b""
