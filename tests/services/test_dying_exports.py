"""Exports that die at any moment: processes killed over and over, too long for every day."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.database.engine import open_database
from pipelines.database.records import save
from pipelines.exports.parts import ASIDE, PART
from tests.pipelines.makers import SITE, archive, article

ROOT = Path(__file__).parents[2]
FORMATS = "csv excel xlsx jsonl parquet package ris iramuteq txm text gexf".split()
KILLS = 5


def content(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, parts that no user sees aside."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    seen = {str(path.relative_to(folder)): path for path in files}
    return {name: path.read_bytes() for name, path in seen.items() if PART not in name and ASIDE not in name}


@pytest.mark.parametrize("name", FORMATS)
def test_kill_at_any_moment_leaves_the_export_before_or_the_new_one(tmp_path: Path, name: str) -> None:
    """Never a half; what is left over goes with the next export."""
    data, chance = tmp_path / "data", random.Random(name)
    database = open_database(data)
    made = archive(database, data)
    with database.session() as session:
        for number in range(300):
            save(session, article(f"{SITE}a{number}", body=f"texte {number} " * 300), made.run_id)
    export = [sys.executable, "-m", "osiris_crawler", "export", name, "--data", str(data)]
    subprocess.run(export, cwd=ROOT, check=True, capture_output=True)
    shutil.copytree(data / "exports", tmp_path / "before")
    with database.session() as session:
        save(session, article(SITE + "b", body="y" * 40_000), made.run_id)
    database.close()
    begun = time.monotonic()
    subprocess.run(export, cwd=ROOT, check=True, capture_output=True)
    lasts = time.monotonic() - begun
    before, after = content(tmp_path / "before"), content(data / "exports")
    assert before != after
    for _ in range(KILLS):
        shutil.rmtree(data / "exports")
        shutil.copytree(tmp_path / "before", data / "exports")
        process = subprocess.Popen(export, cwd=ROOT, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(lasts * 0.5, lasts))
        process.send_signal(signal.SIGKILL)
        process.wait()
        found = content(data / "exports")
        if name == "excel":  # a pair; each of the two is whole
            assert all(value in {before[path], after[path]} for path, value in found.items())
            assert found.keys() == before.keys()
        else:
            assert found in (before, after)
        for left in (data / "exports").glob(f".*{PART}"):
            os.utime(left, (0, 0))
        subprocess.run(export, cwd=ROOT, check=True, capture_output=True)
        assert content(data / "exports") == after
        names = [path.name for path in (data / "exports").iterdir()]
        assert [one for one in names if one.endswith((PART, ASIDE))] == []
