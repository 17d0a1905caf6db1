"""One crawl in one process."""

from __future__ import annotations

import json
import subprocess
import sys
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


def test_a_run_that_cannot_begin_is_told_too(tmp_path: Path) -> None:
    """A damaged database at night: the command gets the reason, and the exit code is the error's."""
    (tmp_path / "osiris.sqlite3").write_bytes(b"no database at all, " * 500)
    news = tmp_path / "news.json"
    site = ("--site", "http://127.0.0.1:1/")
    code, said = osiris("crawl", *site, "--data", str(tmp_path), OSIRIS_NOTIFY_COMMAND=f'cat > "{news}"')
    assert code == 1, said
    told = json.loads(news.read_text(encoding="utf-8"))
    assert (told["verdict"], told["exit_code"], told["site"]) == ("failed", 1, "http://127.0.0.1:1/")
    assert told["text"] in said.replace("\n", " ")


CRAWL = """
import sys
from pathlib import Path
from osiris_crawler.spiders.options import options_from_text
from osiris_crawler.spiders.process import run_crawl
code = run_crawl(options_from_text(site="http://127.0.0.1:1/", data_dir=Path(sys.argv[1])))
print(code, *sorted({"aiohttp", "requests", "tldextract", "urllib3"} & set(sys.modules)))
"""


def test_what_is_off_is_not_loaded(tmp_path: Path) -> None:
    """A web server, a client and a list of domains would take 10 MB of each crawl for nothing."""
    command = [sys.executable, "-c", CRAWL, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    assert done.stdout.split() == ["5"]
