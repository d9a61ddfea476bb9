"""What serving and training load. Who may import whom stands in pyproject.toml (import-linter); this is seen only at run time."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
# As where the extra `train` isn't installed: whoever imports it fails.
WITHOUT_TORCH = """
import sys
for name in ("torch", "transformers", "sentence_transformers", "onnxscript"):
    sys.modules[name] = None
"""
SERVING = "import bot.components.decide, bot.components.passages, bot.answers.generator, bot.channels.web.channel, bot.state.stores"
TRAINING = """
import bot.cli.main, bot.components.learning, bot.retraining.evaluation.report.page
from pathlib import Path
from finetune.settings import TrainingSettings
from finetune.training.cross_fit import cross_fit
from finetune.training.fit import fit
from tests.conftest import EXAMPLES
with __import__("tempfile").TemporaryDirectory() as folder:
    fit(EXAMPLES, Path(folder) / "classifier", Path(sys.argv[1]), TrainingSettings(validation_share=0.2))
    cross_fit(EXAMPLES, Path(sys.argv[1]), TrainingSettings())
"""


def test_serving_needs_no_training_library() -> None:
    found = _run(f"{SERVING}, sys; print(*sys.modules)")
    assert not {"torch", "transformers", "sentence_transformers", "pymilvus", "ray"} & set(found.split())


def test_quick_training_needs_no_torch(encoders: Path) -> None:
    _run(WITHOUT_TORCH + TRAINING, str(encoders))


def _run(program: str, *arguments: str) -> str:
    command = [sys.executable, "-W", "ignore", "-c", program, *arguments]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr[-500:]
    return found.stdout
