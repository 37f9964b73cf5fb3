# `make demo` and `make test` set themselves up: all they need is Python 3.11 or newer.

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)
BIN := .venv/bin
PORT ?= 8000
SIZE ?= 20000
NODES ?= 1
# Empty, whatever is set outside: else each of the many processes of the tests compiles all modules.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test chromium test-spacy test-opensearch opensearch opensearch-jars java lint types \
	quality bench bench-web bench-extract bench-cluster screenshots clean help

help:  ## tell what there is to make
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 17

demo: .venv/run  ## make the sample archive, index it, serve it, print the address
	@$(BIN)/depeche demo --port $(PORT)

test: chromium  ## run all tests, as many at once as there are cores
	$(BIN)/python -m pytest -n auto --maxprocesses 8 --dist worksteal

# The tests in a browser take the Chromium of the machine, most that without windows where there is
# one, and skip with a reason where there is none.
chromium: .venv/browser

test-spacy: .venv/spacy  ## run the tests of what the extra depeche[spacy] adds
	$(BIN)/python -m pytest tests/indexer/entities/test_spacy_names.py

test-opensearch: .venv/test opensearch-jars  ## run the tests on a real OpenSearch cluster, which they start
	$(BIN)/python -m tests.opensearch --run $(BIN)/python -m pytest tests/opensearch tests/index/contract \
		tests/index/evaluation -k opensearch -n 2 --dist loadscope

opensearch: .venv/test opensearch-jars  ## run an OpenSearch cluster of NODES=1 or 3 until Ctrl-C, print its addresses
	@$(BIN)/python -m tests.opensearch --nodes $(NODES)

opensearch-jars: build/opensearch-classpath.txt  ## fetch what a node is made of, from Maven Central (once)

build/opensearch-classpath.txt: tests/opensearch/pom.xml
	@$(MAKE) --no-print-directory java
	@mkdir -p build
	@mvn --quiet --batch-mode --file $< dependency:build-classpath -Dmdep.outputFile=$(CURDIR)/$@

java:
	@{ command -v javac && command -v mvn; } >/dev/null || { \
		test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
		&& echo "Installing Java and Maven (once; needs the network)" \
		&& apt-get update -qq \
		&& apt-get install -y -qq --no-install-recommends default-jdk-headless maven >/dev/null; } \
	|| { echo "A JDK (11 or later) and Maven are needed: install them first."; exit 1; }

lint: .venv/test  ## check style and layout of the code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/test  ## check the types
	$(BIN)/mypy

quality: .venv/run  ## tell how well names are recognised, beside the floors the tests hold
	@$(BIN)/python benchmarks/quality.py

bench: .venv/bench  ## measure the engine beside others; SIZE=20000, 200000 or 1000000
	@$(BIN)/python benchmarks/bench_engines.py --size $(SIZE)

bench-web: .venv/run  ## measure the web app as it is served; SIZE=20000 or 200000
	@$(BIN)/python benchmarks/bench_web.py --size $(SIZE)

bench-extract: .venv/bench  ## measure what is read from pages, and how fast, beside trafilatura
	@$(BIN)/python benchmarks/bench_extract.py

bench-cluster: .venv/bench opensearch-jars  ## measure an OpenSearch cluster of one node beside three; SIZE=20000
	@$(BIN)/python benchmarks/bench_cluster.py --size $(SIZE)

screenshots: chromium  ## make the pictures of docs/ anew
	@$(BIN)/python -m tests.browser.screenshots

clean:  ## remove what was set up and built, but no archive
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found."; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
		echo "$(PYTHON) cannot make virtual environments: install its venv package"; \
		echo "(on Debian and Ubuntu: apt install python3-venv)."; exit 1; }
	@echo "Setting up .venv (once; needs the network)"
	@$(PYTHON) -m venv .venv

.venv/run: .venv/bin/python requirements.lock pyproject.toml
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/test: .venv/run requirements-test.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-test.lock
	@touch $@

.venv/browser: .venv/test
	@{ $(BIN)/python -m tests.browser.chromium && command -v chromium-headless-shell; } >/dev/null 2>&1 || { \
		test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
		&& echo "Installing Chromium (once; needs the network)" \
		&& apt-get update -qq \
		&& for package in chromium chromium-headless-shell; do \
			apt-get install -y -qq --no-install-recommends $$package >/dev/null; \
		done; } || true
	@if $(BIN)/python -m tests.browser.chromium >/dev/null; then touch $@; \
	else echo "There is no Chromium: the tests in a browser are skipped."; fi

.venv/spacy: .venv/test
	@$(BIN)/pip install --quiet --disable-pip-version-check -c requirements.lock \
		-c requirements-test.lock "spacy>=3.7,<4"
	@touch $@

.venv/bench: .venv/run benchmarks/requirements.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check -r benchmarks/requirements.txt
	@touch $@
