"""Tests of the generated files."""

from osiris_crawler.sample.documents import DOCUMENTS, etag


def test_files_are_what_they_say() -> None:
    """Each begins with the signature of its media type."""
    signs = {"image/png": b"\x89PNG\r\n\x1a\n", "application/pdf": b"%PDF-1.4"}
    for media_type, content in DOCUMENTS.values():
        assert content.startswith(signs[media_type])


def test_validators_differ_by_content() -> None:
    """One tag for each content, the same each time."""
    contents = [content for _, content in DOCUMENTS.values()]
    assert len({etag(content) for content in contents}) == len(contents)
    assert etag(contents[0]) == etag(contents[0])
