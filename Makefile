# Everything people do with a fresh clone. Needs make and python3 (3.11 or later) with venv; the rest goes to .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
# what measures; invented_archive makes what they measure on
BENCHMARKS = $(filter-out invented_archive __init__,$(basename $(notdir $(wildcard benchmarks/*.py))))
PYTEST := $(BIN)/python -m pytest

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test install check ruff format types test-services bench lock clean

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/runtime  ## crawl the sample archive on this machine and export it as CSV
	@$(BIN)/osiris demo
	@echo "The command is $(BIN)/osiris; \". $(BIN)/activate\" makes it \"osiris\" in this terminal."

install: $(VENV)/install  ## install the program with the explorer and every export format
	@echo "Installed: $(BIN)/osiris ($$($(BIN)/osiris --version))"

test: $(VENV)/dev  ## run every test that needs no service
	@$(PYTEST) -n $(WORKERS) --dist worksteal -m "not service and not live"

check: ruff format types test  ## lint, format, types, then the tests, the rules of the project among them

ruff: $(VENV)/dev
	@$(BIN)/ruff check .

format: $(VENV)/dev
	@$(BIN)/ruff format --check --quiet . || { \
	  echo "Files that the formatter would change; run $(BIN)/ruff format ." >&2; $(BIN)/ruff format --diff --quiet . 2>/dev/null \
	  | sed -n 's/^+++ //p' >&2; exit 1; }

types: $(VENV)/dev
	@$(BIN)/mypy

test-services: $(VENV)/dev  ## run the tests that need real services; a skip is a failure
	@OSIRIS_TEST_SERVICES=required $(PYTEST) -n $(WORKERS) --dist loadfile -m service tests/services

bench: $(VENV)/bench  ## measure the promises about speed
	@set -e; for name in $(BENCHMARKS); do echo "== $$name"; $(BIN)/python -m benchmarks.$$name; done

clean:  ## remove .venv; data/ stays
	rm -rf $(VENV) build dist *.egg-info

# ---- the virtual environment: one stamp for each lock, made anew when the lock or pyproject.toml changes

$(VENV)/pyvenv.cfg:
	@command -v "$(PYTHON)" >/dev/null || { \
	  echo "$(PYTHON) is missing. Install Python 3.11 or later, or name one: make PYTHON=python3.12 ..." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$$($(PYTHON) --version) is too old, 3.11 is needed. Name a newer one: make PYTHON=python3.12 ..." >&2; exit 1; }
	@"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "The venv module of $(PYTHON) is missing. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "Setting up $(VENV) ..."
	@"$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# the program is used in place; setuptools comes from the lock, so nothing is fetched to build it
define install-lock
	@echo "Installing $(1) (a minute or two the first time) ..."
	@$(PIP_INSTALL) --require-hashes -r $(1)
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $(addprefix $(VENV)/,$(2))
endef

$(VENV)/runtime: requirements.lock pyproject.toml | $(VENV)/pyvenv.cfg
	$(call install-lock,requirements.lock,runtime)

$(VENV)/install: requirements-install.lock pyproject.toml | $(VENV)/pyvenv.cfg
	$(call install-lock,requirements-install.lock,runtime install)

$(VENV)/dev: requirements-dev.lock pyproject.toml | $(VENV)/pyvenv.cfg
	$(call install-lock,requirements-dev.lock,runtime install dev)

$(VENV)/bench: requirements-bench.lock pyproject.toml | $(VENV)/pyvenv.cfg
	$(call install-lock,requirements-bench.lock,runtime install dev bench)

# ---- the locks: the widest first, the others keep to its versions

EXTRAS := explorer parquet exports wacz postgresql
LOCKER := build/locker
COMPILE = $(LOCKER)/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --build-deps-for editable \
	--no-header --no-annotate --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options
extras = $(foreach extra,$(1),--extra $(extra))

lock:  ## choose new versions: write requirements*.lock from pyproject.toml
	@"$(PYTHON)" -m venv $(LOCKER)
	@$(LOCKER)/bin/python -m pip install --quiet --disable-pip-version-check "pip>=26" "pip-tools>=7.6"
	$(COMPILE) --upgrade $(call extras,$(EXTRAS) dev readers bench) -o requirements-bench.lock pyproject.toml
	$(COMPILE) --upgrade -c requirements-bench.lock $(call extras,$(EXTRAS) dev readers) -o requirements-dev.lock pyproject.toml
	$(COMPILE) --upgrade -c requirements-bench.lock $(call extras,$(EXTRAS)) -o requirements-install.lock pyproject.toml
	$(COMPILE) --upgrade -c requirements-bench.lock -o requirements.lock pyproject.toml
	@# a package that newer Pythons have built in, and cannot install
	@sed -i -E '/python_version/!s/^(backports-zstd==[^ ]+) /\1 ; python_version < "3.14" /' requirements*.lock
