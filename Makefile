# The front door: each target is a line over `python -m grader`. `make` alone lists them.

PYTHON ?= python3
BIN := .venv/bin
# -I: no file of the folder that make is called from is taken for one of Python's own.
RUN := $(BIN)/python -I -m grader
PIP := $(BIN)/python -I -m pip install --quiet --disable-pip-version-check -c .ci/constraints.txt
# Whole files, since many make once what all their tests look at.
SIDE_BY_SIDE := -n auto --dist loadfile
WANTED := pyproject.toml .ci/constraints.txt
# pip's --index-url for torch, where another build than the default one is wanted.
INDEX ?=

# What is given on make's command line is in the environment too: so no name of a file, whatever
# is in it, is read as a part of a command.
.DEFAULT_GOAL := help
.PHONY: help grade watch draw notebook jupyter class faces appeal hint reset solution fuzz check torch test quick seeds bench lint stubs answers mutants student-edition gradescope clean

help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-15s %s\n", $$1, $$2}' Makefile
	@echo; echo "  For those who work on the kata itself:"
	@awk -F':.*#@ ' '/^[a-z-]+:.*#@ /{printf "  make %-15s %s\n", $$1, $$2}' Makefile

# 1 means that there is work to do, which is no error of the build.
grade: .venv/.light ## grade exercises/; STAGE=5 for one stage; FROM=anna.zip for another's work
	@$(RUN) grade $(if $(FROM),"$$FROM") $(if $(SEED),--seed "$$SEED") $(if $(STAGE),--stage "$$STAGE") \
	  $(if $(COURSE),--course "$$COURSE") || [ $$? -eq 1 ]

# It says itself what is not right.
watch: .venv/.light ## grade at every save, until q
	@$(RUN) watch || [ $$? -eq 1 ]

notebook: .venv/.light ## the exercises as a notebook, exercises/kata.ipynb; OUT=elsewhere.ipynb
	@$(RUN) notebook $(if $(OUT),--out "$$OUT")

# The kernel finds the repository and exercises/; the server is kept from what lies there.
jupyter: .venv/.jupyter ## the same, opened in JupyterLab, which it installs
	@[ -e exercises/kata.ipynb ] || $(RUN) notebook
	@JUPYTER_PREFER_ENV_PATH=1 PYTHONPATH="$(CURDIR):$(CURDIR)/exercises" \
	  $(BIN)/python -I -m jupyterlab exercises/kata.ipynb

# 1 means that there is work to do.
draw: .venv/.light ## a page that steps through the first failing check; STAGE=5 for one of that stage
	@$(RUN) draw $(if $(STAGE),--stage "$$STAGE") || [ $$? -eq 1 ]

hint: .venv/.light ## the next hint for the first check that fails; STAGE=5 for all of one
	@$(RUN) hint $(if $(STAGE),--stage "$$STAGE") || [ $$? -eq 1 ]

reset: .venv/.light ## FILE=nn: a fresh stub; your old file is kept
	@$(RUN) reset $(if $(FILE),"$$FILE")

solution: .venv/.light ## FILE=nn: the reference beside your file; ANYWAY=1 before it is right
	@$(RUN) solution $(if $(FILE),"$$FILE") $(if $(ANYWAY),--anyway)

# 1 means that one was found, which is no error of the build either.
fuzz: .venv/.light ## search for a program that your code gets wrong; SECONDS=60
	@[ -e .venv/.fuzz ] || $(RUN) fuzz --only-ask
	@[ -e .venv/.fuzz ] || $(MAKE) --no-print-directory .venv/.fuzz
	@$(RUN) fuzz $(if $(SECONDS),--seconds "$$SECONDS") || [ $$? -eq 1 ]

class: .venv/.light ## for instructors: DIR=submissions, as a platform exported it; DRY_RUN=1 only looks
	@[ -n "$$DIR" ] || { echo "grader: which class? make class DIR=submissions" >&2; exit 2; }
	@$(RUN) class "$$DIR" $(if $(OUT),--out "$$OUT") $(if $(ROSTER),--roster "$$ROSTER") \
	  $(if $(COURSE),--course "$$COURSE") $(if $(SEED),--seed "$$SEED") \
	  $(if $(WORKERS),--workers "$$WORKERS") $(if $(ONLY),--only "$$ONLY") \
	  $(if $(DRY_RUN),--dry-run) || [ $$? -eq 1 ]

faces: .venv/.light ## for instructors: OUT=submissions-graded, its pages anew; FOR=canvas SHEET=file
	@[ -n "$$OUT" ] || { echo "grader: of which class? make faces OUT=submissions-graded" >&2; exit 2; }
	@$(RUN) faces "$$OUT" $(if $(FOR),--for "$$FOR") $(if $(SHEET),--sheet "$$SHEET") \
	  $(if $(COLUMN),--column "$$COLUMN") $(if $(COURSE),--course "$$COURSE") || [ $$? -eq 1 ]

# 1 means that the row differs.
appeal: .venv/.light ## for instructors: OUT=submissions-graded LEARNER=anna: that row once more, and why
	@[ -n "$$OUT" ] && [ -n "$$LEARNER" ] || { echo "grader: whose row? make appeal OUT=submissions-graded LEARNER=anna" >&2; exit 2; }
	@$(RUN) appeal "$$OUT" "$$LEARNER" || [ $$? -eq 1 ]

check: .venv/.torch ## for instructors: prove the grader; installs torch
	@$(RUN) check

student-edition: .venv/.light ## for instructors: the kata without its solutions; OUT=, SEED=
	@$(RUN) student-edition $(if $(OUT),--out "$$OUT") $(if $(SEED),--seed "$$SEED")

gradescope: .venv/.light ## for instructors: the archive that Gradescope grades with; OUT=, SEED=, INDEX=
	@$(RUN) gradescope $(if $(OUT),--out "$$OUT") $(if $(SEED),--seed "$$SEED") $(if $(INDEX),--index "$$INDEX")

torch: .venv/.torch ## install torch, for stage 7

test: .venv/.test #@ the project's own tests
	@$(BIN)/python -m pytest -q $(SIDE_BY_SIDE) $(if $(SLOWEST),--durations='$(SLOWEST)')

quick: .venv/.test #@ those of them that take under a minute in all
	@$(BIN)/python -m pytest -q $(SIDE_BY_SIDE) -m 'not slow'

seeds: .venv/.test #@ whether 20 more seeds are as right; takes an hour
	@$(BIN)/python -m pytest -q -o python_files='many_seeds.py' tests/checks

bench: .venv/.test #@ measure what the README claims
	@$(BIN)/python -m pytest -q -s -o python_files='bench_*.py' tests/benchmarks

lint: .venv/.test #@ ruff and mypy
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

stubs: .venv/.light #@ derive exercises/ from solutions/
	@$(RUN) stubs

answers: .venv/.torch #@ record torch's answers anew
	@$(RUN) answers

mutants: .venv/.test #@ every small change to solutions/, graded
	@$(RUN) mutants

readme: .venv/.light #@ make README's example anew
	@$(RUN) readme

pictures: .venv/.test #@ make README's pictures anew, by Chromium
	@$(RUN) pictures

clean: ## remove what make has set up
	rm -rf .venv

.venv/.light: $(WANTED)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { \
	  echo "grader: Python 3.10 or later is needed; install it, then name it: make grade PYTHON=python3.12" >&2; exit 2; }
	@echo "Setting up .venv, once ..."
	@$(PYTHON) -I -m venv .venv || { \
	  echo "grader: Python's venv is missing; on Debian and Ubuntu: sudo apt install python3-venv" >&2; rm -rf .venv; exit 2; }
	@$(PIP) -e . || { \
	  echo "grader: the packages could not be installed (see above); is there a network? Then again: make grade" >&2; exit 2; }
	@touch $@

.venv/.torch: .venv/.light
	@echo "Installing torch, once ..."
	@$(PIP) $(if $(INDEX),--index-url '$(INDEX)') torch numpy
	@touch $@

.venv/.fuzz: .venv/.light
	@echo "Installing hypothesis, once ..."
	@$(PIP) hypothesis
	@touch $@

.venv/.jupyter: .venv/.light
	@echo "Installing JupyterLab, once ..."
	@$(PIP) -e '.[jupyter]'
	@touch $@

.venv/.test: .venv/.torch
	@echo "Installing what the tests need, once ..."
	@$(PIP) -e '.[torch,test]'
	@touch $@
