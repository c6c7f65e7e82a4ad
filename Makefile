# Everything sets itself up: a virtual environment of its own, with the locked dependencies.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help setup demo test check accuracy bench docs words viewers lock clean

help:
	@echo "make demo      advise on an example client"
	@echo "make test      run every test: tests/, features/, the examples of the rules"
	@echo "make check     lint, types, import contracts, knowledge, what its tests cover, generated files"
	@echo "make accuracy  hold the rules against the documented cases"
	@echo "make bench     measure side by side: the engines, the interview, starts, checks, checks on save, proofs"
	@echo "make docs      renew what is generated from rules/ and knowledge/: the reference, the schemas for editors"
	@echo "make words     renew what click looks its Chinese sentences up in, from the .po file beside it"
	@echo "make viewers   install what the tests look at reports with (Debian): Chromium, LibreOffice, a Chinese font"
	@echo "make lock      renew requirements.lock from pyproject.toml"

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("mvpod needs Python 3.11 or newer; try make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY)
	$(BIN)/mvpod recommend examples/industrial-sensors.yaml

test: $(READY)
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest --numprocesses auto --dist loadfile
	$(BIN)/mvpod rules test
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/mvpod rules check
	$(BIN)/mvpod rules fmt --check
	$(BIN)/mvpod rules coverage --at-least 95

accuracy: $(READY)
	$(BIN)/mvpod rules accuracy --designs

bench: $(READY)
	$(BIN)/python benchmarks/engines.py
	$(BIN)/python benchmarks/interview.py
	$(BIN)/python benchmarks/start.py
	$(BIN)/python benchmarks/checking.py
	$(BIN)/python benchmarks/watching.py
	$(BIN)/python benchmarks/verifying.py

docs: $(READY)
	$(BIN)/mvpod rules docs -o docs/reference/en --lang en --without catalogue
	$(BIN)/mvpod rules schemas -o docs/schema/editor --lang en

VIEWERS := chromium soffice pdftotext
words: $(READY)
	$(BIN)/pybabel compile --directory mvpod_expert/commands/locale --statistics

viewers:
	@for program in $(VIEWERS); do command -v $$program >/dev/null || missing=1; done; \
	fc-list :lang=zh 2>/dev/null | grep -q . || missing=1; \
	if [ -n "$$missing" ]; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
			chromium fonts-noto-cjk libreoffice-writer-nogui poppler-utils >/dev/null; \
	fi

lock: $(READY)
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --no-header --upgrade --output-file requirements.lock

clean:
	rm -rf $(VENV) dist build .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
