# Two commands do everything: `make demo` and `make test`. Each sets up the venv it needs by itself.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
RUN := $(VENV)/.run-installed
DEV := $(VENV)/.dev-installed
# The package as a wheel lays it out, made of links into the checkout: for tools that read files and run no code.
VIEW := $(VENV)/view
HOME_DIR ?= demo-home
# One more than there are cores: a fifth of the tests' time is waiting.
WORKERS = $(shell $(BIN)/python -c 'import os; print(os.cpu_count() + 1)')

# Tests start hundreds of interpreters; without bytecode each would compile Junket anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test newest quick check fields bench baseline model long lock wheel clean

help: ## what there is to make
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "make: $(PYTHON) is older than Python 3.11; name another: make PYTHON=/path/to/python3.11" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(RUN): $(BIN)/python requirements.lock pyproject.toml
	@echo "make: installing into $(VENV), about a minute"
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): $(RUN) requirements-dev.lock
	@echo "make: installing what the tests need, about a minute more"
	$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(RUN) ## crawl the bundled loopback sites into demo-home: WARC, Parquet, a table
	$(BIN)/junket demo --home $(HOME_DIR)

test: $(DEV) ## all tests but the long ones
	@echo "make: all tests on all cores, about four minutes on two; each line ends with how many are done, of how many"
	$(BIN)/python -u -m pytest -n $(WORKERS) --dist worksteal -m "not long"

# The slow ones wait and kill much, and look at no language feature: once, on the oldest Python, is enough.
SLOW := crawlers/test_kills crawlers/test_resume crawlers/test_ledger_rebuilt crawlers/test_interrupts \
	crawlers/test_run_home crawlers/test_run crawlers/test_robots crawlers/test_rights_files crawlers/test_politeness \
	crawlers/test_contact crawlers/test_guard crawlers/test_spider_interviews crawlers/test_live_and_log \
	crawlers/test_endless_pages crawlers/test_finished crawlers/test_late_tries crawlers/test_secrets_stay \
	crawlers/test_canary crawlers/test_clock backtracking/test_backtracking pipelines/test_hostile
NEWEST ?= $(shell .ci/newest-python)

newest: ## the tests but the slow ones, on the newest Python that is here, in a venv of its own
	@if [ -z "$(NEWEST)" ]; then echo "make newest: no Python newer than 3.11 is here, so none was tried"; \
	else echo "make newest: $(NEWEST)" && $(MAKE) --no-print-directory quick PYTHON="$(NEWEST)" VENV=.venv-newest; fi

quick: $(DEV)
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not long and not quality" $(SLOW:%=--ignore tests/%.py)

check: $(DEV) ## lint, format, types, the layers contract
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	mkdir -p $(VIEW)/junket
	ln -sfn $(CURDIR)/junket.py $(VIEW)/junket/__init__.py
	for room in crawlers pipelines exports; do ln -sfn $(CURDIR)/$$room $(VIEW)/junket/$$room; done
	cd $(VIEW) && $(CURDIR)/$(BIN)/mypy --config-file $(CURDIR)/pyproject.toml
	cd $(VIEW) && $(CURDIR)/$(BIN)/lint-imports --config $(CURDIR)/pyproject.toml

fields: $(DEV) ## write the field tables of DATA_FORMAT.md and docs/record.schema.json from the code
	$(BIN)/python -m junket.exports.field_tables DATA_FORMAT.md
	$(BIN)/python -m junket.exports.formats.json_schema > docs/record.schema.json.new
	mv docs/record.schema.json.new docs/record.schema.json

bench: $(DEV) ## quality and speed over the real pages in ../shared, peers beside
	$(BIN)/python tests/benchmarks/bench.py

baseline: $(DEV) ## write the figures of today as the baseline (in a commit of its own when one is lowered)
	$(BIN)/python tests/benchmarks/bench.py --no-peers --update-baseline

model: $(DEV) ## train the model of blocks from the pages in ../shared (docs/MODEL.md)
	$(BIN)/python tests/training/train.py

long: $(DEV) ## soak and fuzz runs
	$(BIN)/python -m pytest -m long -s --timeout 7200

wheel: $(RUN) ## build the wheel into dist/
	$(BIN)/python -m hatchling build -t wheel

lock: ## pin again, with hashes and without addresses (needs uv)
	uv pip compile pyproject.toml --group dev --group build --universal --python-version 3.11 \
		--generate-hashes --no-header --no-annotate --upgrade -o requirements-dev.lock
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 \
		--generate-hashes --no-header --no-annotate -c requirements-dev.lock -o requirements.lock

clean: ## remove what was built (the venv too)
	rm -rf $(VENV) .venv-newest dist build demo-home .bench .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
