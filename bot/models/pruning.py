"""Takes away what no model needs any more: candidates that the gate refused, and indexes that no model names."""

from __future__ import annotations

import json
import re
import shutil
import tarfile
import time
from pathlib import Path, PurePosixPath

from bot.models.bundle import ARCHIVE
from bot.models.index_names import FILE, read_index_name
from bot.models.registry import ENDING, Registry, version_of
from bot.models.verdicts import read_verdict
from bot.workspace import Workspace
from data.errors import ModelError

# Refused candidates that stay, the newest.
KEPT = 3
# A training that is under way has an index that no archive names yet; it doesn't take so long.
SECONDS = 2 * 86_400.0
# Indexes that belong to one model each (`bot.models.index_names.name_index`); others are shared by name.
OWN = re.compile(r"[0-9a-f]{16}-[0-9a-f]+")


def prune(workspace: Workspace) -> list[Path]:
    """Takes refused candidates and unnamed indexes away, and returns what went. What was ever promoted stays, to go back to.

    Raises:
        ModelError: an archive is damaged, so that nobody knows which index it names; then no index goes.
    """
    registry = Registry(workspace.models)
    gone = _refused(registry)
    for archive in gone:
        archive.unlink()
    unnamed = _unnamed(workspace)
    for folder in unnamed:
        shutil.rmtree(folder)
    return [*gone, *unnamed]


def _refused(registry: Registry) -> list[Path]:
    """Archives that the gate refused and that were never promoted, but for the newest."""
    changes = registry.history()
    promoted = {each.version for each in changes} | {each.before for each in changes}
    served = registry.served()
    found = []
    for archive in registry.archives():
        version = version_of(archive)
        verdict = read_verdict(version, registry.folder)
        if verdict and not verdict.accepted and version not in promoted and archive != served:
            found.append(archive)
    return found[KEPT:]


def _unnamed(workspace: Workspace) -> list[Path]:
    """Indexes of models that are gone."""
    if not workspace.indexes.is_dir():
        return []
    archives = [*workspace.models.glob(f"*{ENDING}"), *workspace.models.glob(f"*/{ARCHIVE}"), *workspace.models.glob(f".*/*{ENDING}")]
    named = {_index_of(archive) for archive in archives}
    old = time.time() - SECONDS
    folders = (folder for folder in sorted(workspace.indexes.iterdir()) if folder.is_dir() and OWN.fullmatch(folder.name))
    return [folder for folder in folders if folder.name not in named and folder.stat().st_mtime < old]


def _index_of(archive: Path) -> str:
    """The name of a model's own index; empty if it has none."""
    try:
        with tarfile.open(archive) as tar:
            for member in tar:
                if PurePosixPath(member.name).name == FILE and (content := tar.extractfile(member)):
                    return read_index_name(content.read())
    except (OSError, EOFError, tarfile.TarError, json.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise ModelError(f"{archive} is damaged ({error}), so that no index is taken away; delete it, or train anew") from error
    return ""
