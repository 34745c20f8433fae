# Everything by itself from a clean clone: Python 3.11 or later, make and the package registry are enough.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: demo test lint bench lock clean

demo: $(READY)            ## crawl the bundled newsroom, extract, show the events
	@$(BIN)/ikrar demo

test: $(READY)            ## the tests
	@$(BIN)/python -m pytest -n auto

lint: $(READY)            ## style and strict types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(READY)           ## speed and memory, as ratios
	@$(BIN)/python -m benchmarks

lock:                     ## pin the dependencies anew (needs uv)
	uv pip compile pyproject.toml --extra dev --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --no-emit-find-links --python-version 3.11 --quiet --upgrade -o requirements.lock

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "ikrar needs Python 3.11 or later, this is " + sys.version.split()[0])'
	@echo "Installing into $(VENV) (once) …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

clean:                    ## remove what was installed and built
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache datasets/build
