"""Which model is served: `models/current` says it, and is swapped by a rename.

    models/20261127-101500-brave-fox.tar.gz   what `rasa train` wrote
    models/20261127-101500-brave-fox/         the same as a bundle, once it was promoted
    models/current -> 20261127-101500-brave-fox
    models/history.jsonl                      a line for each promotion and rollback

As long as nothing was promoted, the newest archive is served, as `rasa run` does. `rasa run` itself knows no promotion: plainly it takes
the newest archive of `models/`; `rasa run --model models/current` takes what is promoted.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path

from bot.models.audit import HISTORY, note, sha256_of
from bot.models.bundle import ARCHIVE, Bundle, make_bundle, sha256
from bot.workspace import INDEXES, Workspace
from data.errors import ModelError

CURRENT = "current"
LOCK = "promoting.lock"
ENDING = ".tar.gz"
# Who promotes where no person does.
HEED = "heed"


@dataclass(frozen=True)
class Change:
    """A promotion or a rollback.

    Attributes:
        at: when, ISO 8601 in UTC.
        version: what is served since.
        before: what was served until then; empty if nothing had been promoted.
        kind: `promote` or `rollback`.
        why: the reason of one that nobody typed; empty otherwise.
        who: whose doing it was: a user of this machine, or `heed` by itself.
    """

    at: str
    version: str
    before: str
    kind: str = "promote"
    why: str = ""
    who: str = ""


def version_of(archive: Path) -> str:
    """The version that an archive of the registry is: its name, or that of the bundle around it."""
    return archive.parent.name if archive.name == ARCHIVE else archive.name.removesuffix(ENDING)


class Registry:
    """The models of a workspace."""

    def __init__(self, folder: Path) -> None:
        """`folder` is `models/` of the workspace; it need not be there yet."""
        self.folder = folder

    def archives(self) -> list[Path]:
        """What `rasa train` wrote, the newest first."""
        return sorted(self.folder.glob(f"*{ENDING}"), key=lambda path: path.stat().st_mtime, reverse=True)

    def promoted(self) -> Bundle | None:
        """The bundle that `models/current` points to; none if nothing was ever promoted.

        Raises:
            ModelError: it points to something that isn't there.
        """
        link = self.folder / CURRENT
        if not link.is_symlink():
            return None
        bundle = Bundle(self.folder / os.readlink(link))
        if not bundle.archive.is_file():
            raise ModelError(f"{link} points to {bundle.folder}, which holds no model; choose one with `heed promote VERSION`")
        return bundle

    def served(self) -> Path | None:
        """The archive that is served: the promoted one, or the newest where nothing was promoted; none if there is no model."""
        bundle = self.promoted()
        if bundle:
            return bundle.archive
        return next(iter(self.archives()), None)

    def newer(self) -> Path | None:
        """An archive that was trained after the promoted model, and so isn't served; none if there is no such."""
        bundle = self.promoted()
        newest = next(iter(self.archives()), None)
        if bundle is None or newest is None or newest.name == f"{bundle.version}{ENDING}":
            return None
        return newest if newest.stat().st_mtime > bundle.archive.stat().st_mtime else None

    def find(self, name: str) -> Path:
        """The archive of a version, by its name, its archive's name or a path.

        Raises:
            ModelError: there is none.
        """
        stem = Path(name).name.removesuffix(ENDING)
        places = (Path(name), self.folder / f"{stem}{ENDING}", Bundle(self.folder / stem).archive)
        found = next((place for place in places if place.is_file()), None)
        if found is None:
            raise ModelError(f"there is no model {name!r} in {self.folder}; `heed models` lists what is there")
        return found

    def promote(self, name: str, why: str = "", who: str = HEED) -> Change:
        """Serves a version from now on, after its files were checked.

        Args:
            name: the version, its archive's name, or the path of an archive.
            why: the reason, if nobody typed it.
            who: whose doing it is, if anybody's.

        Raises:
            ModelError: there is no such version, or it is damaged; what was served before still is.
        """
        with self._only_changer():
            return self._serve(name, "promote", why, who)

    def _serve(self, name: str, kind: str, why: str, who: str) -> Change:
        archive = self.find(name)
        inside = archive.name == ARCHIVE and archive.parent.parent == self.folder
        bundle = Bundle(archive.parent) if inside else make_bundle(archive, self.folder)
        self.check(bundle)
        link = self.folder / CURRENT
        before = os.readlink(link) if link.is_symlink() else ""
        swapping = self.folder / f".{CURRENT}.{os.getpid()}"
        swapping.unlink(missing_ok=True)
        swapping.symlink_to(bundle.version)
        swapping.replace(link)
        change = Change(datetime.now(timezone.utc).isoformat(timespec="seconds"), bundle.version, before, kind, why, who)
        line = json.dumps(asdict(change))
        note(
            kind,
            Workspace(self.folder.parent),
            version=change.version,
            before=before,
            who=who,
            why=why,
            model=sha256(bundle.archive),
            line=sha256_of(line.encode()),
        )
        with (self.folder / HISTORY).open("a", encoding="utf-8") as lines:
            lines.write(line + "\n")
        return change

    @contextmanager
    def _only_changer(self) -> Iterator[None]:
        """Waits until nobody else promotes or takes back; whoever dies lets go."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def check(self, bundle: Bundle, unpacked: Path | None = None) -> None:
        """Makes sure that a bundle is what was put in, and may be loaded.

        Args:
            bundle: the bundle.
            unpacked: where its archive's files go, as `bot.models.checking.check_model` has it.

        Raises:
            ModelError: it is damaged.
        """
        from bot.models.checking import check_model  # the index's libraries take half a second to import

        bundle.verify()
        check_model(bundle.archive, self.folder / INDEXES, unpacked)

    def rollback(self, version: str = "", why: str = "", who: str = HEED) -> Change:
        """Serves again what was served before the last promotion that wasn't undone.

        Args:
            version: undo the promotion of this one only: of several processes that want to, one does.
            why: the reason, if nobody typed it.
            who: whose doing it is, if anybody's.

        Raises:
            ModelError: there is nothing to go back to, or another version than the named one is served by now.
        """
        with self._only_changer():
            served = self.promoted() if version else None
            if served and served.version != version:
                raise ModelError(f"{version} is no longer served; {served.version} is, and stays")
            before = self._before()
            if not before:
                raise ModelError("there is no earlier promotion to go back to; `heed models` shows the history")
            return self._serve(before, "rollback", why, who)

    def history(self) -> list[Change]:
        """All promotions and rollbacks, the oldest first."""
        path = self.folder / HISTORY
        lines: Sequence[str] = path.read_text(encoding="utf-8").splitlines() if path.is_file() else ()
        return [Change(**json.loads(line)) for line in lines if line.strip()]

    def _before(self) -> str:
        """The version under the current one on the stack of promotions; a rollback takes the topmost off."""
        stack: list[str] = []
        for change in self.history():
            below = stack or ([change.before] if change.before else [])
            stack = stack[:-1] if change.kind == "rollback" else [*below, change.version]
        return stack[-2] if len(stack) > 1 else ""
