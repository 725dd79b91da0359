# make demo | test | check | bench: each sets up .venv first. PYTHON names the interpreter (3.11 or newer).
PYTHON ?= python3
SOURCES = scorecard_action entrypoint.py composite tests benchmarks tools examples/demo.py
BIN = .venv/bin
READY = .venv/ready
export PIP_DISABLE_PIP_VERSION_CHECK = 1

help:
	@echo "make demo    evaluate examples/checkout and send it to a local Scorecards API"
	@echo "make test    run the tests; those of T=tests/cli/test_check.py::test_name alone, with pytest's OPTIONS=-x"
	@echo "make check   ruff, mypy, and the tests"
	@echo "make mutants break single lines of the core and see which breaks the tests miss (half an hour)"
	@echo "make kills   kill N=200 runs at random moments, SEED=… the same ones, and see that nothing is lost"
	@echo "make fuzz    break sample reports at random for SECONDS=60, with SEED, and read them"
	@echo "make bench   measure speed and memory"
	@echo "make picture draw the job summary that README shows (chromium, npm)"
	@echo "make image   build the container image and test it (root, buildah; see tests/container/run.sh)"
	@echo "make zipapp  make the command one file, in dist, for this Python and system"
	@echo "make schema  write scorecard.schema.json"
	@echo "make lock    resolve the dependencies anew; UPGRADE=--upgrade takes the newest versions"
	@echo "make fix     format the code, and mend what ruff can"
	@echo "make coverage  run the tests, and show the lines and branches that none of them runs"
	@echo "make lowest  run the tests (or T) with the lowest versions that pyproject.toml admits"
	@echo "make lint-files  lint workflows, YAML, Markdown, shell scripts, Groovy and the Dockerfile (npm, shellcheck, Java)"
	@echo "make bump VERSION=X.Y.Z  write the version wherever it is shown"
	@echo "make owner OWNER=NAME   write whose repository this is, wherever it is shown"

demo: $(READY)
	$(BIN)/python examples/demo.py

test: $(READY)
	$(BIN)/python -m pytest -n auto $(OPTIONS) $(T)

lint: $(READY)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)

types: $(READY)
	$(BIN)/mypy

check: lint types test

# The picture of a job summary in README: needs chromium, node, npm and a font with emoji.
picture: $(READY)
	$(BIN)/python -m tools.picture

mutants: $(READY)
	$(BIN)/python -m tests.mutants $(MUTANTS)

N ?= 200
kills: $(READY)
	$(BIN)/python -m tests.kills $(N) $(if $(SEED),--seed $(SEED))

SECONDS ?= 60
fuzz: $(READY)
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS) $(if $(SEED),--seed $(SEED))

bench: $(READY)
	@set -e; for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python "$$script"; done

image: $(READY)
	tests/container/run.sh

