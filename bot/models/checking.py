"""Looks into a model's archive before it is loaded: whole, nothing in it that could run, and an index that belongs to it."""

from __future__ import annotations

import gzip
import json
import re
import tarfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from bot.models.bundle import COMPONENT
from bot.models.index_names import FILE as INDEX_NAME
from bot.models.index_names import read_index_name
from data.errors import IndexFileError, ModelError
from retrieval.storage.checking import check_index
from retrieval.storage.manifest import holds_index

CARD = "classifier.json"
# What runs when it is loaded, or may.
RUNS = frozenset(".pkl .pickle .joblib .dill .pt .pth .bin .py .pyc .so .sh .exe .dll".split())
# How pickles of protocols 2 to 5 begin, archives of pickles (PyTorch's), and arrays of objects (NumPy's).
PICKLE = re.compile(rb"\x80[\x02-\x05]|PK\x03\x04|\x93NUMPY.{4,12}'descr': '\|O", re.DOTALL)
LOOKED_AT = 256


def check_model(archive: Path, indexes: Path, unpacked: Path | None = None) -> None:
    """Makes sure that a model may be loaded.

    Args:
        archive: what `rasa train` wrote.
        indexes: the folder of the models' indexes.
        unpacked: an empty folder that the archive's files are put into, each once it was looked at; whoever loads them needn't read the
            archive again. Nowhere, if none is given.

    Raises:
        ModelError: the archive is cut or damaged, holds something that would lie outside of it or could run, or its index is
            missing, damaged, or another encoder's.
    """
    contents = _contents(archive, unpacked)
    cards = [name for name in contents if PurePosixPath(name).name == CARD and COMPONENT in name]
    if not cards:
        return  # a pipeline without our classifier
    try:
        encoder_hash = json.loads(contents[cards[0]])["encoder_hash"]
        named = contents.get(str(PurePosixPath(cards[0]).with_name(INDEX_NAME)))
        folder = indexes / (read_index_name(named) if named is not None else encoder_hash[:16])
    except (ValueError, TypeError, KeyError) as error:
        raise _damaged(archive, f"its classifier's card or index name can't be read: {error}") from error
    if not holds_index(folder):
        return  # built from the logs when the model is loaded; of an assistant without logs there is none
    try:
        check_index(folder, encoder_hash)
    except IndexFileError as error:
        raise _damaged(archive, str(error)) from error


def _contents(archive: Path, unpacked: Path | None) -> Mapping[str, bytes]:
    """The small JSON files of an archive, by name; all that is in it is read, so that its checksum is checked."""
    found: dict[str, bytes] = {}
    try:
        with gzip.open(archive) as file, tarfile.open(fileobj=file) as tar:
            for member in tar:
                path = PurePosixPath(member.name)
                if ".." in path.parts or (path.is_absolute() and str(path) != "/") or not (member.isfile() or member.isdir()):
                    raise _damaged(archive, f"it holds {member.name}, which would lie outside of it or is no plain file")
                if not member.isfile():
                    continue
                content = tar.extractfile(member)
                assert content is not None  # of a plain file there is one
                read = content.read()
                if path.suffix.lower() in RUNS or (PICKLE.match(read[:LOOKED_AT]) and not _is_safetensors(path, read)):
                    raise _damaged(archive, f"it holds {member.name}, which could run when it is loaded")
                if path.suffix == ".json":
                    found[member.name] = read
                if unpacked:
                    (unpacked / path).parent.mkdir(parents=True, exist_ok=True)
                    (unpacked / path).write_bytes(read)
            while file.read(1 << 20):  # the checksum of a gzip file stands behind what a tar's reader reads
                pass
    except (tarfile.TarError, OSError, EOFError, zlib.error, ValueError) as error:
        raise _damaged(archive, str(error)) from error
    if not any(PurePosixPath(name).name == "metadata.json" for name in found):
        raise _damaged(archive, "it holds no metadata.json, so that Rasa didn't write it")
    return found


def _is_safetensors(path: PurePosixPath, content: bytes) -> bool:
    """Whether a file is of safetensors, which holds numbers alone; it begins with its header's length, which may look like a pickle."""
    return path.suffix == ".safetensors" and content[8:9] == b"{" and int.from_bytes(content[:8], "little") <= len(content) - 8


def _damaged(archive: Path, why: str) -> ModelError:
    return ModelError(f"the model {archive} is refused: {why}; promote another, or train anew with `rasa train`")
