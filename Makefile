# make help lists the targets. A bare Debian 12 needs only the Swift toolchain in PATH, git and make: everything
# else is installed by the first target that needs it.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift
PYTHON ?= python3
# PACKAGES=skip: do not look for Debian packages.
PACKAGES ?= install
# FILTER='BlockFlags|DiscUnion': only tests whose name matches.
FILTER ?=
DEMO_OUTPUT ?= demo-output

STAMPS := .make
VENV := .venv
LIFECIRCLE := .build/release/lifecircle
# The program of the package carries its Swift runtime; built apart, since its objects differ.
STATIC := -c release --static-swift-stdlib --scratch-path .build/deb
DEB_OUTPUT ?= deb-output
# Test builds of the release kind see internals, so they are kept apart from the program that is shipped.
TESTING := -c release -Xswiftc -enable-testing --scratch-path .build/testing
SANITIZED := --sanitize address --scratch-path .build/asan
# The package manager runs once at a time, also under make -j.
LOCKED := flock $(STAMPS)/swift.lock
TEST_FILTER := $(if $(FILTER),--filter '$(FILTER)')

.PHONY: help all packages build demo test lint test-debug test-release recorded record docs docs-check standards web-assets test-browser notebooks pictures bench \
  asan fuzz install uninstall deb test-deb test-qgis test-spark clean FORCE

help: ## this list
	@echo 'lifecircle: make TARGET'
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|' 2>/dev/null \
	  || sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1: \2/p' $(MAKEFILE_LIST)

all: build ## the program, .build/release/lifecircle

# --- set-up ---

$(STAMPS):
	@mkdir -p $@

packages: $(STAMPS)/packages ## the Debian packages the build needs (by apt-get, as root or through sudo)

$(STAMPS)/packages: Scripts/debian-packages.txt Scripts/install-packages | $(STAMPS)
	@if [ '$(PACKAGES)' = skip ]; then echo 'Debian packages: not looked for'; else Scripts/install-packages; fi
	@command -v $(SWIFT) >/dev/null \
	  || { echo 'make: no swift in PATH; install a Swift 6.3 toolchain (https://swift.org/install)' >&2; exit 1; }
	@touch $@

$(STAMPS)/venv: notebooks/requirements.txt $(STAMPS)/packages
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --no-compile --disable-pip-version-check -r notebooks/requirements.txt
	@touch $@

# Playwright, which drives Debian's Chromium and downloads none, and axe-core, pinned.
$(STAMPS)/browser-venv: Scripts/browser-requirements.txt $(STAMPS)/packages
	$(PYTHON) -m venv $(STAMPS)/browser
	$(STAMPS)/browser/bin/python -m pip install --quiet --disable-pip-version-check -r Scripts/browser-requirements.txt
	@touch $@

# PySpark, pinned, and Java: 0.7 GB, only for those who ask for it.
$(STAMPS)/spark-venv: spark/requirements.txt spark/debian-packages.txt $(STAMPS)/packages
	@if [ '$(PACKAGES)' != skip ]; then Scripts/install-packages spark/debian-packages.txt; fi
	$(PYTHON) -m venv $(STAMPS)/spark
	$(STAMPS)/spark/bin/python -m pip install --quiet --no-compile --disable-pip-version-check -r spark/requirements.txt
	@touch $@

build: $(LIFECIRCLE)

# SwiftPM knows best what is out of date.
$(LIFECIRCLE): $(STAMPS)/packages FORCE
	@$(LOCKED) $(SWIFT) build -c release --product lifecircle >&2

# --- use ---

demo: $(LIFECIRCLE) ## coverage of the example county: table on the terminal, files in demo-output/
	@Scripts/demo $(LIFECIRCLE) $(DEMO_OUTPUT)

install: $(LIFECIRCLE) ## program, manual pages, completions, documents, QGIS plugin under PREFIX (/usr/local)
	@Scripts/install-files $(LIFECIRCLE) '$(DESTDIR)' '$(PREFIX)'

uninstall: ## exactly what install put there
	@Scripts/install-files --uninstall '$(DESTDIR)' '$(PREFIX)'

deb: $(STAMPS)/packages ## a Debian package that needs no Swift toolchain, in deb-output/
	@$(LOCKED) $(SWIFT) build $(STATIC) --product lifecircle >&2
	@Scripts/build-deb .build/deb/release/lifecircle $(DEB_OUTPUT)

test-deb: deb ## the package in a bare Debian 12 made by mmdebstrap (as root; network)
	@Scripts/test-deb $(DEB_OUTPUT)/lifecircle_*.deb

test-qgis: $(LIFECIRCLE) ## the QGIS plugin's algorithms in QGIS (installs it: over 1 GB)
	@command -v qgis_process >/dev/null \
	  || env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends qgis python3-qgis qgis-providers
	@/usr/bin/python3 Scripts/test-qgis $(LIFECIRCLE)

test-spark: $(LIFECIRCLE) $(STAMPS)/spark-venv ## the Spark job against single runs, with a killed executor (installs PySpark, Java: 0.7 GB)
	@LIFECIRCLE=$(LIFECIRCLE) $(STAMPS)/spark/bin/python Scripts/test-spark | tee $(STAMPS)/spark.result; exit $${PIPESTATUS[0]}

