"""Metrics of a server with several workers: added up, whichever is asked."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
# As Sanic does it: what is imported first is forked, and each worker counts.
WORKERS = """
import json, os, sys
from bot import metrics

for number in (1, 2):
    if os.fork() == 0:
        metrics.messages_accepted.labels("web").inc(number)
        with metrics.stage("answer"):
            metrics.served_model.labels("old").set(0) if number == 2 else metrics.serve_model("old")
        metrics.serve_model("new")
        metrics.queue_depth.set(number)
        os._exit(0)
    os.wait()
json.dump({"shown": metrics.exposition().decode(), "folder": os.environ.get(metrics.SHARED, "")}, sys.stdout)
"""


def test_several_workers_are_added_up() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PROMETHEUS_MULTIPROC_DIR"}
    done = subprocess.run(
        [sys.executable, "-c", WORKERS],
        cwd=ROOT,
        env={**environment, "SANIC_WORKERS": "2", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    found = json.loads(done.stdout)
    assert 'heed_messages_accepted_total{channel="web"} 3.0' in found["shown"]
    assert 'heed_stage_seconds_count{stage="answer"} 2.0' in found["shown"]
    assert 'heed_served_model{version="new"} 1.0' in found["shown"]
    assert 'heed_served_model{version="old"} 0.0' in found["shown"]
    assert "heed_queue_depth 2.0" in found["shown"]
    assert not Path(found["folder"]).exists()
