# The two commands of a fresh checkout are `make demo` and `make test`; both set up what they need.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help

.PHONY: help setup setup-dev browser demo test check docs format clean platform

help:  ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-20s %s\n", $$1, $$2}'

setup:
	@$(PYTHON) scripts/setup.py

setup-dev:
	@$(PYTHON) scripts/setup.py --dev

browser:
	@$(BIN)/pagearchive browser install --quiet

demo: setup  ## Archive a sample forum topic and show the clean data
	@$(MAKE) --no-print-directory browser
	@$(BIN)/pagearchive demo

test: setup-dev  ## Run all tests, browser tests included
	@$(MAKE) --no-print-directory browser
	@$(BIN)/python -m pytest $(ARGS)

check: setup-dev  ## Style, types and the floors between rooms
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

docs: setup-dev  ## Generate docs/record.md and docs/record.schema.json from the types
	@$(BIN)/python scripts/record_docs.py

platform: setup-dev  ## Begin an adapter: make platform NAME=exampleboard-3
	@$(BIN)/python scripts/new_platform.py "$(NAME)"

format: setup-dev  ## Put the code into the house's form
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

clean:  ## Remove the environment and the caches
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
