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

.PHONY: help demo test bench check check-format check-web nightly kills soak browser fuzz clean web web-test test-tools pack api-types

help:
	@echo "make demo    build, make up three operators' filings, serve the map on http://$(LISTEN)"
	@echo "make test    every test: front end, Rust, oracles (GEOS, GDAL), real browser, real Prometheus"
	@echo "make bench   the bars of performance beside their peers"
	@echo "make check   format, lints, docs, licences, of Rust and of the front end"
	@echo "make nightly what takes hours: fuzzing, rounds of kills, a soak among slow readers (NIGHTLY_MINUTES, 60)"
	@echo "make browser what planners do, in three languages, in a real browser"
	@echo "make fuzz    every parser under a fuzzer, FUZZ_SECONDS each (600)"
	@echo "make api-types  the page's types again, after a change of the API (web/src/api.gen.ts)"
	@echo "make pack    rebuild data/morocco from its public sources"
	@echo "make clean   remove build products and the demonstration's data"

demo: web
	@$(STEP) "build taghtia" cargo build --locked --profile demo --bin taghtia
	@exec $(TARGET)/demo/taghtia demo --pack data/morocco --data-dir $(DEMO_DIR) --listen $(LISTEN)

# The front end: rebuilt only when its sources changed.
web: web/dist/index.html

web/node_modules/.package-lock.json: web/package-lock.json
	@$(STEP) "install the front end's packages" npm --prefix web ci --no-audit --no-fund --ignore-scripts

web/dist/index.html: web/node_modules/.package-lock.json web/index.html web/package.json $(shell find web/src web/public data/messages -type f 2>/dev/null)
	@$(STEP) "build the front end" npm --prefix web run build --silent
	@touch web/dist/index.html

web-test: web/node_modules/.package-lock.json
	@$(STEP) "test the front end" npm --prefix web test --silent

test-tools: $(VENV)/ready tests/tools/node_modules/.package-lock.json
	@$(STEP) "look for test tools" .ci/test-tools

tests/tools/node_modules/.package-lock.json: tests/tools/package-lock.json
	@$(STEP) "install the tools that read the API's document" npm --prefix tests/tools ci --no-audit --no-fund --ignore-scripts

# The page's types, made from the API's document and committed; a test holds them equal. Not called after its file:
# the front end is built from what is committed, and needs no program for it.
api-types: tests/tools/node_modules/.package-lock.json
	@$(STEP) "make the page's types" bash -c 'mkdir -p $(TARGET) && cargo run --locked --quiet -- openapi > $(TARGET)/openapi.json && node tests/tools/types.mjs $(TARGET)/openapi.json > web/src/api.gen.ts'

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

# Formats first: they take seconds. Clippy and rustdoc share the dependencies' metadata, the direction of
# knowledge shares the tests' build.
check: check-format check-web
	@$(STEP) "lints" cargo clippy --locked --all-targets -- -D warnings
	@$(STEP) "docs" env RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --document-private-items
	@if command -v cargo-deny >/dev/null; then $(STEP) "licences, bans and sources" cargo deny --offline check licenses bans sources; else echo "cargo-deny is not installed (cargo install --locked cargo-deny): licences, bans and sources not checked"; fi
	@$(STEP) "direction of knowledge" cargo test --locked --test integration direction

check-format: web/node_modules/.package-lock.json
	@$(STEP) "format" cargo fmt --check
	@$(STEP) "format of the front end" npm --prefix web run format:check --silent

check-web: web/node_modules/.package-lock.json
	@$(STEP) "lints of the front end" npm --prefix web run lint --silent

# What takes too long to guard each commit: NIGHTLY_MINUTES, of which the fuzzer and the soak get a third each.
NIGHTLY_MINUTES ?= 60
nightly: kills soak browser
	@$(STEP) "fuzz every parser" env FUZZ_SECONDS=$${FUZZ_SECONDS:-$$(( $(NIGHTLY_MINUTES) * 20 * $$(nproc) / 12 ))} tests/fuzz/run

NIGHTLY_TEST = cargo test --locked --test integration -- --include-ignored --nocapture --exact
kills: web
	@$(STEP) "rounds of kills" env TAGHTIA_KILL_ROUNDS=$${TAGHTIA_KILL_ROUNDS:-250} \
	  $(NIGHTLY_TEST) nightly::rounds_of_kills_lose_nothing_that_was_acknowledged durability::a_killed_submission_is_wholly_there_or_wholly_not

soak: web
	@$(STEP) "a soak among slow readers" env TAGHTIA_SOAK_SECONDS=$${TAGHTIA_SOAK_SECONDS:-$$(( $(NIGHTLY_MINUTES) * 20 ))} \
	  $(NIGHTLY_TEST) nightly::a_soak_among_slow_readers_costs_no_one_else_anything

browser: web
	@$(STEP) "what planners do, in a real browser" $(NIGHTLY_TEST) browser::what_planners_do_works_in_a_real_browser

fuzz:
	@$(STEP) "fuzz every parser" tests/fuzz/run

pack: $(VENV)/ready
	@$(STEP) "build taghtia" cargo build --locked --profile demo --bin taghtia
	@$(STEP) "rebuild the country pack" $(PYTHON) data/build-pack --taghtia $(TARGET)/demo/taghtia

clean:
	cargo clean
	rm -rf web/dist web/node_modules .taghtia
