"""What was fitted beforehand, and ships as a safetensors file beside the code that reads it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from numpy.typing import NDArray
from safetensors.numpy import load_file

from data.errors import ModelError


@contextmanager
def fitted_arrays(file: Path, command: str) -> Iterator[dict[str, NDArray[Any]]]:
    """The arrays of a file, by their names, to be made into what they are of.

    Args:
        file: where they are.
        command: what makes the file anew.

    Raises:
        ModelError: the file is missing or damaged, or lacks what is asked of it.
    """
    try:
        yield load_file(file)
    except Exception as error:  # safetensors has its own errors; all mean that a file is missing or damaged
        raise ModelError(f"{file} is missing or damaged ({error}); make it anew with `{command}`") from error
