# make demo   read the examples, print the ledger, write build/dossier.html
# make test   lint, type-check, run the tests
# make eval   score the claims read from the corpus, and the folds over the examples; fails when a measure sinks
# make bench  what extraction costs beside the parser, and ugly texts
# make bench-folds    who is who, origins and copying: time, growth, and what copies do to a figure
# make bench-review   whether anything is lost when processes are killed, and how long pages take
# make lock   pin every dependency anew
# Everything is installed into .venv; nothing else on the machine is touched.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Stamps: a rule runs again only when the lock or the package's metadata changed.
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev

.PHONY: demo test lint types layers tests eval bench bench-folds bench-review lock clean help

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "reportedly needs Python 3.11 or later; $(PYTHON) is $$($(PYTHON) --version). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(READY): requirements.lock pyproject.toml $(VENV)/bin/pip
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(READY_DEV): requirements-dev.lock $(READY)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(READY)
	@mkdir -p build
	@rm -f build/demo.db build/demo.db-wal build/demo.db-shm
	$(BIN)/reportedly read examples/kursk --ledger build/demo.db
	$(BIN)/reportedly claims --ledger build/demo.db
	$(BIN)/reportedly dossier --ledger build/demo.db -o build/dossier.html

test: lint types layers tests

lint: $(READY_DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY_DEV)
	$(BIN)/mypy

layers: $(READY_DEV)
	$(BIN)/lint-imports

tests: $(READY_DEV)
	$(BIN)/pytest

eval: $(READY_DEV)
	for split in train test; do for method in model rules; do \
	  $(BIN)/python -m tests.eval.claims_on_corpus --split $$split --attribution $$method --floor tests/eval/floor.json || exit 1; \
	done; done
	for method in model rules; do \
	  $(BIN)/python -m tests.eval.folds_on_examples --attribution $$method --floor tests/eval/gold/floor.json || exit 1; \
	  $(BIN)/python -m tests.eval.folds_on_examples kursk protest disaster --attribution $$method --floor tests/eval/gold/floor.json || exit 1; \
	  $(BIN)/python -m tests.eval.folds_on_examples --kept --attribution $$method --floor tests/eval/gold/floor.json || exit 1; \
	done

bench: $(READY)
	$(BIN)/python benchmarks/cost.py
	$(BIN)/python benchmarks/ugly.py

bench-folds: $(READY)
	$(BIN)/python benchmarks/identity.py
	$(BIN)/python benchmarks/copying.py
	$(BIN)/python benchmarks/folds.py

bench-review: $(READY)
	$(BIN)/python benchmarks/kill.py
	$(BIN)/python benchmarks/pages.py

# The lock holds no address of an index: hashes alone say what is meant.
lock:
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --extra build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --constraint requirements.lock --group dev --extra build pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) build
