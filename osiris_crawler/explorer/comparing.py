"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import NamedTuple

_PART = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)
MOST_WORDS = 6_000
"""Longer paragraphs are shown as one out, one in: comparing takes the square of their length."""


class Change(NamedTuple):
    """A part of two texts: in both (`same`), only in the older (`out`) or only in the newer (`in`)."""

    kind: str
    text: str


def changes(old: str, new: str) -> list[Change]:
    """Return the parts in reading order; paragraphs are compared first, then the words of those that differ."""
    before, after = old.split("\n\n"), new.split("\n\n")
    found: list[Change] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [Change("same", f"{text}\n\n") for text in before[a:b]]
        elif kind == "delete":  # with the blank line after it, which only the text that has the paragraph has
            found += [Change("out", f"{text}\n\n") for text in before[a:b]]
        elif kind == "insert":
            found += [Change("in", f"{text}\n\n") for text in after[c:d]]
        else:
            found += _words("\n\n".join(before[a:b]), "\n\n".join(after[c:d]))
            found.append(Change("same", "\n\n"))
    return _joined(found)


def _words(old: str, new: str) -> list[Change]:
    before, after = _PART.findall(old), _PART.findall(new)
    if len(before) + len(after) > MOST_WORDS:
        return [Change("out", old), Change("in", new)]
    found: list[Change] = []
    out = into = ""
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        same = "".join(before[a:b])
        if kind == "equal" and (same.strip() or not (out or into)):
            found += [Change("out", out), Change("in", into), Change("same", same)]
            out = into = ""
        else:  # a blank between two changed words changes with them
            out += same
            into += "".join(after[c:d])
    return [*found, Change("out", out), Change("in", into)]


def _joined(found: list[Change]) -> list[Change]:
    """Put neighbours of one kind together, leave out empty ones."""
    whole: list[Change] = []
    for change in found:
        if not change.text:
            continue
        if whole and whole[-1].kind == change.kind:
            whole[-1] = Change(change.kind, whole[-1].text + change.text)
        else:
            whole.append(change)
    if whole:
        whole[-1] = Change(whole[-1].kind, whole[-1].text.rstrip("\n"))
    return [change for change in whole if change.text]
