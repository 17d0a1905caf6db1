"""The rules of the project's layout, so that they hold without anybody remembering them."""

from __future__ import annotations

import ast
import re
import tomllib
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import osiris_crawler
import pipelines
from osiris_crawler import settings
from tests.tree import PACKAGES, ROOT, Module, modules, texts

MODULES = modules()
TEXTS_OF_TESTS = [
    (module.path.parent, module.path.read_text(encoding="utf-8"))
    for module in modules("tests")
    if module.path.stem.startswith("test_")
]
NAMES = {module.name for module in MODULES}
PURE = re.compile(
    r"osiris_crawler\.(?:pages(?:\..+)?|\w*dates?|date_labels|date_words|url\w*|source_line|names|items|errors)"
)
"""What turns text into values, without Scrapy, database, clock, files and network."""
NEVER_PURE = tuple(
    "scrapy sqlalchemy twisted os io pathlib time socket logging subprocess urllib.request random threading "
    "asyncio tempfile shutil pipelines".split()
)
CLOCKS = {"now", "today", "utcnow", "time_ns", "perf_counter"}
NO_SCRAPY = ("pipelines.database", "pipelines.exports", "pipelines.snapshots")
SWOLLEN = {"utils", "util", "helpers", "helper", "core", "common", "base", "misc", "manager", "tools"}
COMPONENT = re.compile(r"(?:Spider|Pipeline|Extension|Middleware|Handler|Scheduler)$")
LONGEST = 300
"""Lines of a file; one that grows beyond does more than one job."""


def _names(found: list[Module]) -> list[str]:
    return [module.name for module in found]


