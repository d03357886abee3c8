# The commands of the archive; README.md shows them.
PYTHON ?= python3
PORT ?= 8000

BIN := .venv/bin
PIP := $(BIN)/python -m pip install -q --disable-pip-version-check

.PHONY: setup run test check bench messages quality lock clean

# The environment: exactly these files, by their hashes; torch by its version (its builds differ
# from machine to machine), and the archive itself as it stands here.
setup: .venv/installed

.venv/installed: requirements.lock requirements-torch.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "The archive needs Python 3.11 or newer; name one with PYTHON=")'
	$(PYTHON) -m venv .venv
	$(PIP) --no-deps --require-hashes -r requirements.lock
	$(PIP) -r requirements-torch.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.lock
	$(PIP) --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

# Build the index of corpus/ and serve it; what is done already is skipped.
run: setup
	$(BIN)/archive build
	PORT=$(PORT) $(BIN)/python -m web

# Everything that must hold; the tests of a file stay in one of two processes.
test: check
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

# The part of it that reads the code without running it.
check: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/installed-dev
	$(BIN)/python -m benchmarks.run

# Bring the catalogues up to date with the messages in the code; what is new has no translation.
messages: .venv/installed-dev
	$(BIN)/python tests/messages.py

# Measure the collections below a folder into QUALITY.md.
quality: .venv/installed-dev
	$(BIN)/python -m benchmarks.quality $(COLLECTIONS)

# Pin anew, after a dependency in pyproject.toml was added or changed.
LOCK := .venv/lock/bin/pip-compile -q --generate-hashes --strip-extras --no-annotate --no-header \
  --no-emit-index-url --no-emit-find-links --build-deps-for editable --unsafe-package torch \
  -c requirements-torch.lock

lock:
	$(PYTHON) -m venv .venv/lock
	.venv/lock/bin/python -m pip install -q --disable-pip-version-check pip-tools==7.6.2
	$(LOCK) --upgrade -o requirements.lock pyproject.toml
	$(LOCK) --upgrade -c requirements.lock --extra dev --extra bench -o requirements-dev.lock pyproject.toml
	sed -i '/^# WARNING/,$$d' requirements.lock requirements-dev.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
