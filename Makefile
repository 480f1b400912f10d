# make demo: set up, audit the demo app on the virtual device.   make test: set up, run every check and test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test bench setup format clean
.DEFAULT_GOAL := demo

$(STAMP): pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[virtual,pytest]" --group dev
	@touch $@

setup: $(STAMP)

demo: $(STAMP)
	@$(BIN)/privaudit demo

test: $(STAMP)
	@$(BIN)/python tools/check.py

bench: $(STAMP)
	@$(BIN)/python bench/run.py

format: $(STAMP)
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) build dist privaudit-runs
