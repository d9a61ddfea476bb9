"""Real `rasa run` processes with a tiny model, to be killed and loaded: rules only, trained in seconds, on Heed's state and web channel."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from bench.turn import RASA, UNLIMITED, free_port
from bot.archive import newest_model

QUIET = {"LOG_LEVEL": "ERROR", "RASA_TELEMETRY_ENABLED": "false"}
FILES = {
    "config.yml": """
recipe: default.v1
assistant_id: tiny
language: en
pipeline: [{name: KeywordIntentClassifier}]
policies: [{name: RulePolicy}]
""",
    "domain.yml": """
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
""",
    "data/nlu.yml": """
version: "3.1"
nlu:
- intent: order
  examples: "- message\\n- order\\n"
- intent: slow
  examples: "- slowly\\n- slow\\n"
- intent: choose
  examples: "- choose\\n- choice\\n"
""",
    "data/rules.yml": """
version: "3.1"
rules:
- {rule: order, steps: [{intent: order}, {action: utter_order}]}
- {rule: slow, steps: [{intent: slow}, {action: action_slow}]}
- {rule: choose, steps: [{intent: choose}, {action: utter_choose}]}
- {rule: person, steps: [{intent: talk_to_person}, {action: utter_talk_to_person}]}
""",
    "endpoints.yml": """
tracker_store: {{type: bot.state.stores.SessionTrackerStore}}
lock_store: {{type: bot.state.stores.SessionLockStore}}
action_endpoint: {{url: "http://127.0.0.1:{actions}/webhook"}}
""",
    "credentials.yml": UNLIMITED,
}


def train(folder: Path, actions_port: int = 1) -> Path:
    """Writes the assistant into a folder and trains it; `actions_port` is where its custom action is served."""
    return train_on(folder, {**FILES, "endpoints.yml": FILES["endpoints.yml"].format(actions=actions_port)})


def train_on(folder: Path, files: Mapping[str, str]) -> Path:
    """Writes an assistant's files into a folder and trains it."""
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    subprocess.run([*RASA, "train", "--skip-validation", "--quiet"], cwd=folder, check=True, env={**os.environ, **QUIET}, timeout=600)
    model = newest_model(folder / "models")
    assert model is not None
    return model


class RasaProcess:
    """A `rasa run` that can be killed and started again, on the same port."""

    def __init__(self, folder: Path, model: Path, redis_url: str) -> None:
        self.folder, self.model, self.redis_url, self.port = folder, model.resolve(), redis_url, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = {**os.environ, "REDIS_URL": redis_url, **QUIET, "PYTHONPATH": str(Path(__file__).parent.parent)}

    def start(self) -> None:
        command = [*RASA, "run", "--model", str(self.model), "--interface", "127.0.0.1", "--port", str(self.port)]
        with (self.folder / f"{self.port}.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=self.folder, env=self._environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def wait_until_ready(self, seconds: float = 600.0) -> None:
        deadline = time.monotonic() + seconds
        while not self.ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the server did not start; see {self.folder}/{self.port}.log")
            time.sleep(0.2)

    def ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health/ready", timeout=2) as answer:
                return bool(answer.status == 200)
        except urllib.error.HTTPError as refusal:
            refusal.close()  # it is an open answer, too
            return False
        except OSError:
            return False

    def kill(self) -> None:
        """kill -9: nothing can be tidied up."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()

    @property
    def memory_kb(self) -> int:
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))

    @property
    def descriptors(self) -> int:
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))


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
