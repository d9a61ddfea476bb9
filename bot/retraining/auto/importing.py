"""Brings in what a retraining learns from: exports of other desks, documents, and the assistant's own conversations."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bot.domain import published_contacts
from bot.parallel import over_cores
from bot.server.erasure.exports import write_dialogues
from bot.state.redis.client import Client
from bot.workspace import Workspace, private_folder
from data.documents.importing import import_documents
from data.documents.kinds import document_files
from data.errors import DataError
from data.formats.files.sources import may_hold_logs
from data.formats.log_format import LogFormat
from data.formats.reading.identity import load_key
from data.formats.storing.importing import import_dialogues

# The log that holds the assistant's own conversations, in data/logs.
OWN = "conversations.jsonl"


def import_source(source: Path, workspace: Workspace) -> int:
    """Imports a log, an archive, a document or a folder of all sorts; returns how many dialogues were new or have gone on.

    Raises:
        DataError: it isn't there, or can't be read.
    """
    if not source.exists():
        raise DataError(f"{source} isn't there; retraining.sources in endpoints.yml, or the command, names it")
    documents = document_files(source)
    if documents:
        import_documents(source, documents, workspace.documents)
        if not may_hold_logs(source, documents):
            return 0
    key = load_key(workspace.dialogue_key)
    format = LogFormat(published=published_contacts(workspace.domain, workspace.documents))
    return import_dialogues(source, workspace.logs, format, over_cores, key=key, without=documents).dialogues


async def import_conversations(client: Client, workspace: Workspace) -> int:
    """Imports the assistant's own conversations, with ratings and what agents answered; returns how many were new or have gone on."""
    key = load_key(workspace.dialogue_key)
    private_folder(workspace.private)
    with tempfile.TemporaryDirectory(dir=workspace.private) as folder:
        file = Path(folder) / OWN
        with file.open("w", encoding="utf-8", errors="surrogatepass") as lines:
            written = await write_dialogues(client, lines)
        return import_dialogues(file, workspace.logs, key=key).dialogues if written else 0
