"""A second index that begins as a copy of a first one: each model has its own, so that going back to a model brings its answers back."""

import os
import shutil
from pathlib import Path

from retrieval.storage.journal import JOURNAL
from retrieval.storage.manifest import MANIFEST, Manifest
from retrieval.storage.writer_lock import only_writer


def clone(source: Path, target: Path) -> None:
    """Makes `target` a copy of the index in `source`. Files that are never changed are the same on the disk, under two names.

    Args:
        source: the folder of an index; who writes to it meanwhile waits.
        target: a folder that isn't there yet; its parent is.

    Raises:
        IndexFileError: `source` holds no index.
    """
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    with only_writer(source):
        manifest = Manifest.load(source)
        try:
            for folder in [source / manifest.snapshot, *source.glob("tokens-*")]:
                shutil.copytree(folder, beside / folder.name, copy_function=_link)
            shutil.copy2(source / MANIFEST, beside / MANIFEST)
            beside.replace(target)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def _link(source: str, target: str) -> None:
    """The same file under a second name, but for the journal, which grows; a copy where the file system can't do that."""
    if Path(source).name != JOURNAL:
        try:
            os.link(source, target)
            return
        except OSError:
            pass
    shutil.copy2(source, target)
