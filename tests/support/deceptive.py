"""120 texts as they may stand in a log: links to elsewhere, signs that hide or reverse, markup. The widget's tests read them, too."""

import json
from pathlib import Path

FILE = Path(__file__).parents[2] / "bot" / "ui" / "tests" / "deceptive.jsonl"
PAYLOADS: list[str] = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
# The company's own host in them.
COMPANY = "juniperlane.example"
