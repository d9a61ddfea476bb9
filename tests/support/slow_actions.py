"""An action server whose only action is as slow as it is told to be."""

import json
import subprocess
import sys
from pathlib import Path

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
    """Runs until it is stopped, and writes down when its action ran."""

    def __init__(self, folder: Path, port: int, seconds: float) -> None:
        self._log = folder / "actions.log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen([sys.executable, "-c", ACTION_SERVER, str(port), str(seconds)], stdout=log)

    def stop(self) -> list[tuple[str, float, float]]:
        """Stops it; returns whose turns ran from when to when."""
        self._process.terminate()
        self._process.wait()
        return [tuple(json.loads(line)) for line in self._log.read_text().splitlines()]
