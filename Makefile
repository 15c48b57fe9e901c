# make run, make test: each sets up what it needs, and is quick the second time.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO ?= $(HOME)/.local/share/reception/demo.db
CATALOGUES := $(wildcard locales/*/LC_MESSAGES/reception.po)

# Some machines say that compiled modules are not kept; a desk that compiles itself opens in twice the time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup run test lint bench catalogues lock pictures clean

setup: $(VENV)/.ready $(CATALOGUES:.po=.mo)

$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Reception needs Python 3.11 or newer; set PYTHON=…") if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

locales/%/LC_MESSAGES/reception.mo: locales/%/LC_MESSAGES/reception.po $(VENV)/.ready
	@$(BIN)/python -m locales.build compile
	@touch $(CATALOGUES:.po=.mo)

run: setup
	@$(BIN)/reception demo --database "$(DEMO)"

test: setup
	$(BIN)/python -m pytest

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m locales.build check

bench: setup
	$(BIN)/python -m benchmarks

catalogues: $(VENV)/.ready
	$(BIN)/python -m locales.build extract
	$(BIN)/python -m locales.build compile

pictures: setup
	$(BIN)/python -m docs.pictures

# After changing a pin in pyproject.toml: install it, then write down what stands in .venv.
lock:
	$(BIN)/python -m pip freeze --exclude-editable --all | grep -v '^pip==' > requirements.lock

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache
