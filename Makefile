# One environment for everything: running, testing, training, packaging.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: setup run demo test test-all check bench clean

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "EventPal needs Python 3.11 or newer: make setup PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv .venv
	@echo "Installing the pinned packages; llama.cpp is compiled once, which takes some minutes."
	$(BIN)/python -m pip install --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	$(BIN)/eventpal models get
	$(BIN)/eventpal models build
	@touch $(READY)

run: setup
	$(BIN)/eventpal

demo: setup
	$(BIN)/eventpal demo

test: setup
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest

test-all: setup
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m "slow or not slow"

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: setup
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.benchmarks

clean:
	rm -rf .venv build dist
