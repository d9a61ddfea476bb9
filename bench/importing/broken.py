"""Files of broken rows, cut bytes and mixed encodings, with good rows among them: errors that nobody catches, hangs, good rows lost.

The files come from Hypothesis (`tests.support.broken_logs`), as in the tests, only more of them.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings

from bench.results import Result
from tests.support.broken_logs import BrokenLog, broken_logs, check

SLOW_S = 5.0


def measure(files: int) -> Iterator[Result]:
    counts = {"files": 0, "uncaught errors": 0, "hangs": 0, "good rows lost": 0}
    with tempfile.TemporaryDirectory() as folder:

        @settings(max_examples=files, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
        @given(broken_logs())
        def read(log: BrokenLog) -> None:
            counts["files"] += 1
            found = check(log, Path(folder))
            counts["uncaught errors"] += found.error is not None
            counts["hangs"] += found.seconds > SLOW_S
            counts["good rows lost"] += found.lost
            if found.error is not None or found.lost or found.seconds > SLOW_S:
                Path(f"/tmp/heed-broken-{counts['files']}{log.suffix}").write_bytes(log.content)

        read()
    test = f"{counts['files']:,} files of broken rows, cut bytes, mixed encodings"
    for metric in ("uncaught errors", "hangs", "good rows lost"):
        yield Result(test, metric, counts[metric], goal="0", holds=counts[metric] == 0)
