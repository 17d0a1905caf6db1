"""Bytes to text."""

from __future__ import annotations

import pytest

from osiris_crawler.pages.document import decode

TEXT = "<p>Économie numérique : l’État, cœur « ouvert » à Thiès</p>"


@pytest.mark.parametrize(
    ("body", "charset", "codes"),
    [
        (TEXT.encode(), None, []),
        (TEXT.encode(), "utf-8", []),
        (TEXT.encode("utf-8-sig"), None, []),
        (TEXT.encode("cp1252"), None, ["charset_not_declared"]),
        (TEXT.encode("cp1252"), "iso-8859-1", []),
        (b'<meta charset="windows-1252">' + TEXT.encode("cp1252"), None, []),
        (TEXT.encode(), "iso-8859-1", ["charset_mismatch"]),
        (TEXT.encode("cp1252"), "utf-8", ["charset_mismatch"]),
        (TEXT.encode("utf-16"), None, []),
    ],
)
def test_french_is_read_whatever_is_declared(body: bytes, charset: str | None, codes: list[str]) -> None:
    """Accents, ligatures and guillemets come out right; a wrong declaration is noted."""
    found = decode(body, charset)
    assert found.text.endswith(TEXT)
    assert [warning.code for warning in found.warnings] == codes


def test_a_few_broken_bytes_spoil_no_page() -> None:
    """A UTF-8 page with one broken byte stays UTF-8, with a warning."""
    found = decode(TEXT.encode() * 40 + b"\xff", "utf-8")
    assert found.text.count("Économie") == 40
    assert [warning.code for warning in found.warnings] == ["undecodable_bytes"]


def test_text_that_was_converted_wrongly_is_noted_and_kept() -> None:
    """What the site itself prints wrongly stays as printed."""
    wrong = "<p>numÃ©rique, gÃ©nÃ©ral, l’EtÃ©</p>"
    found = decode(wrong.encode())
    assert found.text == wrong
    assert [warning.code for warning in found.warnings] == ["mojibake"]


@pytest.mark.parametrize("charset", ["utf-8", "utf-16-le", "cp1252"])
def test_a_text_holds_no_nul(charset: str) -> None:
    """Whatever its bytes hold."""
    mark = b"\xff\xfe" if charset == "utf-16-le" else b""
    assert decode(mark + "<p>L'\0été\0</p>".encode(charset), charset).text == "<p>L'été</p>"
