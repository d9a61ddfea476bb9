"""Files that customers uploaded or sent: in `.heed/uploads/<conversation>/`, for all processes here, kept as long as the conversation."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import secrets
import shutil
import time
import unicodedata
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.server.files.file_types import ENDINGS, VOICES
from bot.workspace import Workspace, private_folder

ID = (r"[0-9a-f]{32}", "32 hexadecimal digits, as the upload was answered with")
LARGEST_FILE = 5 * 1024 * 1024
# Of one conversation.
MOST_FILES = 20
LONGEST_NAME = 100
# The disk may be Redis', too: with less room, no files are taken.
LEAST_FREE = 512 * 1024 * 1024
# The web's conversations name their folders; of others, a file in the folder says which it is.
OF_WEB, NAMES = re.compile(r"[0-9a-f]{32}"), "conversation"
# What else lies there, as a disk's lost+found, is nobody's.
FOLDER = re.compile(r"(of-)?[0-9a-f]{32}")
# A folder that nobody wrote into for so long may be forgotten, if its conversation is.
DAY_S = 24 * 60 * 60.0


@dataclass(frozen=True)
class Upload:
    """A file.

    Attributes:
        upload: its id.
        name: the customer's name for it, made harmless; its ending says what the content is.
        type: what the content is (a MIME type).
        size: bytes.
    """

    upload: str
    name: str
    type: str
    size: int


class Files:
    """Keeps files. Each has its description beside it, as JSON; one without is not complete yet.

    Attributes:
        root: where the conversations' folders are.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """`folder` is the workspace's own if none is given."""
        self.root = folder or Workspace.current().uploads

    def count(self, conversation: str) -> int:
        return sum(1 for _ in self.folder(conversation).glob("*.json"))

    def free_bytes(self) -> int:
        """Room on the disk, which Redis may need, too."""
        existing = next(folder for folder in (self.root.resolve(), *self.root.resolve().parents) if folder.is_dir())
        return shutil.disk_usage(existing).free

    def write(self, conversation: str, content: bytes, id: str = "") -> Path:
        """Writes a file that is not known yet, for a virus scan to look at; under an id of its own if none is given."""
        folder = self.folder(conversation)
        private_folder(self.root)
        folder.mkdir(exist_ok=True, mode=0o700)
        if not OF_WEB.fullmatch(conversation):
            (folder / NAMES).write_text(conversation, encoding="utf-8")
        path = folder / (id or secrets.token_hex(16))
        path.write_bytes(content)
        path.chmod(0o600)
        return path

    def keep(self, path: Path, name: str, type: str) -> Upload:
        """Makes a written file known."""
        upload = Upload(path.name, safe_filename(name, type), type, path.stat().st_size)
        writing = path.with_suffix(".tmp")
        writing.write_text(json.dumps(asdict(upload), ensure_ascii=False), encoding="utf-8")
        writing.replace(path.with_suffix(".json"))
        return upload

    def find(self, conversation: str, upload: str) -> Upload | None:
        """A file of this conversation; none if it has no such file."""
        return self.described(self.folder(conversation).name, upload)

    def described(self, folder: str, upload: str) -> Upload | None:
        """A file of the conversation whose folder has this name; none if it has no such file."""
        try:
            return Upload(**json.loads((self.root / folder / f"{upload}.json").read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None

    def path(self, conversation: str, upload: Upload) -> Path:
        return self.folder(conversation) / upload.upload

    def remove(self, conversation: str, upload: str) -> None:
        """Removes a file, if it is there; with the last one, whose they were."""
        folder = self.folder(conversation)
        for name in (f"{upload}.json", f"{upload}.tmp", upload):
            (folder / name).unlink(missing_ok=True)
        if folder.is_dir() and {each.name for each in folder.iterdir()} <= {NAMES}:
            shutil.rmtree(folder, ignore_errors=True)

    def erase(self, conversation: str) -> int:
        """Removes all files of a conversation; returns how many there were."""
        folder = self.folder(conversation)
        count = self.count(conversation)
        shutil.rmtree(folder, ignore_errors=True)
        return count

    async def sweep(self, kept: Callable[[Iterable[str]], Awaitable[set[str]]]) -> None:
        """Removes the files of conversations that are not kept any more."""
        old = await asyncio.to_thread(self._old)
        for conversation in old.keys() - await kept(old):
            await asyncio.to_thread(shutil.rmtree, old[conversation], ignore_errors=True)

    def _old(self) -> dict[str, Path]:
        """The folders that nobody wrote into for a day, by whose files they hold; without those that are gone by now or can't be read."""
        found = {}
        for folder in self.root.iterdir() if self.root.is_dir() else ():
            with suppress(OSError, UnicodeDecodeError):
                if FOLDER.fullmatch(folder.name) and folder.is_dir() and time.time() - folder.stat().st_mtime > DAY_S:
                    found[_named(folder)] = folder
        return found

    def folder(self, conversation: str) -> Path:
        """Where a conversation's files are, if it has any."""
        if OF_WEB.fullmatch(conversation):
            return self.root / conversation
        return self.root / f"of-{hashlib.sha256(conversation.encode('utf-8', 'replace')).hexdigest()[:32]}"


def _named(folder: Path) -> str:
    """Whose files a folder holds."""
    try:
        return (folder / NAMES).read_text(encoding="utf-8")
    except FileNotFoundError:
        return folder.name


def safe_filename(name: str, type: str) -> str:
    """A file name without folders, control signs, signs that reverse text, or an ending that hides what it is."""
    name = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
    name = re.split(r"[/\\]", name)[-1]
    name = "".join("_" if char in "<>:\"|?*&'`" else char for char in name if unicodedata.category(char)[0] != "C")
    stem = re.sub(r"\.[^.]{0,8}$", "", name).strip(" .")[:LONGEST_NAME]
    return f"{stem or 'file'}.{ENDINGS.get(type) or VOICES[type]}"
