"""Broken rows, cut bytes, mixed encodings: never an error that nobody catches, never a good row lost. `make bench-import` reads more."""

import tempfile
from pathlib import Path

from hypothesis import given, settings

from tests.support.broken_logs import BrokenLog, broken_logs, check


@settings(max_examples=120, deadline=None, database=None, derandomize=True)
@given(broken_logs())
def test_broken_rows_cost_only_themselves(log: BrokenLog) -> None:
    with tempfile.TemporaryDirectory() as folder:
        checked = check(log, Path(folder))
    assert checked.error is None
    assert checked.lost == 0
