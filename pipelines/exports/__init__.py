"""From the database to what users take away: one small module for each family of formats."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Any

from osiris_crawler.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipelines.database.selection import Row


class Shape(StrEnum):
    """What a format writes."""

    FILE = "file"
    PAIR = "pair"
    """A table, and beside it a second file with what the table cannot hold."""
    FOLDER = "folder"


@dataclass(frozen=True)
class Format:
    """A format that `osiris export` writes."""

    name: str
    suffix: str
    """Of the file below the data folder's `exports/`; a folder has none."""
    explains: str
    """One line for `osiris export --list`."""
    shape: Shape = Shape.FILE
    module: str = ""
    """Of this package; the name of the format unless given."""
    function: str = "write"
    takes: frozenset[str] = frozenset()
    """Options of `extract.Options` and of the command that it heeds."""
    grouped: bool = False
    """Republications are told without being asked for."""
    choosy: bool = False
    """Passes over articles for which `wanted` of its module is false."""
    recordings: bool = False
    """Holds recordings: what is damaged, or being written, stays behind."""
    packed: bool = False
    """A ZIP file: standard output gets it when it is whole."""

    @property
    def file_name(self) -> str:
        """What it is called below `exports/`."""
        return f"articles{self.suffix}" if self.suffix else self.name

    def writer(self) -> Any:
        """Return the function that writes it: `(extract, target)`, for a pair with the second file after.

        Raises:
            UsageError: a library that it needs is not installed.
        """
        return getattr(self._module(), self.function)

    def takes_row(self) -> Callable[[Row], bool] | None:
        """Return what tells whether an article comes out at all; None when every one does.

        Raises:
            UsageError: a library that it needs is not installed.
        """
        return self._module().wanted if self.choosy else None

    def _module(self) -> Any:
        try:
            return import_module(f"{__name__}.{self.module or self.name}")
        except ModuleNotFoundError as error:
            if error.name is None or error.name.startswith(("pipelines", "osiris_crawler")):
                raise
            extra = "parquet" if error.name == "pyarrow" else "exports"
            raise UsageError(
                f"{self.name}: needs {error.name}. Install it by "
                f"`pip install 'osiris-crawler[{extra}]'`, or by `make install` in the project."
            ) from error


_TABLE = frozenset({"columns", "bodies", "since_export", "republications"})
FORMATS = (
    Format(
        "csv", ".csv", "one row an article, RFC 4180, columns that never change: pandas, R, DuckDB",
        takes=_TABLE | {"neutralise", "gzip"},
    ),
    Format(
        "excel", ".excel.csv", "CSV for a double click in the French Excel: semicolons, no formulas",
        Shape.PAIR, takes=_TABLE,
    ),
    Format("xlsx", ".xlsx", "an Excel workbook with real dates and no formulas", takes=_TABLE, packed=True),
    Format(
        "jsonl", ".jsonl", "one JSON object a line, lists inside, revisions on request: programs",
        takes=frozenset({"bodies", "since_export", "republications", "revisions", "gzip"}), grouped=True,
    ),
    Format(
        "parquet", ".parquet", "typed columns, small and fast: DuckDB, polars, pandas, Spark",
        takes=_TABLE, grouped=True,
    ),
    Format(
        "package", "", "a folder to publish: table, datapackage.json (Frictionless), README, citation",
        Shape.FOLDER, takes=frozenset({"columns", "bodies", "republications", "table", "any_health"}),
    ),
    Format("ris", ".ris", "references for Zotero, EndNote and Mendeley", choosy=True),
    Format("bibtex", ".bib", "references for LaTeX and JabRef", choosy=True),
    Format("csl", ".csl.json", "references in CSL-JSON for Pandoc, citeproc and Zotero", choosy=True),
    Format("iramuteq", ".iramuteq.txt", "a corpus with starred variables for IRaMuTeQ and Alceste", choosy=True),
    Format(
        "txm", "", "a folder of XML-TEI texts with metadata.csv for TXM (import XTZ + CSV)",
        Shape.FOLDER, choosy=True,
    ),
    Format(
        "text", "", "a folder of plain texts by year with metadata.csv: AntConc, Voyant, R",
        Shape.FOLDER, choosy=True,
    ),
    Format(
        "graphml", ".graphml", "keywords and press sources as a network: Gephi, igraph, Cytoscape",
        module="graphs", function="write_graphml",
    ),
    Format(
        "gexf", ".gexf", "the same network in Gephi's own form", module="graphs", function="write_gexf",
    ),
    Format(
        "wacz", ".wacz", "the recordings in one file that ReplayWeb.page opens, with index, pages and digests",
        takes=frozenset({"bodies", "any_health"}), choosy=True, packed=True,
        recordings=True,
    ),
    Format(
        "bagit", "", "a bag (RFC 8493) for deposit: recordings, indexes, table, checksums",
        Shape.FOLDER, takes=frozenset({"any_health"}), recordings=True,
    ),
)  # fmt: skip
"""Every format, in the order in which `--list` shows them."""


def by_name(name: str) -> Format | None:
    """Return the format of a name, None when there is none."""
    return next((known for known in FORMATS if known.name == name), None)
