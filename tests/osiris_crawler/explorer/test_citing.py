"""Tests of `osiris_crawler.explorer.citing`: one citation in every form."""

from __future__ import annotations

import json

import pytest
from starlette.exceptions import HTTPException

from osiris_crawler.explorer import citing
from osiris_crawler.explorer.wording import wording
from pipelines.exports.citing import Citation

ONE = Citation(
    id="abc", press=True, title="Un </script> titre", author="", publication="Le Soleil", date=("2024", "10"),
    url="https://www.osiris.sn/a.html", accessed="2025-03-01", language="fr", keywords=("Fibre",),
    snapshot="", digest="",
)  # fmt: skip


def test_a_sentence_leaves_out_what_is_not_known() -> None:
    """No author, no day; each language its quotation marks."""
    assert citing.sentence(ONE, wording("fr")) == (
        "« Un </script> titre », Le Soleil, octobre 2024, https://www.osiris.sn/a.html (consulté le 1er mars 2025)."
    )
    assert citing.sentence(ONE, wording("en")).startswith("“Un </script> titre”, Le Soleil, October 2024")


def test_marks_hold_only_what_is_known() -> None:
    """No empty meta, no author that is none; JSON-LD cannot end its element."""
    metas = dict(citing.meta(ONE, "http://127.0.0.1/article/abc"))
    assert "citation_author" not in metas
    assert metas["citation_publication_date"] == "2024/10"
    text = str(citing.structured(ONE, "http://127.0.0.1/article/abc"))
    assert "<" not in text
    assert json.loads(text)["headline"] == "Un </script> titre"
    assert "author" not in json.loads(text)


def test_a_missing_library_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """References that need an extra are not there without it."""
    monkeypatch.setitem(__import__("sys").modules, "rispy", None)
    with pytest.raises(HTTPException):
        citing.reference(ONE, "ris")
    assert json.loads(citing.reference(ONE, "json"))[0]["title"] == "Un </script> titre"
