"""Spells the path of an address in the one way that RFC 3986 leaves (section 6.2.2)."""

from __future__ import annotations

import re
from urllib.parse import quote

SAFE = "%/:=&?~#+!$,;'@()*[]-._"
"""Characters that stand in a path or query as they are."""
PLAIN = "-._~+,@"
"""Characters that are never coded: those of RFC 3986 (section 2.3), and the marks of SPIP, which some programs code
although no server takes them for others in a path (« %2Bslug%2C106%2B » for « +slug,106+ »)."""
_CODE = re.compile(r"%[0-9a-fA-F]{2}")


def path_of(path: str) -> str:
    """Return a path with percent-encoding only where it is needed, in capitals, and without dot segments."""
    if not path.isascii() or "%" in path or " " in path:
        path = _CODE.sub(lambda found: _unreserved(found[0]), quote(path, safe=SAFE))
    return _without_dots(path) if "/." in path else path


def _unreserved(code: str) -> str:
    char = chr(int(code[1:], 16))
    return char if char.isascii() and (char.isalnum() or char in PLAIN) else code.upper()


def _without_dots(path: str) -> str:
    """Resolve the segments `.` and `..` of an absolute path (section 5.2.4)."""
    kept: list[str] = []
    *folders, name = path.split("/")[1:]
    for segment in folders:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if name == "..":
        del kept[-1:]
    return "/".join(("", *kept, "" if name in {".", ".."} else name))
