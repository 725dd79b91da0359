# make demo | test | check | bench: each sets up .venv first. PYTHON names the interpreter (3.11 or newer).
PYTHON ?= python3
SOURCES = scorecard_action entrypoint.py tests benchmarks examples/demo.py
BIN = .venv/bin
READY = .venv/ready
export PIP_DISABLE_PIP_VERSION_CHECK = 1

help:
	@echo "make demo    evaluate examples/checkout and send it to a local Scorecards API"
	@echo "make test    run the tests"
	@echo "make check   ruff, mypy, and the tests"
	@echo "make mutants break single lines of the core and see which breaks the tests miss (half an hour)"
	@echo "make bench   measure speed and memory"
	@echo "make image   build the container image and test it (root, buildah; see tests/container/run.sh)"
	@echo "make schema  write scorecard.schema.json"
	@echo "make lock    resolve the dependencies anew"

demo: $(READY)
	$(BIN)/python examples/demo.py

test: $(READY)
	$(BIN)/python -m pytest -n auto

lint: $(READY)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)

types: $(READY)
	$(BIN)/mypy

check: lint types test

mutants: $(READY)
	$(BIN)/python -m tests.mutants $(MUTANTS)

bench: $(READY)
	@set -e; for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python "$$script"; done

image: $(READY)
	tests/container/run.sh

schema: $(READY)
	$(BIN)/scorecard-action schema > scorecard.schema.json.new
	mv scorecard.schema.json.new scorecard.schema.json

# Keeps the versions that are locked and still fit; `make lock UPGRADE=--upgrade` takes the newest.
COMPILE = .venv/lock/bin/pip-compile $(UPGRADE) --quiet --generate-hashes --strip-extras --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

lock: $(READY)
	$(PYTHON) -m venv .venv/lock
	.venv/lock/bin/python -m pip install -qq pip-tools
	$(COMPILE) --output-file requirements.txt pyproject.toml
	$(COMPILE) --extra sandbox --output-file requirements-dev.txt pyproject.toml requirements-dev.in

$(READY): .venv/dependencies pyproject.toml
	$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dependencies: requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "this Python cannot make environments; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install -qq --require-hashes --only-binary :all: -r requirements-dev.txt
	@touch $@

.PHONY: help demo test lint types check mutants bench image schema lock
