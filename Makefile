# Two commands matter: `make demo` and `make test`.  Everything else is a part of the second.
# Needed beforehand: python3 (3.11 or newer) with venv and pip, and make.

PYTHON ?= python3
VENV ?= .venv
VENV_LOWEST ?= .venv-lowest
NOTEBOOK ?= notebooks/01_first_model.ipynb
# Anything more for JupyterLab, for example LAB_ARGS="--port 9999" or, in a container, LAB_ARGS=--allow-root.
LAB_ARGS ?=
# Where the pictures go that `make screenshots` takes.
SCREENSHOTS ?= screenshots
# Anything more for pytest, for example PYTEST_ARGS="tests/tasks -x".
PYTEST_ARGS ?=

BIN := $(VENV)/bin
BIN_LOWEST := $(VENV_LOWEST)/bin
PIP_INSTALL := -m pip install -qq --disable-pip-version-check

# What runs on the lowest versions: the rooms that touch pandas, NumPy, scikit-learn, LightGBM and Optuna themselves.
LOWEST_TESTS ?= tests/tasks tests/generation tests/profiling tests/pipelines tests/evaluation tests/knowledge tests/metalearning \
	tests/search tests/automl tests/test_blas_threads.py $(LOWEST_NETWORK_TESTS)
# The network predicts with NumPy alone, and only its training and comparisons with it need torch.
LOWEST_NETWORK_TESTS := $(filter-out %_forward.py %_network.py %_shipped.py %_train.py,$(wildcard tests/neural/pfn/test_*.py))
# Old packages on newer ones of their own dependencies warn about each other; that is not ours to fix.
LOWEST_WARNINGS := -W default::DeprecationWarning -W default::PendingDeprecationWarning -W default::FutureWarning

# The side panel of JupyterLab is built with node.
HAS_NODE := $(shell node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' 2>/dev/null && echo yes)
WITHOUT_PANEL := SKIP_JUPYTER_BUILDER=1
JLPM := cd labextension && PATH="$(abspath $(BIN)):$$PATH" jlpm

# Runs that the checks store go into the environment's folder, never among a person's own runs.
CHECK_ENV := JUPYTER_METAML_HOME="$(abspath $(VENV))/home" IPYTHONDIR="$(abspath $(VENV))/ipython" MPLBACKEND=Agg

.DEFAULT_GOAL := help
.PHONY: help demo test lint format types imports lab unit notebooks lowest screenshots clean

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 20

# ------------------------------------------------------------------ what people type

demo: $(VENV)/.ready-demo ## open the first notebook in JupyterLab; HEADLESS=1 runs it without a browser
ifeq ($(HEADLESS),1)
	$(CHECK_ENV) $(BIN)/jupyter execute --timeout=600 $(NOTEBOOK)
	@echo "$(NOTEBOOK) ran from top to bottom."
else
	$(BIN)/jupyter lab $(LAB_ARGS) $(NOTEBOOK)
endif

test: lint types imports lab unit lowest ## check everything, the tutorials and the lowest supported versions included
	@echo "All checks passed."

# ------------------------------------------------------------------ parts of `make test`

lint: $(VENV)/.ready-test ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/.ready-test ## let ruff repair and format what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.ready-test ## mypy, strict
	$(BIN)/mypy

imports: $(VENV)/.ready-test ## the ladder of packages
	$(BIN)/lint-imports

lab: $(VENV)/.ready-test ## the extension of JupyterLab: ESLint, types, tests, and build it anew; needs node
ifeq ($(HAS_NODE),yes)
	$(JLPM) install --immutable >/dev/null
	$(JLPM) lint
	$(JLPM) test
	$(JLPM) build:prod
	$(BIN)/jupyter-builder develop --overwrite . >/dev/null
else ifeq ($(JUPYTER_METAML_BROWSER_TESTS),required)
	@echo "The extension of JupyterLab needs node 20 or newer. On Debian and Ubuntu: apt-get install nodejs"; exit 1
else
	@echo "There is no node 20 or newer: the extension of JupyterLab is not checked."
endif

unit: $(VENV)/.ready-test ## the tests
	$(CHECK_ENV) $(BIN)/python -m pytest $(PYTEST_ARGS)

notebooks: $(VENV)/.ready-test ## every notebook, without a browser; the tests do so too
	$(CHECK_ENV) $(BIN)/jupyter execute --timeout=600 notebooks/*.ipynb

lowest: $(VENV_LOWEST)/.ready ## the central tests on the lowest supported versions
	$(CHECK_ENV) $(BIN_LOWEST)/python -m pytest -m "not slow" $(LOWEST_WARNINGS) $(LOWEST_TESTS)

screenshots: $(VENV)/.ready-test ## a picture of every state of panel, report and notebook, light and dark, in SCREENSHOTS
	@mkdir -p $(SCREENSHOTS)
	$(CHECK_ENV) JUPYTER_METAML_BROWSER_TESTS=required JUPYTER_METAML_SCREENSHOTS=$(abspath $(SCREENSHOTS)) \
		$(BIN)/python -m pytest -q tests/browser

clean: ## remove environments and caches
	rm -rf labextension/build labextension/lib labextension/node_modules jupyter_metaml/_labextension
	rm -rf $(VENV) $(VENV_LOWEST) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ------------------------------------------------------------------ environments

define create_environment
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name it with: make PYTHON=python3.12 ..."; exit 1; }
	@test -x $(1)/bin/python || $(PYTHON) -m venv $(1) || \
		{ rm -rf $(1); echo "Could not create $(1). On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
endef

# Without node, or where npm cannot be reached, all is installed but the side panel of JupyterLab.
define install_editable
	@{ test -n "$(HAS_NODE)" && $(BIN)/python $(PIP_INSTALL) --editable '.[$(1)]' 2>/dev/null; } || { \
		echo "There is no node 20 or newer, or no npm: all is installed but the side panel of JupyterLab."; \
		$(WITHOUT_PANEL) $(BIN)/python $(PIP_INSTALL) --editable '.[$(1)]'; }
endef

# LightGBM is the one package whose wheel leans on a library of the system.
CHECK_LIGHTGBM := -c 'import lightgbm' 2>/dev/null || \
	{ echo "LightGBM cannot load: the OpenMP library is missing. On Debian and Ubuntu: apt-get install libgomp1"; exit 1; }

$(VENV)/.ready-demo: pyproject.toml
	$(call create_environment,$(VENV))
	@echo "Installing into $(VENV); the first time takes a minute or two."
	$(call install_editable,catboost)
	@$(BIN)/python $(CHECK_LIGHTGBM)
	@touch $@

$(VENV)/.ready-test: pyproject.toml
	$(call create_environment,$(VENV))
	@echo "Installing into $(VENV) with everything the checks need."
	$(call install_editable,test)
	@$(BIN)/python $(CHECK_LIGHTGBM)
	@touch $@ $(VENV)/.ready-demo

$(VENV_LOWEST)/.ready: pyproject.toml constraints/lowest.txt
	$(call create_environment,$(VENV_LOWEST))
	@echo "Installing the lowest supported versions into $(VENV_LOWEST)."
	@$(WITHOUT_PANEL) $(BIN_LOWEST)/python $(PIP_INSTALL) --constraint constraints/lowest.txt --editable '.[arrow,dask,postgres]' hypothesis pytest
	@$(BIN_LOWEST)/python $(CHECK_LIGHTGBM)
	@touch $@
