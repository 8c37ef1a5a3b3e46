# Two commands: `make demo` and `make test`. Each sets up what it needs and says how long every step took.
# Build products go to CARGO_TARGET_DIR (default ./target); nothing else outside this folder is written,
# except system packages for the tests, where we may install them.

SHELL := /bin/bash
STEP := .ci/step
PYTHON ?= python3
VENV ?= $(CURDIR)/target/venv
TARGET := $(or $(CARGO_TARGET_DIR),$(CURDIR)/target)
DEMO_DIR ?= .taghtia/demo
LISTEN ?= 127.0.0.1:8080

.PHONY: help demo test bench check fuzz clean web web-test test-tools pack

help:
	@echo "make demo    build, make up three operators' filings, serve the map on http://$(LISTEN)"
	@echo "make test    every test: front end, Rust, oracles (GEOS, GDAL), real browser, real Prometheus"
	@echo "make bench   the bars of performance beside their peers"
	@echo "make check   format, lints, docs, licences"
	@echo "make fuzz    every parser under a fuzzer, FUZZ_SECONDS each (600)"
	@echo "make pack    rebuild data/morocco from its public sources"
	@echo "make clean   remove build products and the demonstration's data"

demo: web
	@$(STEP) "build taghtia" cargo build --locked --profile demo --bin taghtia
	@exec $(TARGET)/demo/taghtia demo --pack data/morocco --data-dir $(DEMO_DIR) --listen $(LISTEN)

# The front end: rebuilt only when its sources changed.
web: web/dist/index.html

web/node_modules/.package-lock.json: web/package-lock.json
	@$(STEP) "install the front end's packages" npm --prefix web ci --no-audit --no-fund --ignore-scripts

web/dist/index.html: web/node_modules/.package-lock.json web/index.html web/package.json $(shell find web/src web/public -type f 2>/dev/null)
	@$(STEP) "build the front end" npm --prefix web run build --silent
	@touch web/dist/index.html

web-test: web/node_modules/.package-lock.json
	@$(STEP) "test the front end" npm --prefix web test --silent

test-tools: $(VENV)/ready
	@$(STEP) "look for test tools" .ci/test-tools

$(VENV)/ready: tests/oracle/requirements.txt
	@$(STEP) "set up the oracles (GEOS through shapely)" bash -c '$(PYTHON) -m venv $(VENV) && $(VENV)/bin/pip install -q --disable-pip-version-check -r tests/oracle/requirements.txt && touch $(VENV)/ready'

test: test-tools web web-test
	@$(STEP) "build the tests" cargo test --locked --no-run
	@TAGHTIA_TEST_PYTHON=$(VENV)/bin/python $(STEP) "run the tests" cargo test --locked

$(VENV)/peers: $(VENV)/ready benches/peers/requirements.txt
	@$(STEP) "set up the benches' peers" bash -c '$(VENV)/bin/pip install -q --disable-pip-version-check -r benches/peers/requirements.txt && touch $(VENV)/peers'

bench: web $(VENV)/peers
	@$(STEP) "build the benches" cargo build --locked --profile demo --bin taghtia --bench bars
	@TAGHTIA_TEST_PYTHON=$(VENV)/bin/python cargo bench --locked --profile demo --bench bars
	@if [ -z "$(SKIP_P0)" ]; then benches/first-build; else echo "P0 skipped (SKIP_P0 is set)"; fi

check:
	@$(STEP) "format" cargo fmt --check
	@$(STEP) "lints" cargo clippy --locked --all-targets -- -D warnings
	@$(STEP) "docs" env RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --document-private-items
	@if command -v cargo-deny >/dev/null; then $(STEP) "licences and advisories" cargo deny --offline check licenses bans sources; else echo "cargo-deny is not installed (cargo install cargo-deny): licences not checked"; fi
	@$(STEP) "direction of knowledge" cargo test --locked --test integration direction

fuzz:
	@$(STEP) "fuzz every parser" tests/fuzz/run

pack: $(VENV)/ready
	@$(STEP) "build taghtia" cargo build --locked --profile demo --bin taghtia
	@$(STEP) "rebuild the country pack" $(PYTHON) data/build-pack --taghtia $(TARGET)/demo/taghtia

clean:
	cargo clean
	rm -rf web/dist web/node_modules .taghtia