zipapp: $(READY)
	rm -f dist/*.pyz
	$(BIN)/python -m tools.single_file dist

schema: $(READY)
	$(BIN)/scorecard-action schema > scorecard.schema.json.new
	mv scorecard.schema.json.new scorecard.schema.json

# Complete for every system and Python, so that pip resolves nothing. Keeps the versions that are locked
# and still fit. A wheel of each is then looked for on Linux, macOS and Windows, for 3.11 to 3.14;
# hadolint has none for Windows, where nobody lints then.
UV = .venv/lock/bin/uv
COMPILE = $(UV) pip compile --quiet $(UPGRADE) --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links
LOCKS = requirements.txt requirements-dev.txt requirements-lowest.txt requirements-lock.txt requirements-lint.txt \
	.ci/pip-newest.txt

lock:
	$(PYTHON) -m venv .venv/lock
	.venv/lock/bin/python $(INSTALL) -r requirements-lock.txt
	$(COMPILE) --output-file requirements.txt pyproject.toml
	$(COMPILE) --extra sandbox --output-file requirements-dev.txt pyproject.toml requirements-dev.in
	$(COMPILE) --extra sandbox --resolution lowest-direct --output-file requirements-lowest.txt pyproject.toml
	$(COMPILE) --output-file requirements-lint.txt requirements-lint.in
	for folder in tests/lint tests/examples/gitlab; do \
		(cd $$folder && npm install --package-lock-only --omit-lockfile-registry-resolved $(NPM)) || exit 1; \
	done
	echo uv | $(COMPILE) --output-file requirements-lock.txt -
	echo pip | $(COMPILE) --output-file .ci/pip-newest.txt -
	$(COMPILE) --output-file .ci/pip-oldest.txt .ci/pip-oldest.in
	ruff=$$(sed -n 's/^ruff==\([^ ]*\).*/\1/p' requirements-dev.txt) && \
		sed "s/rev: v[^ ]*/rev: v$$ruff/" .pre-commit-config.yaml > .pre-commit-config.yaml.new && \
		mv .pre-commit-config.yaml.new .pre-commit-config.yaml
	@set -e; for system in x86_64-manylinux_2_28 aarch64-manylinux_2_28 macos windows; do \
		for python in 3.11 3.12 3.13 3.14; do for lock in $(LOCKS); do \
			[ $$system-$$lock != windows-requirements-lint.txt ] || continue; \
			$(UV) pip install --quiet --dry-run --target .venv/lock/nothing --python-platform $$system \
				--python-version $$python --no-deps --require-hashes --only-binary :all: -r $$lock || \
				{ echo "$$lock names no wheel for $$system and Python $$python"; exit 1; }; \
		done; done; done

# PIP_LOCK names a lock with the pip to set up with, where it is not to be the one that comes with PYTHON.
INSTALL = -m pip install -qq --no-deps --require-hashes --only-binary :all:

$(READY): .venv/dependencies pyproject.toml
	$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	$(BIN)/python -m pip check
	@touch $@

.venv/dependencies: requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "this Python cannot make environments; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(if $(PIP_LOCK),$(BIN)/python $(INSTALL) -r $(PIP_LOCK))
	$(BIN)/python $(INSTALL) -r requirements-dev.txt
	@touch $@

fix: $(READY)
	$(BIN)/ruff check --fix $(SOURCES); left=$$?; $(BIN)/ruff format $(SOURCES) && exit $$left

# The floor is in pyproject.toml: below it, this fails.
coverage: OPTIONS += --cov
coverage: test

# The locked tools, and in place of the locked dependencies the lowest.
lowest: .venv/lowest/ready
	.venv/lowest/bin/python -m pytest -n auto --ignore tests/test_locks.py $(OPTIONS) $(T)

.venv/lowest/ready: $(READY) requirements-lowest.txt
	$(PYTHON) -m venv --clear .venv/lowest
	.venv/lowest/bin/python $(INSTALL) -r requirements-dev.txt
	.venv/lowest/bin/python $(INSTALL) -r requirements-lowest.txt
	.venv/lowest/bin/python -m pip install -qq --no-deps --no-build-isolation --editable .
	.venv/lowest/bin/python -m pip check
	@touch $@

lint-files: .venv/lint/ready
	tests/lint/run.sh

NPM = --silent --ignore-scripts --no-audit --no-fund

.venv/lint/ready: requirements-lint.txt tests/lint/package-lock.json
	@command -v shellcheck >/dev/null || { echo "shellcheck is needed: apt-get install shellcheck"; exit 1; }
	@command -v java >/dev/null || { echo "Java is needed: apt-get install groovy"; exit 1; }
	$(PYTHON) -m venv --clear .venv/lint
	.venv/lint/bin/python $(INSTALL) -r requirements-lint.txt
	.venv/lint/bin/python -m pip check
	cd tests/lint && npm ci $(NPM)
	@touch $@

# What runs GitLab's examples in the tests.
.venv/examples/ready: tests/examples/gitlab/package-lock.json
	cd tests/examples/gitlab && npm ci $(NPM)
	@mkdir -p $(@D) && touch $@

bump: $(READY)
	$(BIN)/python -m tools.bump $(VERSION)

owner: $(READY)
	$(BIN)/python -m tools.owner $(OWNER)

.PHONY: help demo test lint types check mutants kills fuzz bench image zipapp schema lock fix coverage lowest lint-files bump owner picture
