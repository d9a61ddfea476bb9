"""A tiny assistant that trains in seconds: keywords are its intents, rules answer them, on Heed's real channel and state.

It is what is killed, loaded and shown in a browser. `say …` is answered with what the message asks for (`scripted_replies`).
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support import rasa_process
from tests.support.rasa_process import RasaProcess

CONFIG = """
recipe: default.v1
assistant_id: keywords
language: en
pipeline: [{name: KeywordIntentClassifier}]
policies: [{name: RulePolicy}]
"""
DOMAIN = """
version: "3.1"
intents: [say, order, refund, slow, choose, talk_to_person]
actions: [action_slow]
slots: {language: {type: text, influence_conversation: false, mappings: [{type: custom}]}}
responses:
  utter_say: [{text: "…"}]
  utter_order: [{text: "It is on its way."}]
  utter_refund: [{text: "Within **5 working days**."}]
  utter_choose: [{text: "Which?", buttons: [{title: "My order", payload: /order}, {title: "A person", payload: /talk_to_person}]}]
  utter_talk_to_person: [{text: "A person will write to you here."}]
  utter_talk_to_person_closed: [{text: "Nobody is here now; we open {opens}. Where may we write to you?"}]
  utter_default: [{text: "Pardon?"}]
  utter_welcome: [{text: "Hello!"}]
  utter_offer_order: [{text: "Where is my order?"}]
  utter_offer_refund: [{text: "When do I get my money back?"}]
  utter_offer_talk_to_person: [{text: "I would like to talk to a person"}]
"""
# The first whose word is in a message is its intent.
KEYWORDS = {
    "say": "say says",
    "slow": "slowly slow",
    "choose": "choose choice",
    "refund": "refund money",
    "talk_to_person": "person human",
    "order": "order parcel message",
}
ACTIONS = {"slow": "action_slow"}
ENDPOINTS = """
tracker_store: {{type: bot.state.stores.SessionTrackerStore}}
lock_store: {{type: bot.state.stores.SessionLockStore}}
nlg: {{type: tests.support.scripted_replies.ScriptedGenerator}}
action_endpoint: {{url: "http://127.0.0.1:{actions_port}/webhook"}}
"""
# One address sends all that a benchmark sends.
METRICS_TOKEN = "read by tests and benchmarks"
UNLIMITED = f"""
bot.channels.web.WebChannel: {{messages_per_minute: 0, requests_per_minute: 0}}
bot.channels.health.HealthChannel: {{metrics_token: {METRICS_TOKEN}}}
"""


def write(folder: Path, actions_port: int = 1, credentials: str = UNLIMITED) -> None:
    """Writes the assistant's files where `rasa train` and `rasa run` look for them; `actions_port` is where its action is served."""
    nlu = [{"intent": name, "examples": "".join(f"- {word}\n" for word in words.split())} for name, words in KEYWORDS.items()]
    rules = [{"rule": name, "steps": [{"intent": name}, {"action": ACTIONS.get(name, f"utter_{name}")}]} for name in KEYWORDS]
    (folder / "data").mkdir()
    for name, text in {
        "config.yml": CONFIG,
        "domain.yml": DOMAIN,
        "data/nlu.yml": f'version: "3.1"\nnlu: {json.dumps(nlu)}\n',  # JSON is YAML, too
        "data/rules.yml": f'version: "3.1"\nrules: {json.dumps(rules)}\n',
        "endpoints.yml": ENDPOINTS.format(actions_port=actions_port),
        "credentials.yml": credentials,
    }.items():
        (folder / name).write_text(text, encoding="utf-8")


def train(folder: Path, actions_port: int = 1) -> Path:
    """Writes the assistant into a folder and trains it; its model."""
    write(folder, actions_port)
    return rasa_process.train(folder)


@contextmanager
def served(folder: Path) -> Iterator[RasaProcess]:
    """The assistant, trained in a folder and served until the block ends."""
    with rasa_process.serving(folder, train(folder)) as server:
        yield server
