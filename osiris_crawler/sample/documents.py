"""The few generated files below ``/IMG/``: the only addresses of the site with real validators."""

import struct
import zlib
from hashlib import sha256

LAST_MODIFIED = "Sat, 05 Feb 2022 10:00:00 GMT"


def _png(width: int, height: int, shade: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\0" + bytes([shade]) * width) * height
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )


def _pdf(line: str) -> bytes:
    stream = f"BT /F1 18 Tf 40 100 Td ({line}) Tj ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    pdf, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 6\n0000000000 65535 f \n"
    return pdf + head + table + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(pdf)


DOCUMENTS: dict[str, tuple[str, bytes]] = {
    "/IMG/png/imprimer.png": ("image/png", _png(16, 16, 90)),
    "/IMG/png/image-181x200.png": ("image/png", _png(181, 200, 160)),
    "/IMG/png/image-376x299.png": ("image/png", _png(376, 299, 200)),
    "/IMG/pdf/tableau.pdf": ("application/pdf", _pdf("Tableau invente des communes reliees")),
}
"""Media type and content by path."""


def etag(content: bytes) -> str:
    """The validator of a file, as a web server would send it."""
    return f'"{sha256(content).hexdigest()[:16]}"'
