"""A model version on disk: `models/<version>/` with Rasa's archive and a manifest that names its SHA-256."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path

from data.errors import ModelError

ARCHIVE = "model.tar.gz"
MANIFEST = "manifest.json"
# In an archive, the folder of our classifier has this in its name.
COMPONENT = "AttentionIntentClassifier"


def archive_of(model: Path) -> Path:
    """The archive of a model that is given as Rasa takes it: an archive, a bundle, or a link to one of them."""
    found = model.resolve()
    return found / ARCHIVE if found.is_dir() else found


@dataclass(frozen=True)
class Manifest:
    """What a bundle holds.

    Attributes:
        version: the bundle's name, the same as its folder's.
        sha256: of each file, in hex, by its name.
        created: when the bundle was made, ISO 8601 in UTC.
    """

    version: str
    sha256: dict[str, str]
    created: str

    @classmethod
    def load(cls, folder: Path) -> Manifest:
        """Reads a bundle's manifest.

        Raises:
            ModelError: there is none, or it can't be read.
        """
        try:
            return cls(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise ModelError(
                f"{folder} is no model bundle: its {MANIFEST} can't be read ({error}); make one with `heed promote ARCHIVE`"
            ) from error


@dataclass(frozen=True)
class Bundle:
    """A version in its folder."""

    folder: Path

    @property
    def version(self) -> str:
        return self.folder.name

    @property
    def archive(self) -> Path:
        """Rasa's archive: rules, domain, classifier and the decision's weights."""
        return self.folder / ARCHIVE

    def verify(self) -> Manifest:
        """Checks each file against the manifest.

        Raises:
            ModelError: a file is missing, or is not what was put in.
        """
        manifest = Manifest.load(self.folder)
        for name, expected in manifest.sha256.items():
            path = self.folder / name
            if not path.is_file():
                raise ModelError(f"the model {self.version} is damaged: {path} is missing; promote another, or train anew")
            if (found := sha256(path)) != expected:
                raise ModelError(
                    f"the model {self.version} is damaged: {path} has the SHA-256 {found[:12]}…, its manifest says {expected[:12]}…; "
                    "promote another, or train anew"
                )
        return manifest


def make_bundle(archive: Path, models: Path) -> Bundle:
    """Makes a bundle of an archive that `rasa train` wrote, under the archive's name; one that is there already is kept.

    The bundle is made beside its place and renamed into it, so a half-made one is never seen.

    Raises:
        ModelError: there is no such archive.
    """
    if not archive.is_file():
        raise ModelError(f"there is no model {archive}; `heed models` lists what is there")
    bundle = Bundle(models / archive.name.removesuffix(".tar.gz"))
    if bundle.folder.is_dir():
        return bundle
    making = models / f".{bundle.version}.{os.getpid()}"
    making.mkdir(parents=True)
    try:
        _link(archive, making / ARCHIVE)
        manifest = Manifest(bundle.version, {ARCHIVE: sha256(making / ARCHIVE)}, datetime.now(timezone.utc).isoformat(timespec="seconds"))
        (making / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1) + "\n", encoding="utf-8")
        making.replace(bundle.folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return bundle


def sha256(path: Path) -> str:
    """A file's SHA-256, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _link(source: Path, target: Path) -> None:
    """The same file under a second name; a copy where the file system can't do that."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
