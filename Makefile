# Everything sets itself up: a virtual environment of its own, with the locked dependencies.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
READY := $(VENV)/.ready
SPARK := .spark
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# How thorough: `ci` draws as many random examples as `make test`, from a fresh seed; `thorough` ten times as many, and
# starts every run of the program as a new process.
PROFILE ?= thorough
WORKERS := --numprocesses auto --dist worksteal

.PHONY: help setup demo test beyond spark thorough audit check accuracy selectivity bench docs site dist try-wheel words viewers lock clean

help:
	@echo "make demo      advise on an example client"
	@echo "make test      run the tests of every commit: tests/, features/, the examples of the rules"
	@echo "make thorough  run every test, with coverage, new random examples, viewers, wheels and tutorials"
	@echo "make beyond    run the tests that make test leaves out, briefly and without coverage"
	@echo "make spark     run the tests on Spark; installs pyspark into a folder of its own, and Java 17 (Debian) where none is there"
	@echo "make audit     look the locked dependencies up among known vulnerabilities (make thorough does too)"
	@echo "make check     lint, types, import contracts, knowledge, what its tests cover, generated files"
	@echo "make accuracy  hold the rules, and other ways to decide, against the documented cases"
	@echo "make selectivity  measure how well the first moves tell clients apart"
	@echo "make bench     measure engines, interview, starts, growth, portfolios, checks and proofs; one table, build/bench.md"
	@echo "make docs      build the documentation site with the reference and the editor schemas, and serve it"
	@echo "make dist      build wheel, source distribution, site, bill of materials and checksums; make try-wheel tries the wheel in clean environments"
	@echo "make words     renew what click looks its Chinese sentences up in, from the .po file beside it"
	@echo "make viewers   install what the tests look at reports with (Debian): Chromium, LibreOffice, a Chinese font"
	@echo "make lock      renew requirements.lock and requirements-dev.lock from pyproject.toml"

setup: $(READY)

$(RUNTIME): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("mvpod needs Python 3.11 or newer; try make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) --require-hashes --requirement requirements.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
# What pip does for all it installs, and leaves out for a checkout: where Python may write no bytecode (PYTHONDONTWRITEBYTECODE,
# a folder of somebody else's) each start would compile every module.
	$(BIN)/python -m compileall -q mvpod_expert mvpod_workbench mvpod_portfolio
	@touch $@

$(READY): $(RUNTIME) requirements-dev.lock
	$(INSTALL) --require-hashes --requirement requirements-dev.lock
	@touch $@

demo: $(RUNTIME)
	$(BIN)/mvpod recommend --no-pager examples/industrial-sensors.yaml --cell east-china-automotive
	@echo "Now your own client, question by question: $(BIN)/mvpod interview --answers my-client.yaml"

test: $(READY)
	$(BIN)/pytest -m "not thorough and not spark" $(WORKERS) --dearest 20
	$(BIN)/mvpod rules test

# What make test leaves out, once and briefly, without coverage: for each submission.
beyond: $(READY)
	MVPOD_FUZZ_BRIEFLY=1 $(BIN)/pytest -m "thorough and not long and not spark" $(WORKERS) --hypothesis-profile=quick

# pyspark is a source distribution of 450 MB: kept out of the environment, in a folder beside it.
$(SPARK)/.ready: $(READY) requirements-spark.lock
	rm -rf $(SPARK)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --target $(SPARK) --no-deps --require-hashes --requirement requirements-spark.lock
	@touch $@

spark: $(SPARK)/.ready
	@command -v java >/dev/null || { apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends default-jre-headless >/dev/null; }
	PYTHONPATH=$(SPARK) $(BIN)/pytest -q -m spark tests/portfolio

thorough: $(READY) audit spark
	$(BIN)/coverage erase
	$(if $(filter thorough,$(PROFILE)),MVPOD_TEST_PROCESSES=new )$(BIN)/coverage run -m pytest -m "not spark" $(WORKERS) --hypothesis-profile=$(PROFILE)
	$(BIN)/mvpod rules test
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

# Known vulnerabilities in what is locked; says so where the advisory service cannot be reached, and fails no build for it.
audit: $(READY)
	$(BIN)/python tools/audit_dependencies.py requirements-dev.lock

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/yamllint rules knowledge examples .pre-commit-config.yaml .pre-commit-hooks.yaml
	$(BIN)/mvpod rules check
	$(BIN)/mvpod rules fmt --check
	$(BIN)/mvpod rules coverage --at-least 95

accuracy: $(READY)
	$(BIN)/mvpod rules accuracy
	$(BIN)/python -m benchmarks.designs

selectivity: $(READY)
	$(BIN)/mvpod rules selectivity

bench: $(READY)
	$(BIN)/python benchmarks/one_table.py build/bench.md
	@echo "The table is in build/bench.md."

docs: site
	$(BIN)/zensical serve

site: $(READY)
	$(BIN)/mvpod rules docs -o docs/reference/en --lang en
	$(BIN)/mvpod rules schemas -o docs/schema/editor --lang en
	$(BIN)/zensical build --clean

dist: site
	rm -rf dist
	$(BIN)/python -m build --outdir dist
	tar -czf dist/mvpod-site.tar.gz site
	tar -czf dist/mvpod-schemas.tar.gz -C docs schema
	$(MAKE) --no-print-directory dist/mvpod.cdx.json
	cd dist && sha256sum * > SHA256SUMS

# The bill of materials is told from an environment that has the wheel with every extra, at the locked versions, and nothing
# else; the file that says where the wheel was built does not belong into it.
dist/mvpod.cdx.json:
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python dist/bom
	$(BIN)/uv pip install --quiet --python dist/bom/bin/python --constraint requirements-dev.lock \
		"mvpod[all] @ file://$(CURDIR)/$$(ls dist/*.whl)"
	rm dist/bom/lib/python*/site-packages/mvpod-*.dist-info/direct_url.json
	$(BIN)/cyclonedx-py environment dist/bom --output-reproducible --of JSON --output-file $@
	rm -rf dist/bom

# A clean environment for each Python that is there; where durable-rules cannot be built, mvpod runs on bitset.
try-wheel: dist
	@for python in python3.11 python3.12 python3.13 python3.14; do \
		command -v $$python >/dev/null && $$python -c '' 2>/dev/null || { echo "$$python is not here"; continue; }; \
		for extra in with without; do \
			rm -rf dist/try && $$python -m venv dist/try && \
			dist/try/bin/pip install --quiet --disable-pip-version-check dist/*.whl || exit 1; \
			if [ $$extra = without ]; then dist/try/bin/pip uninstall --quiet --yes durable-rules || exit 1; fi; \
			( cd dist && try/bin/mvpod recommend ../examples/industrial-sensors.yaml --lang en > try/advice && \
			  try/bin/mvpod report ../examples/industrial-sensors.yaml -o try/report.html >/dev/null && \
			  try/bin/mvpod rules check >/dev/null ) || exit 1; \
			echo "$$python $$extra durable-rules: $$(grep -o 'engine [a-z]*' dist/try/advice)"; \
		done; \
	done; rm -rf dist/try

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

# What runs the program, and besides it what develops it, at the same versions.
LOCK := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --no-header
lock: $(READY)
	$(LOCK) --extra dev --upgrade --output-file requirements-dev.lock
	$(LOCK) --extra build --constraint requirements-dev.lock --output-file requirements.lock
	printf '%s\n' 'pandas>=2.2,<3' 'pyspark>=4' | $(subst pyproject.toml,-,$(LOCK)) --upgrade --output-file requirements-spark.lock

clean:
	rm -rf $(VENV) $(SPARK) dist build site .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
