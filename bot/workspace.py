"""All paths of an assistant's folder, so that work on one model can happen beside another."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from data.errors import SettingsError

PRIVATE = ".heed"
# The folder of the models' indexes, below that of the models.
INDEXES = "index"

_given: ContextVar[Workspace | None] = ContextVar("workspace", default=None)


def private_folder(folder: Path) -> None:
    """Makes a folder that only this user can enter, and closes one that is there to others; the same for a `.heed` that it lies in.

    Raises:
        SettingsError: it is another user's, or can't be made.
    """
    for place in (folder.parent, folder) if folder.parent.name == PRIVATE else (folder,):
        try:
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            found = place.stat()
            if os.geteuid() not in (0, found.st_uid):
                raise SettingsError(f"{place} belongs to the user {found.st_uid}, and may hold what customers wrote; run this as that user")
            if found.st_mode & 0o077:
                place.chmod(0o700)
        except OSError as error:
            raise SettingsError(f"{place} can't be made private to this user: {error}") from error


@dataclass(frozen=True)
class Workspace:
    """Where an assistant's data, models and secrets are.

    Attributes:
        root: the folder with `config.yml`. A relative one is below the folder that the process stands in.
    """

    root: Path = Path()

    @classmethod
    def current(cls) -> Workspace:
        """The workspace that `used` names, else the folder that the process stands in.

        Rasa makes its components without handing them one.
        """
        return _given.get() or cls()

    @contextmanager
    def used(self) -> Iterator[Workspace]:
        """Makes this the current workspace inside the `with` block, for this thread or task."""
        token = _given.set(self)
        try:
            yield self
        finally:
            _given.reset(token)

    @property
    def config(self) -> Path:
        return self.root / "config.yml"

    @property
    def endpoints(self) -> Path:
        return self.root / "endpoints.yml"

    @property
    def promotion(self) -> Path:
        """When a model may take another one's place; there need be no such file (`bot.models.promotion_settings`)."""
        return self.root / "promotion.yml"

    @property
    def domain(self) -> Path:
        return self.root / "domain"

    @property
    def data(self) -> Path:
        """Rasa's training data, and the logs below it."""
        return self.root / "data"

    @property
    def logs(self) -> Path:
        """The redacted dialogues that the assistant learns from."""
        return self.data / "logs"

    @property
    def documents(self) -> Path:
        """The sections of the company's documents, as `heed import` keeps them."""
        return self.data / "help"

    @property
    def models(self) -> Path:
        return self.root / "models"

    @property
    def indexes(self) -> Path:
        return self.models / INDEXES

    @property
    def encoders(self) -> Path:
        """Encoders that were exported from their packages, by content."""
        return self.models / "encoders"

    @property
    def private(self) -> Path:
        """What only the assistant itself reads: the embedded Redis, uploads, the secret."""
        return self.root / PRIVATE

    @property
    def redis(self) -> Path:
        return self.private / "redis"

    @property
    def uploads(self) -> Path:
        return self.private / "uploads"

    @property
    def questions(self) -> Path:
        """Where running servers are asked by this user (`bot.server.local_socket`)."""
        return self.private / "questions"

    @property
    def exports(self) -> Path:
        """Which files conversations were exported to."""
        return self.private / "exports.jsonl"

    @property
    def model_audit(self) -> Path:
        """Who promoted and decided what, as a hash chain (`bot.models.audit`)."""
        return self.private / "audit.jsonl"

    @property
    def secret(self) -> Path:
        return self.private / "secret"

    @property
    def audit(self) -> Path:
        """What agents looked at and did."""
        return self.private / "audit"

    @property
    def dialogue_key(self) -> Path:
        """The key of the hashed ids of dialogues."""
        return self.private / "dialogue-key"
