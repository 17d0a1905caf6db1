"""The marks of a page's layout: its tags, classes and ids, without what changes from article to article."""

from __future__ import annotations

import re

TAG = re.compile(rb"<([a-zA-Z][a-zA-Z0-9]*)((?:\s[^<>]*)?)>")
NAME = re.compile(rb"""\s(class|id)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
FIGURES = re.compile(r"\d+")
LONGEST = 40
"""Names longer than this are made for one element; they say nothing of a layout."""
MOST = 2_000


def layout_marks(html: bytes) -> frozenset[str]:
    """Return `tag`, `tag.class` and `tag#id` of every element, figures as 0.

    Two articles in one skin share nearly all of them; a page of a new skin brings many that were never seen.
    """
    marks: set[str] = set()
    for tag, attributes in TAG.findall(html):
        name = tag.decode("ascii").lower()
        marks.add(name)
        for kind, double, single in NAME.findall(attributes):
            sign = "#" if kind.lower() == b"id" else "."
            for word in (double or single).decode("utf-8", "replace").split():
                if len(word) <= LONGEST:
                    marks.add(f"{name}{sign}{FIGURES.sub('0', word)}")
        if len(marks) > MOST:
            break
    return frozenset(marks)
