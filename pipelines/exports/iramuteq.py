"""A corpus for IRaMuTeQ and Alceste: a line of starred variables before each text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.database.folding import fold
from pipelines.database.readings import JOINER

if TYPE_CHECKING:
    from typing import BinaryIO

    from pipelines.database.selection import Row
    from pipelines.exports.extract import Extract

_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")
_PLAIN = {"*": " ", "$": " ", "§": " ", "|": " ", "’": "'", "‘": "'", "\u00ad": ""}
_BREAKS = re.compile(f"[{re.escape(''.join(_PLAIN))}]")
_THEME = re.compile(r"^-(?=\s*\S)", re.MULTILINE)
"""A line that begins by a dash before a star would be a theme."""


def write(extract: Extract, target: BinaryIO) -> int:
    """Write each article that has a text; return how many there were."""
    number = 0
    for row in extract.rows():
        text = cleaned(row.body)
        if not text:
            continue
        title = cleaned(row.title)
        head = f"{stars(row)}\n{title}.\n" if title else f"{stars(row)}\n"
        target.write(f"{head}{text}\n\n".encode())
        number += 1
    return number


def wanted(row: Row) -> bool:
    """Tell whether an article has a text that is left when it is cleaned."""
    return bool(cleaned(row.body))


def stars(row: Row) -> str:
    """Return the line of variables: `**** *id_… *source_aps *annee_2024 *mois_2024_10 *kind_article`."""
    day = row.published_on
    variables = {
        "id": row.id,
        "source": word(row.source.split(JOINER)[0]),
        "annee": day[:4],
        "mois": day[:7].replace("-", "_") if len(day) > len("2024") else "",
        "kind": word(row.kind),
        "motcle": word(row.keywords.split(JOINER)[0]),
    }
    return " ".join(["****", *(f"*{name}_{value}" for name, value in variables.items() if value)])


def word(text: str) -> str:
    """Return a name as one word of ASCII letters and figures."""
    return _NOT_A_LETTER.sub("", fold(text))


def cleaned(text: str) -> str:
    """Return a text without the signs that IRaMuTeQ acts upon, without control characters and blank lines."""
    plain = _THEME.sub("–", _BREAKS.sub(lambda found: _PLAIN[found[0]], text))
    lines = (printable(line).split() for line in plain.splitlines())
    return "\n".join(" ".join(words) for words in lines if words)


def printable(line: str) -> str:
    """Return a line with a blank for each character that prints nothing."""
    return line if line.isprintable() else "".join(c if c.isprintable() else " " for c in line)
