"""Tests of `package`, `package_texts` and `columns`: valid for frictionless, complete, the same bytes twice."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from pipelines.exports.package_texts import citation
from tests.pipelines.exports.exporting import fill, into_folder, stored

if TYPE_CHECKING:
    from pathlib import Path

    from tests.pipelines.makers import Archive


@pytest.mark.parametrize("table", ["csv", "parquet"])
def test_frictionless_finds_the_package_valid(store: Archive, tmp_path: Path, table: str) -> None:
    """Types, constraints, hash, size and number of rows hold, over hostile values and without recordings."""
    frictionless = pytest.importorskip("frictionless")
    fill(store)
    folder = into_folder(store, "package", tmp_path / "package", table=table)
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "message"])[:5]
    rows = frictionless.Package(str(folder / "datapackage.json")).get_resource("articles").read_rows()
    assert [row["title"] or "" for row in rows] == [row.title for row in stored(store)]


def test_frictionless_finds_a_changed_byte(store: Archive, tmp_path: Path) -> None:
    """The hash is checked, so that the test above means something."""
    frictionless = pytest.importorskip("frictionless")
    fill(store)
    folder = into_folder(store, "package", tmp_path / "package")
    table = folder / "data" / "articles.csv"
    table.write_bytes(table.read_bytes().replace(b"Un accord", b"Un record"))
    assert not frictionless.validate(str(folder / "datapackage.json")).valid


def test_the_manifest_names_every_file(store: Archive, tmp_path: Path) -> None:
    """Each digest is that of the file, and the parquet form is described too."""
    fill(store)
    for table in ("csv", "parquet"):
        folder = into_folder(store, "package", tmp_path / table, table=table)
        lines = (folder / "manifest-sha256.txt").read_text().splitlines()
        named = {line.split("  ", 1)[1]: line.split("  ", 1)[0] for line in lines}
        files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
        assert set(named) == files - {"manifest-sha256.txt"}
        for name, digest in named.items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
        package = json.loads((folder / "datapackage.json").read_text())
        assert package["resources"][0]["rows"] == len(stored(store))
        assert all(field["description_fr"] for field in package["resources"][0]["schema"]["fields"])


def test_the_texts_tell_of_coverage_run_and_versions(store: Archive, tmp_path: Path) -> None:
    """README and citation hold dates of the data only."""
    fill(store)
    folder = into_folder(store, "package", tmp_path / "package")
    readme = (folder / "README.md").read_text()
    assert "captured up to 2025-03-01T06:00:00Z" in readme
    assert "reader 1, run 1 (not ended)" in readme
    assert "| listed | stored | missing |" in readme
    cff = (folder / "CITATION.cff").read_text()
    assert 'date-released: "2025-03-01"' in cff
    assert cff.startswith('cff-version: "1.2.0"\n')


def test_an_empty_archive_can_be_packed(store: Archive, tmp_path: Path) -> None:
    """Nothing is invented for it."""
    folder = into_folder(store, "package", tmp_path / "package")
    assert "created" not in json.loads((folder / "datapackage.json").read_text())
    assert "date-released" not in (folder / "CITATION.cff").read_text()
    assert "title" in citation(
        {"as_of": "", "captured": "", "sites": [], "articles": 0, "first": "", "last": ""}
    )
