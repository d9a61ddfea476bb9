"""The files of an assistant that trains in seconds: keywords are its intents, rules answer them, on Heed's state and web channel."""

import json
from collections.abc import Mapping
from pathlib import Path

CONFIG = """
recipe: default.v1
assistant_id: keywords
language: en
pipeline: [{name: KeywordIntentClassifier}]
policies: [{name: RulePolicy}]
"""
ENDPOINTS = """
tracker_store: {type: bot.state.stores.SessionTrackerStore}
lock_store: {type: bot.state.stores.SessionLockStore}
"""
# One address sends all that a benchmark sends.
UNLIMITED = """
bot.channels.web.WebChannel: {messages_per_minute: 0, requests_per_minute: 0}
bot.channels.health.HealthChannel:
"""


def write(folder: Path, domain: str, keywords: Mapping[str, str], endpoints: str, actions: Mapping[str, str]) -> None:
    """Writes the files where `rasa train` and `rasa run` look for them.

    `keywords` has each intent with its words, none for one that only buttons have; it is answered by the action `utter_<intent>`,
    unless `actions` names another. `endpoints` are added to those of the state.
    """
    nlu = [{"intent": name, "examples": "".join(f"- {word}\n" for word in words.split())} for name, words in keywords.items() if words]
    rules = [{"rule": name, "steps": [{"intent": name}, {"action": actions.get(name, f"utter_{name}")}]} for name in keywords]
    (folder / "data").mkdir()
    for name, text in {
        "config.yml": CONFIG,
        "domain.yml": domain,
        "data/nlu.yml": f'version: "3.1"\nnlu: {json.dumps(nlu)}\n',  # JSON is YAML, too
        "data/rules.yml": f'version: "3.1"\nrules: {json.dumps(rules)}\n',
        "endpoints.yml": ENDPOINTS + endpoints,
        "credentials.yml": UNLIMITED,
    }.items():
        (folder / name).write_text(text)