# --- checks ---

# Spark too, once it was installed by make test-spark.
test: lint test-debug recorded docs-check test-browser notebooks $(if $(wildcard $(STAMPS)/spark-venv),test-spark) ## everything CI checks
	@Scripts/test-report $(STAMPS)

lint: $(STAMPS)/packages ## swift format, strictly
	@$(SWIFT) format lint --strict --parallel --recursive Sources Tests Package.swift
	@$(PYTHON) Scripts/embed-web-assets
	@echo "lint: $$(find Sources Tests -name '*.swift' | wc -l) Swift files, nothing to say" | tee $(STAMPS)/lint.result

test-debug: $(STAMPS)/packages ## unit tests, debug build (FILTER=… for some)
	@$(LOCKED) Scripts/swift-test $(STAMPS)/debug $(SWIFT) test --disable-xctest --no-parallel $(TEST_FILTER)

test-release: $(STAMPS)/packages ## unit tests, release build
	@$(LOCKED) Scripts/swift-test $(STAMPS)/release $(SWIFT) test --disable-xctest --no-parallel $(TESTING) $(TEST_FILTER)

recorded: $(LIFECIRCLE) ## runs of the example county, byte for byte as recorded, with any thread count
	@$(PYTHON) Scripts/check-recorded $(LIFECIRCLE) Tests/Recorded | tee $(STAMPS)/recorded.result; exit $${PIPESTATUS[0]}

docs-check: $(LIFECIRCLE) ## docs name all codes, columns and options; walkthroughs print what they show; man and completions work
	@set -o pipefail; { $(PYTHON) Scripts/check-docs $(LIFECIRCLE) && $(PYTHON) Scripts/check-walkthrough $(LIFECIRCLE) \
	  && $(PYTHON) Scripts/check-help $(LIFECIRCLE) && Scripts/check-install $(LIFECIRCLE); } | tee $(STAMPS)/docs.result

docs: $(LIFECIRCLE) ## renews the generated pages docs/cli.md and docs/ledger.md and the outputs in docs/walkthrough.*.md
	@$(PYTHON) Scripts/check-docs $(LIFECIRCLE) --write
	@$(PYTHON) Scripts/check-walkthrough $(LIFECIRCLE) --write

standards: ## the standards of geodata/standards into the program's sources
	@$(PYTHON) Scripts/embed-standards --write

web-assets: ## the pages of web/ into the program's sources
	@$(PYTHON) Scripts/embed-web-assets --write

test-browser: $(LIFECIRCLE) $(STAMPS)/browser-venv ## clicks through the what-if page and the report (headless Chromium, axe-core)
	@set -o pipefail; { $(STAMPS)/browser/bin/python Scripts/test-browser $(LIFECIRCLE) \
	  && $(STAMPS)/browser/bin/python Scripts/check-page $(LIFECIRCLE); } | tee $(STAMPS)/browser.result

record: $(LIFECIRCLE) ## records them anew; look at the difference before committing it
	@$(PYTHON) Scripts/check-recorded $(LIFECIRCLE) Tests/Recorded --write

notebooks: $(LIFECIRCLE) $(STAMPS)/venv ## executes the notebooks; their assertions must hold
	@$(VENV)/bin/python Scripts/run-notebooks --bin $(LIFECIRCLE) notebooks | tee $(STAMPS)/notebooks.result; \
	  exit $${PIPESTATUS[0]}

# Notebook 4 shows Monaco where the shared test data are present (../shared or LIFECIRCLE_SHARED), else the example county.
pictures: $(LIFECIRCLE) $(STAMPS)/venv ## executes the notebooks and renews their outputs and docs/images, maps and pages too
	@$(VENV)/bin/python Scripts/run-notebooks --bin $(LIFECIRCLE) --save notebooks
	@$(VENV)/bin/python Scripts/page-pictures $(LIFECIRCLE)

# Apart from the notebooks' packages, and not in CI: Chromium is half a gigabyte.
asan: $(STAMPS)/packages ## unit tests under the address sanitizer (FILTER=… for some)
	@$(LOCKED) env ASAN_OPTIONS=detect_leaks=0 \
	  Scripts/swift-test $(STAMPS)/asan $(SWIFT) test --disable-xctest --no-parallel $(SANITIZED) $(TEST_FILTER)

fuzz: $(LIFECIRCLE) ## spoilt input files: no crash, one line of error, no partial output (FUZZ_SECONDS=60, SEED=1)
	@$(PYTHON) Scripts/fuzz $(LIFECIRCLE) --seconds $(or $(FUZZ_SECONDS),60) --seed $(or $(SEED),1)

bench: $(LIFECIRCLE) ## one JSON object a measurement (SIZES="S M", RUNS=3; see Benchmarks/README.md)
	@mkdir -p Benchmarks/results
	@$(PYTHON) Benchmarks/bench.py --bin $(LIFECIRCLE) --markdown Benchmarks/results/latest.md \
	  | tee Benchmarks/results/latest.jsonl; exit $${PIPESTATUS[0]}

clean: ## everything that was made
	rm -rf .build $(STAMPS) $(VENV) $(DEMO_OUTPUT) $(DEB_OUTPUT) fuzz-finding

FORCE:
