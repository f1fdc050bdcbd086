# Everything lives in do.py (python3 do.py help); this file only forwards, for those who type make.
# Options: make test ARGS="-k units"
PYTHON ?= python3
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: run test check bench nightly fmt generate pictures portal lock clean help

run test check bench nightly fmt generate pictures portal lock clean help:
	@$(PYTHON) do.py $@ $(ARGS)
