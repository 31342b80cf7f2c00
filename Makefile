# 产业集群党建登记 — make demo 演示，make test 测试；其余见 README。

VENV := .venv
BIN := $(VENV)/bin
# The first interpreter that really is there and is 3.11 or newer.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do $$name -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null && { echo $$name; break; }; done)
PIP := $(BIN)/pip --disable-pip-version-check install --require-hashes --progress-bar on
MANAGE := $(BIN)/python manage.py
PINS := $(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --strip-extras --allow-unsafe

.PHONY: demo test test-long mutate-access scan-plaintext bench-import bench-undo bench-boards bench-backup load install check pins clean

demo: $(VENV)/.installed
	@$(MANAGE) setup
	@$(MANAGE) demo
	@$(MANAGE) serve

test: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.system_packages
	@$(MAKE) --no-print-directory check
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

# The same, with ten drawn rosters where a run of every day draws one.
test-long: export CLUSTERREG_EXAMPLES ?= 10
test-long: export CLUSTERREG_LONG = 1
test-long: test

# Without any one check of rights some test fails: an hour; JOBS at once, ONLY=apps/members,apps/desk a part.
mutate-access: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.access.mutating

# The import beside others, on a database of its own; ROWS=10000 for a quick look.
bench-import: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.bench.imports

# The undo of a large upload, and its restoring; ROWS=5000 for a quick look.
bench-undo: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.bench.undoing

# A city of 200 clusters, 300,000 members and 3 million attendances, built once; then every board, live and stored.
bench-boards: $(VENV)/.installed-dev
	@DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python -c "import django; django.setup(); from tests.bench.boards import main; main()" $(ARGS)

# Invented people are led through import, forms, exports and crashes; then every place is searched for their numbers.
scan-plaintext: export CLUSTERREG_LONG = 1
scan-plaintext: $(VENV)/.installed-dev
	@$(BIN)/python -m pytest -q -n0 tests/plaintext $(ARGS)

# A backup of 50,000 members, and back onto an empty database; ROWS=5000 for a quick look.
bench-backup: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.bench.backups

# A hundred people at work for ten minutes, with imports and exports; USERS=20 MINUTES=2 for a quick look.
load: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.bench.load

install: $(VENV)/.installed

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy --no-error-summary
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/deptry .
	$(BIN)/bandit --quiet --recursive --severity-level medium --configfile pyproject.toml clusterreg apps

# Compile both requirement files again from pyproject.toml.
pins: export CUSTOM_COMPILE_COMMAND = make pins
pins: $(VENV)/.installed-dev
	$(PINS) --output-file requirements.txt pyproject.toml
	$(PINS) --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

clean:
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results

$(VENV)/bin/pip:
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 或更高版本（可用 make PYTHON=… 指定）。"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "缺少系统包：python3-venv"; exit 1; }

$(VENV)/.installed: requirements.txt | $(VENV)/bin/pip
	@echo "安装依赖，首次约需几分钟 …"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt | $(VENV)/bin/pip
	@echo "安装测试依赖，首次约需几分钟 …"
	@$(PIP) -r requirements-dev.txt
	@touch $@ $(VENV)/.installed
