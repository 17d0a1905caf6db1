"""The source tree as the tests of the project's own rules see it."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("osiris_crawler", "pipelines")
TEXTS = ("*.py", "*.md", "*.toml", "*.cfg", "*.txt", "*.lock", "*.json", "*.mako", "Makefile", "run")
_LEFT_OUT = "tests/fixtures/pages"


@dataclass(frozen=True)
class Module:
    """One Python file of the project."""

    name: str
    """Dotted, a package under its own name."""
    path: Path
    tree: ast.Module = field(repr=False, compare=False)

    @property
    def place(self) -> str:
        """Path from the root of the project."""
        return self.path.relative_to(ROOT).as_posix()

    def imports(self, *, typing_too: bool = True, inside_functions: bool = True) -> frozenset[str]:
        """Names of the modules it imports, `from a import b` as both `a` and `a.b`."""
        found: set[str] = set()
        _collect(self.tree, found, typing_too=typing_too, inside_functions=inside_functions)
        return frozenset(found)


def modules(*folders: str) -> tuple[Module, ...]:
    """Return every module below these folders of the project, in order of their names."""
    return tuple(module for folder in folders or PACKAGES for module in _below(folder))


@cache
def _below(folder: str) -> tuple[Module, ...]:
    found = []
    for path in sorted((ROOT / folder).rglob("*.py")):
        if _LEFT_OUT not in path.as_posix() and "__pycache__" not in path.parts:
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found.append(Module(name, path, ast.parse(path.read_text(encoding="utf-8"))))
    return tuple(found)


def texts() -> list[Path]:
    """Return the files that people read or machines obey, without what a run or a tool made."""
    places = [*PACKAGES, "tests", "docs", "benchmarks", ".ci"]
    found = [path for place in places for kind in TEXTS for path in (ROOT / place).rglob(kind)]
    found += [path for kind in TEXTS for path in ROOT.glob(kind)]
    return sorted({path for path in found if "__pycache__" not in path.parts and path.is_file()})


def _collect(node: ast.AST, found: set[str], *, typing_too: bool, inside_functions: bool) -> None:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            found.update(alias.name for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            found.add(child.module or "")
            found.update(f"{child.module}.{alias.name}" for alias in child.names)
        elif not typing_too and isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            pass
        elif inside_functions or not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            _collect(child, found, typing_too=typing_too, inside_functions=inside_functions)
