# make demo and make test set up what they need in .venv; nothing else of ours has to be there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
endif
PY := $(BIN)/python
PIP := $(PY) -m pip --disable-pip-version-check -q
WORKERS ?= 2

.PHONY: help demo test check bench bench-tui backtest study coverage pictures soak docs audit clean

help:
	@echo "make demo      run the headline scenario once: time line, measures, digest"
	@echo "make test      every test that takes less than minutes"
	@echo "make check     lint, types, import contracts, generated documents"
	@echo "make bench     ratios against bare SimPy and a static split, timed side by side"
	@echo "make bench-tui the live screen in a real terminal against its bars; writes nothing, takes 20 minutes"
	@echo "make backtest  many replications against published figures and oracles; keeps them in build/, writes docs/backtests.md"
	@echo "make study     500 replications of every variant: what each reform is worth; writes docs/studies/reform.md"
	@echo "make coverage  what taking each lesson away does, where that is not measured yet; writes docs/coverage.md"
	@echo "make pictures  an exercise played whole by keys, and the pictures of the documents; writes docs/pictures"
	@echo "make soak      the long runs of the tests"
	@echo "make docs      write the generated documents anew"
	@echo "make audit     known vulnerabilities of what is installed"

$(VENV)/run.stamp: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) install -c constraints.txt -e ".[all]"
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp
	$(PIP) install -c constraints.txt -e ".[dev]"
	@touch $@

demo: $(VENV)/run.stamp
	@$(PY) -m simulator run site_in_flames --seed 1

# Hundreds of tests begin the command anew, so that it must not be compiled anew; what is near shares what was made.
test: export PYTHONDONTWRITEBYTECODE =
test: $(VENV)/dev.stamp
	$(PY) -m pytest -n $(WORKERS) --dist worksteal -m "not backtest and not soak"

check: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PY) docs/generate.py --check
	$(PY) docs/catalogue.py --check
	$(PY) docs/coverage.py --check
	$(PY) docs/scenarios.py --check

bench: $(VENV)/dev.stamp
	$(PY) benchmarks/engine.py
	$(PY) benchmarks/batch.py
	$(PY) benchmarks/session.py
	$(PY) benchmarks/exchange.py
	$(PY) -m benchmarks.rehearse
	$(PY) -m benchmarks.author
	$(PY) -m benchmarks.live
	$(PY) -m benchmarks.report

bench-tui: $(VENV)/dev.stamp
	$(PY) -m benchmarks.tui

backtest: $(VENV)/dev.stamp
	$(PY) -m tests.backtests.table
	$(PY) -m pytest -n 0 -m backtest

study: $(VENV)/dev.stamp
	$(PY) docs/study.py --workers $(WORKERS)

coverage: $(VENV)/dev.stamp
	$(PY) docs/coverage.py --measure --workers $(WORKERS)
	$(PY) docs/scenarios.py

pictures: $(VENV)/dev.stamp
	$(PY) docs/pictures.py

soak: $(VENV)/dev.stamp
	$(PY) -m pytest -n $(WORKERS) -m soak

docs: $(VENV)/dev.stamp
	$(PY) docs/generate.py
	$(PY) docs/catalogue.py
	$(PY) docs/coverage.py
	$(PY) docs/scenarios.py

audit: $(VENV)/dev.stamp
	$(BIN)/pip-audit

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache dist
