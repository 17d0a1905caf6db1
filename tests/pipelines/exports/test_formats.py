"""Tests of the list of formats in `pipelines.exports`."""

from __future__ import annotations

from pipelines.exports import FORMATS, by_name


def test_every_format_is_found_by_its_name_and_explained() -> None:
    """Names are unique, and each has its line."""
    assert [by_name(form.name) for form in FORMATS] == list(FORMATS)
    assert all(form.explains and form.suffix[:1] in {"", "."} for form in FORMATS)
    assert by_name("none") is None
