# Every target sets up what it needs; `make` alone lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
STAMP := $(VENV)/.ready
SAMPLES := examples/judgments
CLAIMS := examples/claims
SUPPLIERS := examples/suppliers/suppliers.csv
INDEX := src/manumit/reference/compiled.json
unexport PYTHONDONTWRITEBYTECODE # or each program that a test starts compiles the package anew

.PHONY: help setup demo test coverage check-slow check smoke bench docs serve format data golden clean

help: ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: $(INDEX) ## Make .venv with everything in it

$(STAMP): pyproject.toml uv.lock hatch_build.py
	@tools/python-venv "$(PYTHON)" "$(VENV)"
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"
	$(BIN)/uv sync --quiet --frozen --extra all --all-groups --inexact --compile-bytecode
	@touch $@

demo: $(INDEX) ## Write sample reports, and open an office with fictional people
	$(BIN)/manumit assess $(SAMPLES)/*.yaml --check --out out/demo
	$(BIN)/manumit claim $(CLAIMS)/*.yaml --check --out out/claims
	$(BIN)/manumit screen $(SUPPLIERS) --out out/screen
	$(BIN)/manumit demo

test: $(INDEX) ## Run the tests
	@tools/chromium
	@tools/postgresql
	$(BIN)/python -m pytest -n auto --dist worksteal

coverage: $(INDEX) ## Run the tests and say which lines no test reaches
	@tools/chromium
	@tools/postgresql
	$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report=term:skip-covered

check-slow: $(INDEX) ## Run what the tests leave out: long studies, and properties in full
	$(BIN)/python -m pytest -n auto --dist worksteal -m "study or hypothesis" --hypothesis-profile full

check: $(INDEX) ## Format, lint, types, import directions, generated files
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.reference --check

smoke: $(INDEX) ## Install the built package without extras, and use it
	@tools/smoke $(BIN)

bench: $(INDEX) ## Measure every performance claim beside its peer
	$(BIN)/python -m bench

docs: $(INDEX) ## Build the documentation into site/
	$(BIN)/python -m tools.reference
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

serve: docs ## Show the documentation on http://127.0.0.1:8000
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs serve --dev-addr 127.0.0.1:8000

format: $(INDEX) ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix --quiet .

data: $(INDEX) ## Check the data files and compile them into the index

$(INDEX): $(STAMP) $(shell find src/manumit/data -name '*.yml')
	@$(BIN)/python -c "from manumit.reference.compiled import write_index; write_index()"
	@$(BIN)/python -m compileall -q src

golden: $(INDEX) ## Write the golden files anew; review them with git diff
	GOLDEN=write $(BIN)/python -m pytest tests/golden -q

clean: ## Remove what the targets made
	rm -rf $(VENV) out site .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis
