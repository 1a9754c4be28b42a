# make help explains the targets. Every target does its own set-up.
PY := .venv/bin/python
export PYTHONUTF8 := 1
export QT_QPA_PLATFORM ?= offscreen
OUT ?= out/demo

.DEFAULT_GOAL := help
.PHONY: help setup demo test check format bench hold screens requirements clean

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1|/' | awk -F'|' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: ## Install what is missing: system packages (as root), .venv, bytecode
	@packaging/setup.sh

demo: setup ## Run a whole round on sample input, headless, into out/demo
	@if [ -d $(OUT) ]; then echo "demo: removing the previous run in $(OUT)"; rm -rf $(OUT); fi
	@$(PY) -m ui demo --out $(OUT)

test: setup ## Run all tests
	@$(PY) -m pytest -n 2 --dist loadgroup

check: setup ## Lint, types, import rules, texts
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-cache
	@$(PY) -m pytest -q tests/texts

format: setup ## Format the code
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

bench: setup ## Measure the lines of docs/figures.md (needs 10 GB free, 20 minutes)
	@$(PY) benchmarks/run.py

hold: setup ## Run the long counts: kills, flips, fuzzing (an hour)
	@ZGC_HOLD=1 ZGC_KILLS=200 ZGC_FLIPS=1000 $(PY) -m pytest -n 2 --timeout 3600 tests/seal tests/db tests/services tests/fuzz tests/leaks tests/sticks tests/ui

screens: setup ## Take the pictures of docs/screens (about ten minutes)
	@$(PY) tests/screens/take.py --out docs/screens

requirements: setup ## Lock the requirements anew (needs uv)
	@uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q -o packaging/requirements.txt

clean: ## Remove what the targets made
	@rm -rf .venv out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
