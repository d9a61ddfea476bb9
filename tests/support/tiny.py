"""A tiny assistant with rules only, whose processes are killed and loaded; its custom action is as slow as it is told to be."""

import json
import subprocess
import sys
from pathlib import Path

from tests.support import keyword_assistant, rasa_process

DOMAIN = """
version: "3.1"
intents: [order, slow, choose, talk_to_person]
actions: [action_slow]
slots: {language: {type: text, influence_conversation: false, mappings: [{type: custom}]}}
responses:
  utter_order: [{text: "It is on its way."}]
  utter_choose: [{text: "Which?", buttons: [{title: "My order", payload: /order}, {title: "A person", payload: /talk_to_person}]}]
  utter_talk_to_person: [{text: "One moment."}]
  utter_default: [{text: "Pardon?"}]
  utter_offer_order: [{text: "Where is my order?"}]
  utter_offer_talk_to_person: [{text: "Talk to a person"}]
  utter_welcome: [{text: "Hello!"}]
"""
KEYWORDS = {"order": "message order", "slow": "slowly slow", "choose": "choose choice", "talk_to_person": ""}


def write(folder: Path, actions_port: int = 1) -> None:
    """Writes the assistant into a folder; `actions_port` is where its custom action is served."""
    actions = f'action_endpoint: {{url: "http://127.0.0.1:{actions_port}/webhook"}}\n'
    keyword_assistant.write(folder, DOMAIN, KEYWORDS, actions, {"slow": "action_slow"})


def train(folder: Path, actions_port: int = 1) -> Path:
    """Writes the assistant into a folder and trains it; its model."""
    write(folder, actions_port)
    return rasa_process.train(folder)


ACTION_SERVER = """
import json, sys, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
class Slow(BaseHTTPRequestHandler):
    def do_POST(self):
        call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        begun = time.time()
        time.sleep(float(sys.argv[2]))
        print(json.dumps([call["sender_id"], begun, time.time()]), flush=True)
        body = json.dumps({"events": [], "responses": [{"text": "done"}]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_): pass
ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Slow).serve_forever()
"""


class SlowActions:
    """An action server whose only action takes so many seconds, and which writes down when it ran."""

    def __init__(self, folder: Path, port: int, seconds: float) -> None:
        self._log = folder / "actions.log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen([sys.executable, "-c", ACTION_SERVER, str(port), str(seconds)], stdout=log)

    def stop(self) -> list[tuple[str, float, float]]:
        """Stops it; returns whose turns ran from when to when."""
        self._process.terminate()
        self._process.wait()
        return [tuple(json.loads(line)) for line in self._log.read_text().splitlines()]
