"""120 texts that deceive: links to elsewhere, signs that hide or reverse, and markup of terminals; as they may stand in a log."""

import json
from pathlib import Path

PAYLOADS: list[str] = [json.loads(line) for line in Path(__file__).with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()]
# The company's own host in them.
COMPANY = "juniperlane.example"
