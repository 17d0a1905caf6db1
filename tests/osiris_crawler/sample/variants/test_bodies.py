"""Tests of the special cases of the body."""

import pytest

from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.variants.bodies import OLD_LINKS

NAMES = [
    "one_line_breaks",
    "one_paragraph",
    "paragraph_cut",
    "hard_breaks",
    "break_paragraphs",
    "division_paragraphs",
    "word_processor",
    "long_body",
    "short_body",
    "empty_body",
    "standfirst",
    "standfirst_repeated",
    "paragraph_repeated",
    "glued_subhead",
    "postscript",
    "subheads",
    "subhead_lines",
    "interview_bare",
    "interview_prefixed",
    "footnotes",
    "list_marks",
    "list_dashes",
    "list_dots",
    "list_dots_in_line",
    "list_numbered",
    "numbered_heads",
    "table",
    "quotation",
    "extract",
    "extract_odd",
    "editor_note",
    "underscores",
    "image",
    "image_words",
    "embed_lost",
    "table_lost",
    "old_link",
    "other_host",
    "agency_lead",
    "date_first",
    "dates_in_body",
    "breadcrumb_like",
    "furniture_like",
    "body_like_keyword",
    "title_in_first_words",
    "title_in_body",
]


@pytest.mark.parametrize("name", NAMES)
def test_every_case_is_there(archive: SampleArchive, name: str) -> None:
    """Each special case has an article."""
    assert archive.of_variant(name)


def test_shapes(archive: SampleArchive) -> None:
    """Breaks, notes and stubs read as they should."""
    body = {name: archive.of_variant(name)[0].body for name in NAMES}
    assert "\n\n" not in body["one_line_breaks"]
    assert "\n" in body["one_line_breaks"]
    assert "\n" not in body["one_paragraph"]
    assert body["empty_body"] == ""
    assert body["long_body"].count("\n\n") == 119
    assert body["footnotes"].endswith("[2] Relevé imaginaire n° 99, page 12.")
    assert "« Toxu [1] »" in body["footnotes"]
    assert body["extract"].startswith("(...)\n\n")
    assert body["image_words"].startswith("image 376 x 299 ")
    assert "image" not in body["image"]
    assert archive.of_variant("body_like_keyword")[0].keywords == []


def test_paragraphs_that_repeat(archive: SampleArchive) -> None:
    """The standfirst again as first paragraph; the first one again later."""
    first, second, *_ = archive.of_variant("standfirst_repeated")[0].body.split("\n\n")
    assert first == second
    parts = archive.of_variant("paragraph_repeated")[0].body.split("\n\n")
    assert parts[0] == parts[2]


def test_links_to_old_addresses(archive: SampleArchive) -> None:
    """Some bodies link to addresses that moved, and one to nothing."""
    assert len(archive.of_variant("old_link")) == len(OLD_LINKS)
