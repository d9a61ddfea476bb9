"""What serving loads. Who may import whom stands in pyproject.toml, as import-linter's contracts; this one is seen only at run time."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_serving_needs_no_training_library() -> None:
    serving = "import bot.components.decide, bot.components.passages, bot.answers.generator, bot.channels.web.channel, bot.state.stores"
    found = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", f"{serving}, sys; print(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr[-500:]
    assert not {"torch", "transformers", "sentence_transformers", "pymilvus", "ray"} & set(found.stdout.split())