def _below(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def _ours(module: Module, **which: bool) -> set[str]:
    """Return the modules of the project that a module imports."""
    return {name for name in module.imports(**which) if name in NAMES and name != module.name}


PURE_MODULES = [module for module in MODULES if PURE.fullmatch(module.name)]


@pytest.mark.parametrize("module", PURE_MODULES, ids=_names(PURE_MODULES))
def test_what_reads_pages_is_pure(module: Module) -> None:
    """Readers and their tables import only each other, and know no framework, clock, file or network."""
    outside = {name for name in _ours(module) if not PURE.fullmatch(name) and name not in PACKAGES}
    assert outside == set()
    assert {name for name in module.imports() if _below(name, NEVER_PURE)} == set()
    called = [node.func for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
    assert not [call.attr for call in called if isinstance(call, ast.Attribute) and call.attr in CLOCKS]
    assert not [
        call.id for call in called if isinstance(call, ast.Name) and call.id in {"open", "print", "input"}
    ]


def test_the_pure_modules_are_the_ones_meant() -> None:
    """The rule of purity reaches every module that DESIGN names."""
    covered = {module.name.removeprefix("osiris_crawler.") for module in PURE_MODULES}
    assert {
        "dates",
        "french_dates",
        "source_line",
        "source_dates",
        "urls",
        "items",
        "names",
        "pages",
    } <= covered
    assert sum(name.startswith("pages.") for name in covered) > 10


@pytest.mark.parametrize("package", NO_SCRAPY)
def test_storage_knows_no_scrapy(package: str) -> None:
    """Database, exports and snapshots work without Scrapy and Twisted."""
    for module in MODULES:
        if _below(module.name, (package,)):
            found = [name for name in module.imports() if _below(name, ("scrapy", "twisted", "itemadapter"))]
            assert found == [], module.name


def test_imports_have_no_cycles() -> None:
    """No module needs, on its way in, a module that needs it."""
    graph = {module.name: _ours(module, typing_too=False, inside_functions=False) for module in MODULES}
    for name, needed in graph.items():
        needed.difference_update(
            part for part in graph if name.startswith(f"{part}.")
        )  # a package of its own modules
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_no_module_has_a_name_that_says_nothing() -> None:
    """A module is named by what it holds or does; utils and the like attract everything."""
    named = [module.place for module in modules(*PACKAGES, "tests") if SWOLLEN & set(module.name.split("."))]
    assert named == []


def test_a_component_is_alone_in_a_module_of_its_name() -> None:
    """`deduplicate.py` holds `DeduplicatePipeline`, and no second Scrapy component."""
    for module in MODULES:
        classes = [node.name for node in module.tree.body if isinstance(node, ast.ClassDef)]
        components = [name for name in classes if COMPONENT.search(name) and not name.startswith("_")]
        assert len(components) <= 1, f"{module.place}: {components}"
        for name in components:
            word = COMPONENT.sub("", name).lower()
            stem = module.path.stem.replace("_", "")
            assert stem in {word, name.lower()}, f"{module.place}: {name}"


@pytest.mark.parametrize("folder", [*PACKAGES, "tests", "benchmarks"])
def test_files_are_short(folder: str) -> None:
    """No file is longer than 300 lines, migrations aside."""
    for module in modules(folder):
        if module.name.startswith("pipelines.database.migrations.versions"):
            continue  # one step of the schema stays together
        lines = len(module.path.read_text(encoding="utf-8").splitlines())
        assert lines <= LONGEST, f"{module.place} has {lines} lines"


def test_our_pipelines_are_not_shadowed() -> None:
    """Another installed package named `pipelines` would be found before ours; nothing would work."""
    for package in (pipelines, osiris_crawler):
        assert package.__file__ is not None
        assert Path(package.__file__).resolve().is_relative_to(ROOT), package.__file__


def test_every_module_says_what_it_is() -> None:
    """Each module begins with a docstring whose first line is a sentence, empty package files aside."""
    for module in modules(*PACKAGES, "tests", "benchmarks"):
        if module.tree.body and not module.place.startswith("pipelines/database/migrations/"):
            first = (ast.get_docstring(module.tree) or "").partition("\n")[0]
            assert first, f"{module.place} has no docstring"


def test_every_test_states_the_behaviour() -> None:
    """Each test has a docstring that is one sentence."""
    for module in modules("tests"):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                sentence = (ast.get_docstring(node) or "").split("\n\n")[0]
                assert sentence.endswith((".", "?", "!")), f"{module.place}:{node.lineno} {node.name}"


NO_MIRROR = {
    "osiris_crawler": "a docstring",
    "osiris_crawler.__main__": "run as a process by tests/osiris_crawler/cli",
    "osiris_crawler.errors": "classes with an exit code each; the commands that raise them test the codes",
    "osiris_crawler.sample.variants": "one list; test_archive holds every variant",
    "pipelines.crawl": "one look-up, in every test of a pipeline",
    "pipelines.refusal": "test_validate holds every reason",
}
"""Modules without a test file of their own, and why."""
TOGETHER = {
    "osiris_crawler.pages.": "test_pages.py",  # fixtures, site facts and random skins hold the whole reader
    "osiris_crawler.cli.status_tables": "test_status.py",
    "pipelines.database.models": "test_schema.py",
    "pipelines.database.tables": "test_schema.py",
    "pipelines.database.migrations": "test_migrating.py",
    "pipelines.database.aliases": "test_identity.py",
    # what a run sees and concludes: twenty ordinary nights and twenty accidents of the real process
    **dict.fromkeys(
        (
            "osiris_crawler.spiders.marks",
            "osiris_crawler.spiders.stopping",
            "pipelines.database.day_use",
            "pipelines.database.observed",
            "pipelines.database.vanishing",
        ),
        "tests/services/test_nights.py",
    ),
}
"""Beginnings of names of modules that are tested through a neighbour, and the file that does so."""


def _has_a_test(module: Module) -> bool:
    """Tell whether a file of the mirrored folder has the module's name, or names the module."""
    relative = module.path.relative_to(ROOT)
    folder = ROOT / "tests" / relative.parent
    package = relative.stem == "__init__"
    if any(module.name.startswith(beginning) for beginning in TOGETHER):
        return True
    if package and any(
        (folder / name).is_file() for name in ("test_main.py", f"test_{relative.parent.name}.py")
    ):
        return True
    if not package and (folder / f"test_{relative.stem}.py").is_file():
        return True
    word = re.compile(rf"\b{relative.parent.name if package else relative.stem}\b")
    near = {folder, folder.parent} if package else {folder}
    return any(word.search(text) for place, text in TEXTS_OF_TESTS if place in near)


def test_every_module_has_its_test() -> None:
    """`pipelines/store.py` is tested by `tests/pipelines/test_store.py`, or by a neighbour that names it."""
    missing = []
    for module in MODULES:
        only_names = all(
            isinstance(node, ast.Expr | ast.ImportFrom | ast.Assign) for node in module.tree.body
        )
        if module.name in NO_MIRROR or (only_names and module.path.stem == "__init__"):
            continue
        if not _has_a_test(module):
            missing.append(module.place)
    assert not missing, "no test file: " + ", ".join(missing)
    assert [name for name in NO_MIRROR if name not in NAMES] == []


def test_version_is_one() -> None:
    """pyproject.toml, the settings and the newest entry of the changelog name the same version."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    versions = re.findall(r"(?m)^## \[?(\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert settings.VERSION == declared == versions[0]


_HOSTS = "|".join(f"{name}[.]{top}" for name, top in zip(
    "pypi pythonhosted npmjs deb crates".split(), "org org org debian io".split(), strict=True))  # fmt: skip
FORBIDDEN = {
    "a path of somebody's machine": re.compile(r"(?<![\w.:/-])/(?:work|root|home/\w+|tmp/w|opt/pypi)/"),
    "a package registry": re.compile(f"{_HOSTS}|^--(?:extra-)?(?:index-url|find-links)"),
    "a plan for later": re.compile(r"\b(?:TO" + "DO|FIX" + "ME|X" + "XX)\b"),
}  # fmt: skip


@pytest.mark.parametrize("what", FORBIDDEN)
def test_files_hold_no(what: str) -> None:
    """No file names a path of one machine, the host of a package registry, or work that nobody did."""
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in texts()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if FORBIDDEN[what].search(line)
    ]
    assert found == []


def test_fixtures_are_kept_byte_for_byte() -> None:
    """Git changes no line ending below tests/fixtures."""
    assert "tests/fixtures/** binary" in (ROOT / ".gitattributes").read_text(encoding="utf-8").splitlines()
