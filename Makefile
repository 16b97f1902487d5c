# Needs make and Python >= 3.11, nothing else; everything it fetches stays in this folder and caches.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
UV_VERSION := 0.13.9
STAMP := .venv/.synced

# The Python that is there, whatever its minor version: uv would fetch the one in .python-version.
export UV_PYTHON ?= $(shell $(PYTHON) -c 'import sys; print(sys.executable)' 2>/dev/null)

# Tests start hundreds of processes: with what is compiled kept, each is up in half the time.
export PYTHONDONTWRITEBYTECODE :=
export UV_COMPILE_BYTECODE := 1

UV := $(shell command -v uv 2>/dev/null)
ifeq ($(UV),)
UV := .recoup/uv/bin/uv
$(UV): | python
	$(PYTHON) -m venv .recoup/uv
	.recoup/uv/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
UV_FILE := $(UV)
endif
RUN := $(UV) run --no-sync
# One for each core: a third stack beside two took so much of both that tests waited for their own servers. The tests
# of a file stay together, for they share what they start. In the order of testpaths, which begins with those that take
# longest: else one worker ends with them alone.
WORKERS ?= --numprocesses 2 --dist loadfile --no-loadscope-reorder

.PHONY: tours console-load contacts e2e-erp mail-pictures console-pictures portal-pictures help python setup lock client demo up down status test test-fast faults fuzz fuzz-api ledgers chaos attack lint types check docs site bench clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Recoup needs Python 3.11 or newer as '$(PYTHON)'; name another: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) has no venv module: install it, on Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }

setup: $(STAMP) ## Install everything into .venv, exactly as locked

$(STAMP): pyproject.toml uv.lock $(wildcard libs/*/pyproject.toml services/*/pyproject.toml apps/*/pyproject.toml tools/pyproject.toml chaos/pyproject.toml attack/pyproject.toml) $(UV_FILE) | python
	$(UV) sync --locked
	@touch $@

lock: $(UV_FILE) ## Lock what the members of the workspace ask for; `make setup` then installs it
	$(UV) lock

demo: setup ## Play a quarter of collections on the real stack; LEDGER=<file> replays a real ledger
	$(RUN) recoup demo $(if $(LEDGER),--ledger "$(LEDGER)")

up: setup ## Start PostgreSQL, Kafka, the sinks and all services
	$(RUN) recoup up

down: setup ## Stop them; the data stay
	$(RUN) recoup down

status: setup ## Show how every process is doing
	$(RUN) recoup status

chaos: setup ## Kill and suspend everything while a ledger is played; SEED=<n> chooses when
	$(RUN) python -m recoup_chaos $(if $(SEED),--seed $(SEED))

attack: setup ## Attack a stack from outside, and measure what another tenant feels; SCENES="bus slow" for some
	$(RUN) python -m recoup_attack $(SCENES)

# Brokers that live for seconds are better off without the compiler for those that live for days.
test: export JAVA_TOOL_OPTIONS ?= -XX:TieredStopAtLevel=1
test: setup ## Run every test; each of the workers starts a private PostgreSQL and Kafka
	$(RUN) pytest $(WORKERS)

test-fast: setup ## Run the tests that need no servers
	$(RUN) pytest $(WORKERS) -m "not servers and not slow"

faults: setup ## Kill and suspend each kind of worker at every moment there is, and take every guard away
	RECOUP_FAULTS_EVERY=1 $(RUN) pytest -v tests/faults tests/mutants

fuzz: setup ## Send 20,000 mails about hostile names, numbers and addresses; SEED=<n> chooses which
	RECOUP_FUZZ_MAILS=20000 $(if $(SEED),RECOUP_FUZZ_SEED=$(SEED)) $(RUN) pytest -v services/notification/tests/channels/test_hostile_words.py

fuzz-api: setup ## Ask every API what its description allows and forbids, 50 times each operation; SEED=<n> chooses what
	RECOUP_FUZZ_REQUESTS=50 $(if $(SEED),RECOUP_FUZZ_SEED=$(SEED)) $(RUN) pytest -v tests/contract/test_fuzzed_apis.py

tours: setup ## Type every command of every page that shows what then is seen
	RECOUP_TOURS=all $(RUN) pytest -v tests/e2e/test_the_tour.py

ledgers: setup ## Keep the books of 2,000 customers, and of two creditors for two years, by a naive ledger too, and compare
	RECOUP_LEDGERS=2000 RECOUP_LEDGER_MONTHS=24 $(RUN) pytest -v services/invoice/tests/ledger/test_against_a_naive_ledger.py services/invoice/tests/ledger/test_generated_ledger.py

contacts: setup ## Let anything happen to 1,000 customers, and hold what was sent and dialled against a second reading of the law
	RECOUP_CONTACT_SCENARIOS=1000 $(RUN) pytest -q services/notification/tests/test_every_contact_is_lawful.py

e2e-erp: setup ## Bring published e-invoices, bank files and a ledger into a real stack, twice, and print what became of each
	RECOUP_LEDGER_ROWS=2466 $(RUN) pytest -v -s tests/e2e/test_erp_files.py tests/e2e/test_ledger_in_two_formats.py

lint: setup ## Check style and formatting
	$(RUN) ruff check .
	$(RUN) ruff format --check .

# A hyphen is no part of a module's name, so tests of such services are checked from where they stand.
types: setup ## Check types
	$(RUN) mypy libs/*/src services/*/src apps/*/src testing/src tools/src bench/src chaos/src attack/src $(if $(wildcard tests/*/*.py),tests)
	@set -e; for folder in $(sort $(dir $(wildcard libs/*/tests/. services/*/tests/. apps/*/tests/. tools/tests/. chaos/tests/. attack/tests/.))); do \
		if find $$folder -name '*.py' | grep -q .; then echo "mypy $$folder"; \
		case $$folder in \
			*-*) (cd $$(dirname $$folder) && $(CURDIR)/.venv/bin/mypy --config-file $(CURDIR)/pyproject.toml --cache-dir $(CURDIR)/.mypy_cache/$$(basename $$(dirname $$folder)) tests);; \
			*) $(RUN) mypy $$folder;; \
		esac; fi; \
	done

