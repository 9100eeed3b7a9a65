# `make render` and `make test` work on a fresh machine with Python 3.11 or newer: they create .venv first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: render test check validate lint types docs bench clean

render: $(STAMP)
	$(BIN)/argosy render

test: $(STAMP)
	$(BIN)/python -m pytest

check: $(STAMP) lint types
	$(BIN)/python -m pytest
	$(BIN)/argosy render --check --no-cache
	$(BIN)/argosy validate

validate: $(STAMP)
	$(BIN)/argosy validate

lint: $(STAMP)
	$(BIN)/ruff check generator tests tools benchmarks
	$(BIN)/ruff format --check generator tests tools benchmarks

types: $(STAMP)
	$(BIN)/mypy

# Rewrites everything that is generated from the code: schemas for editors, catalogues, indexes.
docs: $(STAMP)
	$(BIN)/python -m tools.generate

bench: $(STAMP)
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) .argosy .pytest_cache .mypy_cache .ruff_cache

$(STAMP): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("argosy needs Python 3.11 or newer; set PYTHON=") if sys.version_info < (3, 11) else 0'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $(STAMP)
