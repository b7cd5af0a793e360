# One environment for everything: running, testing, training, packaging.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
# GCC 12 otherwise drops what llama.cpp writes for the matrix tiles of newer Intel processors.
TILES := -fno-tree-dse -fno-dse
LLAMA := $(shell sed -n 's/^llama_cpp_python==//p' constraints.txt)
# pip's own cache may hold a llama.cpp that was compiled without these flags.
WHEELS := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/eventpal/wheels

.PHONY: setup run demo test test-all check bench clean

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "EventPal needs Python 3.11 or newer: make setup PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv .venv
	@echo "Installing the pinned packages; llama.cpp is compiled once, which takes some minutes."
	@test -n "$(wildcard $(WHEELS)/llama_cpp_python-$(LLAMA)-*.whl)" || CXXFLAGS="$(CXXFLAGS) $(TILES)" \
		$(BIN)/python -m pip wheel --disable-pip-version-check --no-cache-dir --no-deps \
			--wheel-dir $(WHEELS) llama-cpp-python==$(LLAMA)
	$(BIN)/python -m pip install --disable-pip-version-check --find-links $(WHEELS) \
		--constraint constraints.txt --editable '.[dev]'
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
