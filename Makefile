# Every target sets up .venv by itself; a Python of 3.11 or newer, make and git are all it needs.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
STAMP := $(VENV)/.installed
USABLE := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))

.PHONY: help figures notebooks test lab bench bench-validity check docs fuzz clean

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 16

figures: $(STAMP)  ## make the charts, tables and page of the example corpus
	$(VENV)/bin/framing run corpus/example --out figures/example

notebooks: $(STAMP)  ## run the notebooks on the example corpus, into build/notebooks
	$(VENV)/bin/framing notebooks notebooks corpus/example --out build/notebooks

test: $(STAMP)  ## run the tests
	$(RUN) -m pytest --numprocesses auto --dist worksteal

lab: $(STAMP)  ## open the notebooks in JupyterLab
	$(RUN) -m jupyterlab notebooks

bench: $(STAMP)  ## measure speed and memory against the plain way
	@set -e; for script in benchmarks/bench_*.py; do echo "== $$script"; $(RUN) $$script; done

bench-validity: $(STAMP)  ## measure agreement with annotated data, and calibration
	@set -e; for script in benchmarks/validity_*.py; do echo "== $$script"; $(RUN) $$script; done

check: $(STAMP)  ## lint, check formatting, types, import contracts and that the figures are current
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/framing run corpus/example --out figures/example --check

docs: $(STAMP)  ## build the documentation into docs/_build
	$(RUN) -m sphinx --quiet --fail-on-warning --keep-going docs docs/_build

fuzz: $(STAMP)  ## feed hostile files to the readers for longer than the tests do
	$(RUN) -m pytest --hypothesis-profile=fuzz -m hypothesis tests/test_corpus.py tests/test_formats.py tests/test_readers*.py

clean:  ## remove what was built and cached; .venv stays
	rm -rf build dist docs/_build .framing .pytest_cache .mypy_cache .ruff_cache \
		.import_linter_cache .hypothesis
	find framing tests tools benchmarks -name __pycache__ -exec rm -rf {} +

# The stamp holds the folder that .venv was made in: its scripts do not survive a move.
ifneq ($(shell $(RUN) -c "$(USABLE)" 2>/dev/null && cat $(STAMP) 2>/dev/null),$(CURDIR))
.PHONY: $(STAMP)
endif

$(STAMP): pyproject.toml constraints.txt
	@set -e; \
	if ! $(RUN) -c "$(USABLE)" 2>/dev/null || { test -f $@ && test "$$(cat $@)" != "$(CURDIR)"; }; then \
		for python in $(PYTHON) python3.13 python3.12 python3.11; do \
			if $$python -c "$(USABLE)" 2>/dev/null; then found=$$python; break; fi; \
		done; \
		if test -z "$$found"; then \
			echo "No usable Python: install Python 3.11 or newer with its venv module" \
				"(on Debian: apt install python3-venv) or say make PYTHON=/path/to/python." >&2; \
			exit 1; \
		fi; \
		echo "Setting up $(VENV) with $$($$found --version)"; \
		$$found -m venv --clear $(VENV); \
	fi; \
	$(RUN) -m pip --disable-pip-version-check install --quiet --no-compile \
		--constraint constraints.txt --editable '.[dev,docs,notebooks,parse]'; \
	printf '%s\n' "$(CURDIR)" > $@
