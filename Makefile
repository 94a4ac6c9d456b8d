# `make help` lists the commands. Only make, a shell and Python 3.12 or newer are needed; works with make 3.81.
PORT ?= 8000
COVERAGE ?= 98
STRICT_COVERAGE ?= 100
JOBS ?= 2
PY = .venv/bin/python
ROOMS = accounts articles bookings practice worksheets
STATIC = static $(addsuffix /static,$(ROOMS))
PYTEST = $(PY) -m pytest -n $(JOBS) --maxschedchunk=1 --durations=5 --durations-min=2

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run static test fast gate sqlite postgres browser lint measure bench lock environment dev
unexport PYTHONDONTWRITEBYTECODE

help: ## List the commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile

run: export SITE_URL = http://127.0.0.1:$(PORT)
run: environment ## Run the site on this machine: make run [PORT=8000]
	@$(PY) -m practice.supervisor --check --port $(PORT)
	@$(PY) -m practice.localenv >/dev/null
	@$(MAKE) --no-print-directory static
	@$(PY) manage.py prepare
	@exec $(PY) -m practice.supervisor --port $(PORT)

# Compressing takes long, so it is done again only when a file or the lock has changed since the last start of it.
static:
	@if ! cmp -s requirements/run.txt var/static.lock || \
	  [ -n "$$(find $(STATIC) -newer var/static.lock 2>/dev/null | head -n 1)" ]; then \
	  echo "Collecting and compressing the static files (once)." && mkdir -p -m 700 var && \
	  cp requirements/run.txt var/static.new && \
	  $(PY) manage.py collectstatic --noinput --verbosity 0 && mv var/static.new var/static.lock; \
	fi

test: lint sqlite postgres browser ## Run everything that CI runs

lint: dev ## Check style, types, templates, migrations and the settings of a deployed site
	@scripts/lint

fast: dev ## Run the fast tests on SQLite
	@$(PYTEST) -m "not gate and not browser"

gate: dev ## Run the guards and whole pages on SQLite
	@$(PYTEST) -m "gate and not browser"

sqlite: dev ## Run both at once, and say which lines and branches they ran
	@$(PYTEST) -m "not browser" --cov --cov-report=
	@$(PY) -m tests.coverage_line --fail-under $(COVERAGE) --strict-fail-under $(STRICT_COVERAGE)

postgres: dev ## Run what PostgreSQL could answer otherwise, where it is found
	@if scripts/with-postgres --find >/dev/null; then \
	  scripts/with-postgres $(PYTEST) -m "not browser"; \
	elif [ "$$CI" = true ]; then exit 1; \
	else echo "The tests were NOT run on PostgreSQL."; fi

browser: dev ## Run the browser tests, where Chromium is found
	@$(PYTEST) -m browser tests/browser

measure: dev ## Measure at full size; one line of JSON each
	@$(PY) -m benchmarks.run measure

bench: dev ## Measure speed; one line of JSON each
	@$(PY) -m benchmarks.run bench

lock: ## Pin what pyproject.toml asks for, with uv; make lock UPGRADE=yes takes the newest of everything
	@scripts/lock $(if $(UPGRADE),--upgrade)

environment:
	@scripts/environment run

dev:
	@scripts/environment dev
	@scripts/html-checker
