"""The marks of a page's layout: its tags, classes and ids, without what changes from article to article."""

from __future__ import annotations

import re

TAG = re.compile(rb"<([a-zA-Z][a-zA-Z0-9]*)((?:\s[^<>]*)?)>")
NAME = re.compile(rb"""\s(class|id)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
HEAD = 4096
FIGURES = re.compile(r"\d+")
LONGEST = 40
"""Names longer than this are made for one element; they say nothing of a layout."""
MOST = 2_000


def layout_marks(html: bytes, content_type: str = "") -> frozenset[str]:
    """Return `tag`, `tag.class` and `tag#id` of every element, figures as 0, and how the page names its charset.

    Two articles in one skin share nearly all of them; a page of a new skin brings many that were never seen.
    """
    header = CHARSET.search(content_type.encode("latin-1", "replace"))
    inside = CHARSET.search(html[:HEAD])
    named = [found[1].decode("ascii").lower() if found else "none" for found in (header, inside)]
    marks = {f"charset:{named[0]}/{named[1]}"}
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
