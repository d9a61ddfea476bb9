# `make run` and `make test` are all a newcomer needs.
PYTHON := .venv/bin/python
export OMP_WAIT_POLICY ?= PASSIVE
export TF_CPP_MIN_LOG_LEVEL ?= 3
# Without compiled bytecode, Rasa and TensorFlow take 20 seconds to import, each time; with it, 8.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test lint eval bench-redaction fuzz-patterns bench-turn bench-intents bench-retrieval bench-state bench-widget bench-channel bench-attacks chaos audit widget lock clean

# The demo shop, which knows the sample company's orders, ends with the assistant.
run: .venv/ready
	@$(PYTHON) -m data.demo_shop & exec .venv/bin/heed run

test: .venv/ready lint
	@$(PYTHON) -m pytest -n 2 --dist loadgroup

lint: .venv/ready
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-logo --no-cache

eval: .venv/ready  ## the held-back questions; ARGS=data/questions/validation.jsonl for those that everything is chosen on
	@$(if $(ARGS),.venv/bin/heed evaluate $(ARGS),$(PYTHON) -W ignore -m bench.held_back)

bench-turn: .venv/ready  ## time of a turn, beside stock Rasa, which trains for half an hour; ARGS="--stock ARCHIVE" takes a trained one
	@$(PYTHON) -W ignore -m bench.state.turn $(ARGS)

bench-intents: .venv/ready  ## the classifier beside its peers, on public data in ../shared/datasets
	@$(PYTHON) -W ignore -m bench.intents

bench-retrieval: .venv/ready  ## retrieval: quality, scale, live, logs; half a day with training; `python -m bench.retrieval.plot` draws the scale
	@$(PYTHON) -W ignore -m bench.retrieval

bench-redaction: .venv/ready  ## canaries in six languages; ARGS="--presidio PYTHON" for the peer, an interpreter that has presidio-analyzer
	@$(PYTHON) -W ignore -m bench.redaction $(ARGS)

fuzz-patterns: .venv/ready  ## every regular expression and reader of untrusted text over 70,000 hard texts: minutes; ARGS="--seed N"
	@$(PYTHON) -W ignore -m bench.patterns $(ARGS)

bench-state: .venv/ready  ## cost of state, load, a flood, an hour: about two hours; ARGS="--short" for minutes
	@$(PYTHON) -W ignore -m bench.state $(ARGS)

bench-widget: .venv/ready  ## the chat widget in a real browser: about a quarter of an hour; ARGS="--short" for minutes
	@$(PYTHON) -W ignore -m bench.web.widget $(ARGS)

bench-channel: .venv/ready  ## the web channel attacked, sent nonsense, and holding idle streams: minutes; ARGS="--short" for less
	@$(PYTHON) -W ignore -m bench.web.channel $(ARGS)

bench-attacks: .venv/ready  ## 40 attacks from one address, with another customer beside each: half an hour; ARGS="--short" for minutes
	@$(PYTHON) -W ignore -m bench.web.attacks $(ARGS)

audit: .venv/ready  ## known holes in what requirements.lock pins
	@$(PYTHON) -m bench.audit $(ARGS)

chaos: .venv/ready  ## processes and Redis killed, stopped, frozen, full: about an hour; ARGS="--short" for minutes
	@$(PYTHON) -W ignore -m bench.state.chaos $(ARGS)
	@HEED_CHAOS=1 $(PYTHON) -m pytest -q tests/integration/test_survives.py

widget: bot/ui/node_modules  ## builds bot/ui/dist/heed.js from its sources; needs Node.js
	@cd bot/ui && npm run --silent check && npm test --silent && npm run --silent build

bot/ui/node_modules: bot/ui/package-lock.json
	@cd bot/ui && npm ci --silent --no-audit --no-fund
	@touch $@

lock: .venv/ready  ## after a change of pyproject.toml
	@.venv/bin/uv pip compile pyproject.toml --group dev --all-extras --python-version 3.10 --generate-hashes \
	  --no-emit-index-url --no-annotate --custom-compile-command "make lock" --quiet --output-file requirements.lock

.venv/ready: requirements.lock pyproject.toml
	@./setup.sh
	@touch $@

clean:
	@rm -rf .venv .heed .rasa models
