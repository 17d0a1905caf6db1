"""A real SPIP 4.4 with an invented press archive, and how a crawl of it is held against its truth."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

WORD = re.compile(r"\w+")
START_SECONDS = 900
"""Installing the servers and loading the archive on a new machine."""
PHP_84 = Path(__file__).with_name("php84.php")
"""What SPIP takes for granted where Debian packages it with PHP 8.4, for machines with an older PHP."""


@dataclass(frozen=True)
class SpipSite:
    """A running site."""

    script: Path
    folder: Path
    url: str

    def truth(self) -> list[dict[str, Any]]:
        """Return one object for each published article, redirecting ones included."""
        lines = (self.folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def hidden_titles(self) -> set[str]:
        """Return the titles that no visitor may see."""
        lines = (self.folder / "hidden.jsonl").read_text(encoding="utf-8").splitlines()
        return {json.loads(line)["title"] for line in lines}

    def asked(self) -> list[str]:
        """Return the path of every request that the server logged for this program, in order."""
        log = (self.folder / "log/access.log").read_text(encoding="utf-8", errors="replace")
        return re.findall(r'"GET (\S+) HTTP[^"]*" \d+ \d+ "osiris-mirror', log)

    def edit(self, verb: str, number: int) -> None:
        """Publish, trash, retitle or append to an article, and empty SPIP's page cache."""
        _run(self.script, "edit", verb, str(number), "--purge", "--dir", str(self.folder))


def start(folder: Path, articles: int) -> SpipSite:
    """Start a site on a free port; skips the test where the script is not at hand."""
    name = os.environ.get("OSIRIS_TEST_SPIP", "")
    if not name or not Path(name).is_file():
        pytest.skip("OSIRIS_TEST_SPIP does not name the script that starts a real SPIP")
    script = Path(name).resolve()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "php.d").mkdir()
    (folder / "php.d" / "php84.ini").write_text(f'auto_prepend_file = "{PHP_84}"\n', encoding="utf-8")
    said = _run(script, "start", "--port", str(port), "--articles", str(articles), "--dir", str(folder))
    found = re.search(r"ready (http://127\.0\.0\.1:\d+/)", said)
    assert found, said
    return SpipSite(script, folder, found[1])


def stop(site: SpipSite) -> None:
    """End the two servers of a site."""
    _run(site.script, "stop", "--dir", str(site.folder))


def _run(script: Path, *words: str) -> str:
    folder = Path(words[words.index("--dir") + 1])
    done = subprocess.run(
        [str(script), *words], text=True, capture_output=True, timeout=START_SECONDS, check=False,
        env=os.environ | {"PHP_INI_SCAN_DIR": f":{folder / 'php.d'}"},  # beside the machine's own
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@dataclass
class Score:
    """How many values of each field are right, over the articles that both sides have."""

    right: Counter[str] = field(default_factory=Counter)
    total: int = 0
    body_f1: float = 0.0
    wrong: list[str] = field(default_factory=list)
    """Address, field, value and truth of what is wrong, for the person who reads the failure."""

    def share(self, name: str) -> float:
        """Return the share of right values of a field."""
        return self.right[name] / self.total


def score(truth: Iterable[dict[str, Any]], rows: dict[str, dict[str, str]]) -> Score:
    """Hold exported rows, by address, against the truth."""
    result, f1 = Score(), 0.0
    for row in truth:
        got = rows[row["url"]]
        result.total += 1
        f1 += token_f1(got["body"], expected_body(row))
        wanted = {
            "title": " ".join(row["title"].split()),
            "published_on": row["date"],
            "keywords": "; ".join(sorted(row["keywords"])),
            "source_name": row["source_name"] or "",
            "source_date": row["source_date"] or "",
        }
        given = {**got, "keywords": "; ".join(sorted(k for k in got["keywords"].split("; ") if k))}
        for name, value in wanted.items():
            if given[name] == value:
                result.right[name] += 1
            else:
                result.wrong.append(f"{row['url']} {name}: {given[name]!r} instead of {value!r}")
    result.body_f1 = f1 / result.total
    return result


def expected_body(row: dict[str, Any]) -> str:
    """Return chapo, body, postscript and notes without the author and source lines that the row names."""
    lines = [
        line for part in ("chapo", "body", "ps", "notes") for line in row[part].split("\n") if line.strip()
    ]
    for credit in (row["source_line"], row["author_line"]):
        same = [i for i, line in enumerate(lines) if credit and line.split() == credit.split()]
        if same:
            del lines[same[-1]]
    return "\n".join(lines)


def token_f1(got: str, wanted: str) -> float:
    """Return the F1 of the words of two texts; 1.0 when both are empty."""
    a, b = Counter(WORD.findall(got.lower())), Counter(WORD.findall(wanted.lower()))
    if not a and not b:
        return 1.0
    return 2 * (a & b).total() / (a.total() + b.total())
