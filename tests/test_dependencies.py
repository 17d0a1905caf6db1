"""What the project needs is declared, and locked with hashes."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

from tests.tree import PACKAGES, ROOT, modules

NAMED_OTHERWISE = {"newspaper": "newspaper4k"}
"""Import names of distributions that the tests' own environment lacks: the peers of the benchmarks."""


STANDARD_LATER = {"compression"}
"""Modules of the standard library of later Pythons."""


def _plain(name: str) -> str:
    """Return the name of a distribution as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _declared() -> dict[str, set[str]]:
    """Return the distributions of pyproject.toml, by extra; the runtime's under an empty name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = {"": project["dependencies"], **project["optional-dependencies"]}
    return {
        extra: {re.split(r"[\s\[<>=!~;]", wanted, maxsplit=1)[0].lower() for wanted in wanted_ones}
        for extra, wanted_ones in groups.items()
    }


@pytest.mark.parametrize("folder", [*PACKAGES, "tests", "benchmarks"])
def test_what_is_imported_is_declared(folder: str) -> None:
    """Each package that is imported stands in pyproject.toml itself, not only in what another one needs."""
    declared = _declared()
    known = set().union(*(names for extra, names in declared.items() if folder in {"tests", "benchmarks"} or extra
                          not in {"dev", "bench"}))  # fmt: skip
    homes = packages_distributions()
    ours = {*PACKAGES, "tests", "benchmarks", "__future__", *STANDARD_LATER}
    undeclared = set()
    for module in modules(folder):
        for name in module.imports():
            top = name.split(".")[0]
            if top and top not in ours and top not in sys.stdlib_module_names:
                homes_of = {_plain(home) for home in homes.get(top, [NAMED_OTHERWISE.get(top, top)])}
                if not homes_of & known:
                    undeclared.add(f"{top} in {module.place}")
    assert sorted(undeclared) == []


def test_the_dev_lock_holds_what_is_declared() -> None:
    """Every declared distribution is in the lock that the tests run with; `make lock` brings it there."""
    lock = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    locked = {name.lower().replace("_", "-") for name in re.findall(r"(?m)^([\w.-]+)==", lock)}
    wanted = set().union(
        *(
            names
            for extra, names in _declared().items()
            if extra in {"", "explorer", "parquet", "wacz", "dev"}
        )
    )
    assert sorted(wanted - locked) == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-install.lock", "requirements-dev.lock",
                                  "requirements-bench.lock"])  # fmt: skip
def test_locks_are_hashed(lock: str) -> None:
    """Each requirement of a lock is one exact version with hashes."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    wanted = [entry for entry in re.split(r"\n(?=\S)", text) if not entry.startswith("#")]
    assert wanted
    assert [
        entry.split()[0]
        for entry in wanted
        if not re.match(r"[\w.-]+==\S+ .*--hash=sha256:", entry, re.DOTALL)
    ] == []
