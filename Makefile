# Every task of the project by one word. PYTHON chooses the interpreter for the environment in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: demo test slow lint types gate docs figures figures-reduced clean

demo: .stamps/run
	$(BIN)/oimcrawler demo

test: .stamps/dev
	$(BIN)/python -m pytest -q -n 2 -m "not slow"

slow: .stamps/dev
	$(BIN)/python -m pytest -q -n 2 -m slow

lint: .stamps/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .stamps/dev
	$(BIN)/mypy

gate: .stamps/gate
	$(BIN)/python -m benchmarks.gate

docs: .stamps/dev
	$(BIN)/python -m oimcrawler.archive.dictionary > DATA_FORMAT.md

figures: .stamps/gate
	$(BIN)/python -m benchmarks.gate
	$(BIN)/python -m benchmarks.cleaning
	$(BIN)/python -m benchmarks.year
	$(BIN)/python -m benchmarks.recrawls
	$(BIN)/python -m benchmarks.crawling
	$(BIN)/python -m benchmarks.exports

figures-reduced: .stamps/dev
	$(BIN)/python -m benchmarks.year --reduced
	$(BIN)/python -m benchmarks.recrawls --reduced

clean:
	rm -rf $(VENV) .stamps build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

.stamps/run: $(BIN)/python pyproject.toml constraints.txt
	$(PIP) install -q -c constraints.txt -e .
	@mkdir -p .stamps && touch $@

.stamps/dev: $(BIN)/python pyproject.toml constraints.txt
	$(PIP) install -q -c constraints.txt -e ".[dev,web,warc,parquet]"
	@mkdir -p .stamps && touch $@

.stamps/gate: .stamps/dev
	$(PIP) install -q -c constraints.txt -e ".[dev,web,warc,parquet,gate]"
	@touch $@
