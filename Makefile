# `make run` and `make test` are all a newcomer needs.
PYTHON := .venv/bin/python
export OMP_WAIT_POLICY ?= PASSIVE
export TF_CPP_MIN_LOG_LEVEL ?= 3
# Without compiled bytecode, Rasa and TensorFlow take 20 seconds to import, each time; with it, 8.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test tests compiled lint eval bench-redaction fuzz-patterns bench-turn bench-intents bench-retrieval bench-import bench-state bench-learning bench-desk bench-widget bench-channel bench-messaging bench-attacks chaos audit widget lock clean

# The demo shop, which knows the sample company's orders, ends with the assistant.
run: .venv/ready
	@$(PYTHON) -m data.demo_shop & exec .venv/bin/heed run

test: .venv/ready-dev  ## lint beside the tests: some of their time these wait for processes
	@$(MAKE) --no-print-directory -j 2 lint tests

# Three processes keep two cores busy; each imports all that any test needs, which takes it half a minute.
# What fails beside all the others is run once more by itself, and both runs are shown: a fault fails twice, a wait that was too short on a busy
# machine doesn't.
tests: .venv/ready-dev
	@$(PYTHON) -m pytest -n 3 --dist loadgroup --no-loadscope-reorder || \
		{ test $$? -eq 1 && $(PYTHON) -m pytest -n 1 --dist loadgroup --last-failed --last-failed-no-failures none; }

# Compiles, once, what each of the processes above would compile for itself where nothing is compiled yet: after a checkout.
compiled: .venv/ready-dev
	@$(PYTHON) -m pytest --collect-only -qq >/dev/null || true  # what is wrong, the tests say

lint: .venv/ready-dev
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-logo --no-cache

eval: .venv/ready-dev  ## the held-back questions; ARGS=data/questions/validation.jsonl for those that everything is chosen on
	@$(if $(ARGS),.venv/bin/heed evaluate $(ARGS),$(PYTHON) -W ignore -m bench.held_back)

bench-turn: .venv/ready-dev  ## time of a turn, beside stock Rasa, which trains for half an hour; ARGS="--stock ARCHIVE" takes a trained one
	@$(PYTHON) -W ignore -m bench.state.turn $(ARGS)

bench-intents: .venv/ready-dev  ## the classifier beside its peers, on public data in ../shared/datasets
	@$(PYTHON) -W ignore -m bench.intents

bench-retrieval: .venv/ready-dev  ## retrieval: quality, scale, live, logs; half a day with training; `python -m bench.retrieval.plot` draws the scale
	@$(PYTHON) -W ignore -m bench.retrieval

bench-import: .venv/ready-dev  ## imports of a million messages, killed at random, of broken files; ARGS="scale --before CHECKOUT" for one of them
	@$(PYTHON) -W ignore -m bench.importing $(ARGS)

bench-redaction: .venv/ready-dev  ## canaries in six languages; ARGS="--presidio PYTHON" for the peer, an interpreter that has presidio-analyzer
	@$(PYTHON) -W ignore -m bench.redaction $(ARGS)

fuzz-patterns: .venv/ready-dev  ## every regular expression and reader of untrusted text over 70,000 hard texts: minutes; ARGS="--seed N"
	@$(PYTHON) -W ignore -m bench.patterns $(ARGS)

bench-learning: .venv/ready-dev  ## the learning loop; ARGS="--only suggestions" for suggest, review and train on CLINC150, "--only page" for the review page
	@$(PYTHON) -W ignore -m bench.learning $(ARGS)

bench-state: .venv/ready-dev  ## cost of state, load, a flood, an hour: about two hours; ARGS="--short" for minutes
	@$(PYTHON) -W ignore -m bench.state $(ARGS)

bench-desk: .venv/ready-dev  ## the desk: break-ins, scripts in a browser, 1,200 streams, suggestions: half an hour; ARGS="--only break_ins" for one
	@$(PYTHON) -W ignore -m bench.desk $(ARGS)

bench-widget: .venv/ready-dev  ## the chat widget in a real browser: about a quarter of an hour; ARGS="--short" for minutes
	@$(PYTHON) -W ignore -m bench.web.widget $(ARGS)

bench-channel: .venv/ready-dev  ## the web channel attacked, sent nonsense, and holding idle streams: minutes; ARGS="--short" for less
	@$(PYTHON) -W ignore -m bench.web.channel $(ARGS)

bench-messaging: .venv/ready-dev  ## messaging channels: parsers, deadlines, kills: a quarter of an hour; ARGS="--short" for minutes
	@$(PYTHON) -W ignore -m bench.messaging $(ARGS)

bench-attacks: .venv/ready-dev  ## 40 attacks from one address, with another customer beside each: half an hour; ARGS="--seconds 8" for minutes
	@$(PYTHON) -W ignore -m bench.web.attacks $(ARGS)

audit: .venv/ready-dev  ## known holes in what the locks pin
	@$(PYTHON) -m bench.audit $(ARGS)

chaos: .venv/ready-dev  ## processes and Redis killed, stopped, frozen, full: about an hour; ARGS="--short" for minutes
	@$(PYTHON) -W ignore -m bench.state.chaos $(ARGS)
	@HEED_CHAOS=1 $(PYTHON) -m pytest -q tests/integration/test_survives.py

widget: bot/ui/node_modules  ## builds bot/ui/dist, the widget and the desk's page, from their sources; needs Node.js
	@cd bot/ui && npm run --silent check && npm test --silent && npm run --silent build

bot/ui/node_modules: bot/ui/package-lock.json
	@cd bot/ui && npm ci --silent --no-audit --no-fund
	@touch $@

LOCK := .venv/bin/uv pip compile pyproject.toml --python-version 3.10 --generate-hashes --no-emit-index-url --no-annotate \
  --custom-compile-command "make lock" --quiet

lock: .venv/ready-dev  ## after a change of pyproject.toml: all that is ever needed, and the part of it that serves
	@$(LOCK) --group dev --all-extras --output-file requirements-dev.lock
	@$(LOCK) --constraint requirements-dev.lock --output-file requirements.lock

.venv/ready: requirements.lock pyproject.toml
	@./setup.sh
	@touch $@

.venv/ready-dev: requirements-dev.lock pyproject.toml
	@./setup.sh dev
	@touch .venv/ready $@

clean:
	@rm -rf .venv .heed .rasa models
