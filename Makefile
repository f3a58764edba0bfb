# Two commands set everything up: `make run` and `make test`.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup run test test-sqlite test-postgres test-long check bench lock clean

help: ## List the commands.
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 14

.venv/run: requirements/run.txt pyproject.toml
	$(PYTHON) scripts/make_venv.py .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test: .venv/run requirements/test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements/test.txt
	@touch $@

.venv/bench: .venv/test requirements/bench.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements/bench.txt
	@touch $@

# A peer of `make bench` that wants other versions than csplan does.
.venv/helpdesk/made: .venv/run requirements/helpdesk.txt
	$(PYTHON) scripts/make_venv.py .venv/helpdesk
	.venv/helpdesk/bin/python -m pip install --quiet --disable-pip-version-check --requirement requirements/helpdesk.txt
	@touch $@

# What the pages are dressed in, and Debian's programs: a browser and PostgreSQL for tests only.
node_modules/.package-lock.json: package-lock.json
	@$(PYTHON) scripts/install_programs.py npm
	npm ci --silent --no-audit --no-fund
	@touch $@

.venv/programs: .venv/run scripts/install_programs.py
	@$(PYTHON) scripts/install_programs.py chromium postgresql
	@touch $@

setup: .venv/test .venv/programs node_modules/.package-lock.json ## Install everything that running and testing need.

run: .venv/run node_modules/.package-lock.json ## Make up a training site, and serve it on http://127.0.0.1:8000/ (or PORT=8017).
	$(BIN)/csplan demo --port $(PORT)

test: test-sqlite test-postgres ## Run all tests (those of test-long excepted), then again on PostgreSQL what uses a database.

test-sqlite: setup ## Run all tests on SQLite.
	$(BIN)/python -m pytest -n auto -m "not long"

test-postgres: setup ## Run the tests that use a database on PostgreSQL, as the application's role.
	$(BIN)/python scripts/postgres.py $(BIN)/python -m pytest -n auto -m "not long"

test-long: .venv/bench node_modules/.package-lock.json .venv/programs ## A million random dates against the oracle, each page for each role at three widths, and the fuzzers; takes about an hour.
	$(BIN)/python scripts/test_long.py

check: .venv/test ## Lint, types and the direction of imports.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/csplan policy check

bench: .venv/bench .venv/helpdesk/made ## Measure against the peers; prints a table, keeps bench/results.json.
	$(BIN)/python -m bench

lock: ## Pin the newest versions that work together (needs uv).
	@for part in run test bench helpdesk; do \
	  uv pip compile --universal --python-version 3.11 --no-header --no-annotate --quiet \
	    requirements/$$part.in -o requirements/$$part.txt; done

clean: ## Remove what the other commands made.
	rm -rf .venv node_modules build .mypy_cache .ruff_cache .pytest_cache .hypothesis