check: lint types ## Lint, types, and who may import whom
	$(RUN) lint-imports

mail-pictures: setup ## Twelve mails as pictures of two clients' widths, in FOLDER (mail-pictures)
	$(RUN) python -m recoup_cli.pictures.mails $(or $(FOLDER),mail-pictures)

console-pictures: setup ## Every page of the running stack's console as pictures, light, dark and narrow, in FOLDER (console-pictures)
	$(RUN) python -m recoup_cli.pictures.console $(or $(FOLDER),console-pictures)

portal-pictures: setup ## Every page of the running stack's portal as pictures at three widths, and what axe finds, in FOLDER (portal-pictures)
	$(RUN) python -m recoup_cli.pictures.portal $(or $(FOLDER),portal-pictures)

docs: setup ## Write the pages that are made from code
	$(RUN) recoup docs

site: setup ## Build the documentation as a site, whose links all lead somewhere; SERVE=1 shows it
	$(RUN) recoup site $(if $(SERVE),--serve)

client: setup ## Write the typed part of the Python client, clients/python
	$(RUN) recoup python-client

bench: setup ## Measure beside the bare stack on this machine; FIGURES="append relay" for some, SECURED=1 with Kafka over TLS
	$(UV) run --locked --group bench python -m recoup_bench $(if $(SECURED),--secured) $(FIGURES)

console-load: setup ## Ask every page of a console with a million invoices, which takes half an hour; INVOICES=<n> for another number
	$(UV) run --locked --group bench python -m recoup_bench.console_load $(INVOICES)

clean: ## Stop the stack, remove its data and everything that was made here
	@if [ -e .recoup/stack.json ] && [ -e $(STAMP) ]; then $(RUN) recoup down --wipe; fi
	rm -rf .recoup .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find libs services apps testing tools chaos attack tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
