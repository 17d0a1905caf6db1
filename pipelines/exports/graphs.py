"""Networks for Gephi: keywords and press sources, joined as often as one article has both."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Any

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from pipelines.exports.txm import clean

if TYPE_CHECKING:
    from typing import BinaryIO

    from pipelines.exports.extract import Extract

NO_DATE = "1999-01-01"
"""Of the file, when the archive is empty."""


def graph(extract: Extract) -> tuple[Any, int]:
    """Return the network and how many articles it was made of.

    Nodes are `keyword:NAME` and `source:NAME` with `label`, `type` and `articles`; the weight of an edge is
    the number of articles that have both.
    """
    nodes: Counter[tuple[str, str]] = Counter()
    edges: Counter[tuple[tuple[str, str], tuple[str, str]]] = Counter()
    number = 0
    for number, (_, parts, _) in enumerate(extract.records(), 1):  # noqa: B007
        names = {("keyword", word) for word in parts.keywords}
        names |= {("source", source["canonical"]) for source in parts.sources if source["canonical"]}
        nodes.update(names)
        edges.update(combinations(sorted(names), 2))
    made = nx.Graph()
    for (kind, name), articles in sorted(nodes.items()):
        made.add_node(clean(f"{kind}:{name}"), label=clean(name), type=kind, articles=articles)
    for (one, two), weight in sorted(edges.items()):
        made.add_edge(clean(":".join(one)), clean(":".join(two)), weight=weight)
    return made, number


def write_graphml(extract: Extract, target: BinaryIO) -> int:
    """Write the network as GraphML; return how many articles it was made of."""
    made, number = graph(extract)
    nx.write_graphml(made, target, infer_numeric_types=False)
    return number


def write_gexf(extract: Extract, target: BinaryIO) -> int:
    """Write the network as GEXF; return how many articles it was made of."""
    made, number = graph(extract)
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(made)
    newest = extract.newest()
    for meta in writer.xml.iter("meta"):
        meta.set("lastmodifieddate", newest.date().isoformat() if newest else NO_DATE)  # not today
    writer.write(target)
    return number
