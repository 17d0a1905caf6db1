"""What is written for people holds against the code."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from osiris_crawler import cli
from osiris_crawler.french_dates import ParsedDate
from osiris_crawler.items import Kind, Role
from osiris_crawler.pages import read
from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.faults import Faults
from osiris_crawler.sample.responder import Responder
from osiris_crawler.sites import profile_for
from osiris_crawler.sites.profile import KNOWN_FIELDS
from osiris_crawler.source_line import SourceLine
from pipelines.database.models import Base, PageState
from pipelines.database.selection import COLUMNS
from pipelines.database.troubles import KNOWN
from pipelines.refusal import DropReason
from tests.tree import ROOT, modules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOCS = sorted((ROOT / "docs").rglob("*.md"))
READMES = [ROOT / "README.md", ROOT / "README.fr.md"]
DICTIONARY = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
RUNBOOK = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")


def _names(paths: list[Path]) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in paths]


def _section(text: str, title: str) -> str:
    """Return what stands below a heading, up to the next one of its level or above."""
    level, _, _ = title.partition(" ")
    found = re.search(rf"(?ms)^{re.escape(title)}\n(.*?)(?=^#{{1,{len(level)}}} |\Z)", text)
    assert found, f"no heading {title!r}"
    return found[1]


def _first_cells(section: str) -> list[str]:
    """Return the words in code style in the first cell of each row of a table."""
    return [
        word for row in re.findall(r"(?m)^\| (`[^|]*?) \|", section) for word in re.findall(r"`([^`]+)`", row)
    ]


def test_every_csv_column_is_explained_in_its_order() -> None:
    """The data dictionary lists the columns of the CSV as they stand in it."""
    assert tuple(_first_cells(_section(DICTIONARY, "## CSV columns"))) == COLUMNS


@pytest.mark.parametrize("table", sorted(Base.metadata.tables))
def test_every_table_column_is_explained(table: str) -> None:
    """The data dictionary has each table with exactly the columns of its model."""
    explained = _first_cells(_section(DICTIONARY, f"### {table}"))
    assert explained == [column.name for column in Base.metadata.tables[table].columns]


def test_no_table_is_explained_that_is_not_there() -> None:
    """A table that was dropped leaves the data dictionary too."""
    explained = re.findall(r"(?m)^### (\w+)$", _section(DICTIONARY, "## Tables"))
    assert sorted(explained) == sorted(Base.metadata.tables)


def _codes_in_the_source() -> Iterator[str]:
    """Give the warning codes that are written at a `Warning_(...)`, and those of dates and source lines."""
    for module in modules():
        named = {
            target.id: node.value
            for node in module.tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Warning_":
                given = node.args[0] if node.args else None
                given = named.get(given.id) if isinstance(given, ast.Name) else given
                options = [given.body, given.orelse] if isinstance(given, ast.IfExp) else [given]
                yield from (
                    o.value for o in options if isinstance(o, ast.Constant) and isinstance(o.value, str)
                )
    for documented in (ParsedDate, SourceLine):
        yield from re.findall(r'"(\w+)"', (documented.__doc__ or "").partition("warnings:")[2])


def test_every_warning_code_is_explained() -> None:
    """Each code that the source can give stands in the data dictionary, and no code that nothing gives."""
    explained = _first_cells(_section(DICTIONARY, "## Warning codes"))
    assert sorted(set(_codes_in_the_source()) - set(explained)) == []
    source = "".join(module.path.read_text(encoding="utf-8") for module in modules())
    assert [code for code in explained if f'"{code}"' not in source and f":{code}" not in source] == []
    assert len(explained) == len(set(explained))


def test_every_warning_of_the_sample_archive_is_explained() -> None:
    """Reading the whole sample archive gives no code that the data dictionary does not know."""
    archive = SampleArchive()
    root = "http://127.0.0.1:8098/"
    responder, words = Responder(archive, root, None, Faults()), profile_for(root).vocabulary
    explained = set(_first_cells(_section(DICTIONARY, "## Warning codes")))
    for article in archive.articles:
        if article.is_published:
            body = responder.answer(article.path, {}).body
            found = {
                warning.code for warning in read(body, root + article.path.lstrip("/"), words=words).warnings
            }
            assert found <= explained, article.path


def test_every_drop_reason_is_explained() -> None:
    """Each reason to refuse an article stands in the data dictionary."""
    explained = _section(DICTIONARY, "### Why an article is refused (drop reasons)")
    assert _first_cells(explained) == [reason.value for reason in DropReason]


def test_closed_sets_are_explained() -> None:
    """States, kinds and roles stand in the data dictionary as the code has them."""
    assert _first_cells(_section(DICTIONARY, "## States of a page (`page.state`)")) == list(PageState)
    kinds = next(line for line in DICTIONARY.splitlines() if line.startswith("| `kind` |"))
    assert all(f"`{kind}`" in kinds for kind in Kind)
    roles = next(line for line in DICTIONARY.splitlines() if line.startswith("| `role` |"))
    assert all(f"`{role}`" in roles for role in Role)


def _logged() -> Iterator[tuple[str, str]]:
    """Give (place, text) of each message that is written to a log at WARNING or above."""
    for module in modules():
        for node in ast.walk(module.tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in {"warning", "error", "exception", "critical"}
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id in {"logger", "log"}
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                yield f"{module.place}:{node.lineno}", str(node.args[0].value)


def test_every_message_that_asks_for_action_is_in_the_runbook() -> None:
    """Each text logged at WARNING or above stands in the runbook, its values in capitals."""
    flat = " ".join(RUNBOOK.split())
    missing = []
    for place, text in _logged():
        longest = max(re.split(r"%(?:\.\d+)?[sdrf]", text), key=len).strip(" :();,")
        if longest not in flat:
            missing.append(f"{place}: {text}")
    assert missing == []


@pytest.mark.parametrize("advice", KNOWN.values())
def test_every_trouble_of_the_database_is_in_the_runbook(advice: str) -> None:
    """The first words of each advice stand in the runbook, as a person searches for them."""
    said = re.split(r"[.,;]| and did| in time", advice)[0]
    assert any(said.startswith(words) for words in re.findall(r"`([^`]+)`", _section(RUNBOOK, "## Database")))


def test_every_counter_is_in_the_runbook() -> None:
    """Each `osiris/...` counter that a class docstring promises stands in the runbook."""
    promised = {
        found.split("/<")[0]
        for module in modules()
        for found in re.findall(r"`(osiris/[\w/<>|]+)`", module.path.read_text(encoding="utf-8"))
    }
    assert [name for name in sorted(promised) if name not in RUNBOOK] == []


@pytest.mark.parametrize("page", [*DOCS, *READMES], ids=_names([*DOCS, *READMES]))
def test_links_lead_somewhere(page: Path) -> None:
    """Every link to another page of the project, and to its heading, leads to something."""
    for target in re.findall(r"\]\(([^)#\s:]+)(?:#[\w-]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("page", [*DOCS, *READMES], ids=_names([*DOCS, *READMES]))
def test_commands_in_the_docs_exist(page: Path) -> None:
    """Each `osiris ...` that the docs write is a command that --help lists, with options it has."""
    text = page.read_text(encoding="utf-8")
    blocks = "".join(re.findall(r"(?s)```.*?```", text))
    quoted = re.findall(r"`([^`\n]+)`", text) + re.findall(r"(?m)^(?:\$ )?([^\n`]+)$", blocks)
    for line in quoted:
        command = re.search(r"(?:^|[\s/])osiris ((?!-)[a-z]+)(.*)", line.split("  #")[0])
        if command is None or command[1] not in cli.COMMANDS:
            assert command is None, f"{page.name}: osiris {command[1]} is no command"
            continue
        shown = _help(command[1])
        for option in re.findall(r"(?<!\S)(--?[a-z][\w-]*)", command[2].split("|")[0]):
            assert option in shown, f"{page.name}: osiris {command[1]} has no {option}"


def test_every_command_is_in_the_docs() -> None:
    """Each command of the program is named in a README or a page of docs/."""
    written = "".join(page.read_text(encoding="utf-8") for page in [*DOCS, *READMES])
    there = {name.removesuffix(".py") for name in _names_of_command_modules()}
    assert [name for name in cli.COMMANDS if name in there and f"osiris {name}" not in written] == []


def _names_of_command_modules() -> list[str]:
    return [path.name for path in (ROOT / "osiris_crawler" / "cli").glob("*.py")]


@cache
def _help(command: str) -> str:
    """Return the help of a command, and of the commands below it."""
    run = CliRunner(env={"COLUMNS": "200", "TERM": "dumb", "NO_COLOR": "1"})
    shown = run.invoke(cli.app, [command, "--help"]).output
    for below in re.findall(r"(?m)^│ (\w+) ", shown.partition("Commands")[2]):
        shown += run.invoke(cli.app, [command, below, "--help"]).output
    return shown


@pytest.mark.parametrize("page", READMES, ids=_names(READMES))
def test_make_targets_in_the_readme_exist(page: Path) -> None:
    """Each `make ...` of the README is a target of the Makefile."""
    targets = set(re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    named = set(
        re.findall(r"\bmake ([a-z-]+)", "".join(re.findall(r"`[^`]+`", page.read_text(encoding="utf-8"))))
    )
    assert {"demo", "test"} <= named <= targets


@pytest.mark.parametrize("page", READMES, ids=_names(READMES))
def test_every_setting_is_in_the_readme(page: Path) -> None:
    """Each setting that the environment can change stands in both READMEs."""
    source = (ROOT / "osiris_crawler" / "settings.py").read_text(encoding="utf-8")
    settings = re.findall(r"env\(\s*\"(\w+)\"", source)
    assert len(settings) > 10
    text = page.read_text(encoding="utf-8")
    assert [name for name in settings if f"`OSIRIS_{name}`" not in text] == []


def test_both_readmes_have_the_same_shape() -> None:
    """The French README has the same number of headings, tables and code blocks, and the same commands."""
    shapes, commands = [], []
    for page in READMES:
        text = page.read_text(encoding="utf-8")
        shapes.append([len(re.findall(mark, text)) for mark in (r"(?m)^#+ ", r"(?m)^\|", "```")])
        blocks = "".join(re.findall(r"(?s)```sh\n(.*?)```", text))
        commands.append([line.split("#")[0].strip() for line in blocks.splitlines()])
    assert shapes[0] == shapes[1]
    assert commands[0] == commands[1]


def test_every_field_of_a_profile_is_explained() -> None:
    """docs/adding-a-site.md has each field that a profile may have."""
    page = (ROOT / "docs" / "adding-a-site.md").read_text(encoding="utf-8")
    assert [name for name in sorted(KNOWN_FIELDS) if not re.search(rf"`\[*{name}\]*`", page)] == []


def test_decision_records_are_short_and_complete() -> None:
    """Each record has a status, a context, a decision and a consequence, in at most 40 lines."""
    for page in DOCS:
        if page.parent.name == "adr":
            lines = page.read_text(encoding="utf-8").splitlines()
            assert len(lines) <= 40, page.name
            assert {"## Context", "## Decision", "## Consequence"} <= set(lines), page.name
            assert any(line.startswith("Status: ") for line in lines), page.name
