"""Exports as processes of their own: the same bytes wherever they run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.database.engine import open_database
from pipelines.exports import FORMATS
from tests.pipelines.exports.exporting import fill
from tests.pipelines.makers import archive
from tests.pipelines.replay.test_work import FIRST, replay, warc

ROOT = Path(__file__).parents[3]
EVERY = """
import sys
from pathlib import Path
from typer.testing import CliRunner
from osiris_crawler.cli import app
from pipelines.exports import FORMATS
data, target, without = sys.argv[1:4]
for form in FORMATS:
    if form.name not in without.split(","):
        wanted = ["export", form.name, "--data", data, "-o", f"{target}/{form.name}"]
        done = CliRunner().invoke(app, wanted)
        assert done.exit_code == 0, (form.name, done.output, done.exception)
"""
ELSEWHERE = (
    {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "1", "PYTHONUTF8": "0", "COLUMNS": "40"},
    {"TZ": "America/Lima", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "77", "PYTHONUTF8": "1"},
)
RECORDINGS = ("wacz", "bagit")


def content(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("recorded", [False, True])
def test_every_format_is_the_same_wherever_it_is_made(tmp_path: Path, recorded: bool) -> None:  # noqa: FBT001
    """Time zone, language, order of hashes, folder and encoding of the machine make no difference."""
    data = tmp_path / "data"
    if recorded:
        replay(data, warc(tmp_path / "a.warc.gz", "Bonjour.", FIRST))
    else:
        database = open_database(data)
        fill(archive(database, data))
        database.close()
    found = []
    for number, around in enumerate(ELSEWHERE):
        target, folder = tmp_path / f"out{number}", tmp_path / f"cwd{number}"
        target.mkdir()
        folder.mkdir()
        without = "none" if recorded else ",".join(RECORDINGS)
        subprocess.run(
            [sys.executable, "-c", EVERY, data, target, without],
            cwd=folder, env=os.environ | around | {"PYTHONPATH": str(ROOT)}, check=True,
        )  # fmt: skip
        found.append(content(target))
    assert len({name.split("/")[0] for name in found[0]}) >= len(FORMATS) - (
        0 if recorded else len(RECORDINGS)
    )
    assert [name for name in found[0] if found[0][name] != found[1].get(name)] == []
    assert found[0].keys() == found[1].keys()
