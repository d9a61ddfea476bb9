"""Parts of Heed that are installed only by who wants them: the extras of pyproject.toml."""

from importlib.util import find_spec

from data.errors import SettingsError

# Of the extra `train`: PyTorch, and what is fine-tuned with it.
TRAINING = ("torch", "transformers", "sentence_transformers", "onnxscript")


def can_fine_tune() -> bool:
    """Whether the extra `train` is installed. Nothing of it is imported."""
    return all(map(find_spec, TRAINING))


def require_training(what: str) -> None:
    """Makes sure that the extra `train` is installed.

    Args:
        what: what it is needed for, as it stands at the beginning of a sentence.

    Raises:
        SettingsError: it isn't; the message says how to install it.
    """
    if not can_fine_tune():
        raise SettingsError(
            f'{what} needs PyTorch, which is not installed; run `.venv/bin/uv pip install -e ".[train]"` in Heed\'s folder '
            "(`pip install heed[train]` elsewhere), or `./setup.sh dev`"
        )
