"""What serving and training load. Who may import whom stands in pyproject.toml (import-linter); this is seen only at run time."""

import ast
import re
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).parent.parent
PRODUCT = ("data", "finetune", "retrieval", "bot")
# Of the extras in pyproject.toml; `_typeshed` is there for type checkers only.
OPTIONAL = {"torch", "transformers", "sentence_transformers", "onnxscript", "optuna", "pymilvus", "ray", "_typeshed"}
# As where the extra `train` isn't installed: whoever imports it fails.
WITHOUT_TORCH = """
import sys
for name in ("torch", "transformers", "sentence_transformers", "onnxscript"):
    sys.modules[name] = None
"""
WITHOUT_TENSORFLOW = "from bot.cli.absent_tensorflow import leave_out; leave_out()"  # as servers and trainings do
SERVING = "import bot.components.decide, bot.components.passages, bot.answers.generator, bot.channels.web.channel, bot.state.stores"
TRAINING = """
import bot.cli.main, bot.components.learning, bot.retraining.evaluation.report.page
from importlib import import_module
from pathlib import Path
from finetune.settings import TrainingSettings
from finetune.training.cross_fit import cross_fit
from finetune.training.fit import fit
from tests.conftest import EXAMPLES
from bot.cli.commands import COMMANDS
for place in COMMANDS.values():
    import_module(place.partition(":")[0])
with __import__("tempfile").TemporaryDirectory() as folder:
    fit(EXAMPLES, Path(folder) / "classifier", Path(sys.argv[1]), TrainingSettings(validation_share=0.2))
    cross_fit(EXAMPLES, Path(sys.argv[1]), TrainingSettings())
"""


def test_all_that_the_product_imports_is_installed_with_it() -> None:
    """`make run` installs requirements.lock; the tests run with all of requirements-dev.lock, and would not see what is missing there."""
    locked = set(re.findall(r"(?m)^([\w.-]+)==", (ROOT / "requirements.lock").read_text().lower()))
    installed = {
        Path(file.parts[0]).name.split(".")[0]
        for distribution in distributions()
        if re.sub(r"[-_.]+", "-", distribution.metadata["Name"].lower()) in locked
        for file in distribution.files or ()
    }
    missing = {
        f"{path.relative_to(ROOT)}: {name}"
        for room in PRODUCT
        for path in (ROOT / room).rglob("*.py")
        if "node_modules" not in path.parts
        for name in _imported(path) - OPTIONAL - set(PRODUCT) - sys.stdlib_module_names - installed
    }
    assert not missing


def test_serving_needs_no_training_library() -> None:
    found = _run(f"{WITHOUT_TENSORFLOW}; {SERVING}, sys; print(*sys.modules)")
    assert not {"torch", "transformers", "sentence_transformers", "pymilvus", "ray"} & set(found.split())


def test_quick_training_needs_no_torch(encoders: Path) -> None:
    _run(WITHOUT_TORCH + WITHOUT_TENSORFLOW + TRAINING, str(encoders))


def _imported(path: Path) -> set[str]:
    found = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    names = [
        each.module or "" if isinstance(each, ast.ImportFrom) else alias.name
        for each in found
        if isinstance(each, ast.ImportFrom | ast.Import)
        for alias in each.names
    ]
    return {name.split(".")[0] for name in names}


def _run(program: str, *arguments: str) -> str:
    command = [sys.executable, "-W", "ignore", "-c", program, *arguments]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr[-500:]
    return found.stdout
