# The commands of this repository. `make` alone lists them.
#
# Every path is relative and programs are started as modules (`python -m ...`), never through the
# scripts of the environment: a script's first line cannot hold a path with a space in it.

SHELL := /bin/sh
.DEFAULT_GOAL := help

# The first Python that is new enough.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
RUN := .venv/bin/python -m
MANAGE := .venv/bin/python manage.py

.PHONY: help venv venv-dev demo test test-full audit bench lint format messages clean

help:  ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile

venv:  ## make .venv with what the site needs to run
	@"$(or $(PYTHON),python3)" deploy/make_venv.py requirements.txt

venv-dev:  ## make .venv with what checking and testing needs on top
	@"$(or $(PYTHON),python3)" deploy/make_venv.py requirements-dev.txt

# DEMO lets load_demo make accounts with a known password; nothing else is loosened, DEBUG stays off.
demo: export DEMO = 1
demo: export DEBUG = 0
# Its mails are printed by a sender that ends with gunicorn, which takes the place of their shell.
demo: venv  ## run the site with demo content on 127.0.0.1:$PORT (8000)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@$(MANAGE) load_demo
	@$(RUN) deploy.addresses
	@$(MANAGE) send_notices --forever --interval 2 --with-parent & exec $(RUN) gunicorn ifri.wsgi

test: venv-dev  ## lint, types, import contract, migrations, the whole suite on both databases
	@exec $(RUN) tests.run_all

test-full: export HYPOTHESIS_PROFILE = search
test-full: export TEST_FULL = 1
test-full: export SEARCH_EDITS = 1000
test-full: export RELATED_PUBLICATIONS = 10000
test-full: export RELATED_EDITS = 1000
test-full: venv-dev  ## the same with new random examples each time and far more of them
	@exec $(RUN) tests.run_all

audit: venv-dev  ## Lighthouse and the W3C checker on the pages (wants Node, Java and Chromium)
	@exec $(RUN) audit

bench: venv-dev  ## benchmarks, as ratios against baselines measured in the same run
	@exec $(RUN) benchmarks

lint: venv-dev  ## the checks of `make test` without the tests
	@exec $(RUN) tests.run_all --lint

format: venv-dev  ## put code and templates into their one format
	@$(RUN) ruff check --fix-only --quiet .
	@$(RUN) ruff format .
	@find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} +

# Extraction needs gettext; compiling does not, so that a translator can do without it.
messages: venv-dev  ## update the translation catalogues and compile them
	@if command -v xgettext >/dev/null; then \
		$(MANAGE) makemessages --all --no-location --ignore='.venv/*' --ignore='var/*' --ignore='tests/*'; \
	else echo "gettext is not installed: compiling what is there, extracting nothing."; fi
	@$(RUN) deploy.compile_messages

clean:  ## remove everything that was made, except var/ (your data)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
