"""Asks a server that runs in this folder, in place of a model that would have to be loaded."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

from bot.server.local_socket import servers
from bot.workspace import Workspace
from data.errors import HeedError

# Seconds; a busy server answers its customers first.
PATIENCE_S = 60.0


def ask_running(question: str) -> tuple[dict[str, Any], Path] | None:
    """A running server's answer with its evidence, and the archive of its model; none if no server runs here.

    Raises:
        HeedError: the server can't answer, or is too busy.
    """
    for process, connection in servers(Workspace.current().questions):
        with connection:
            try:
                said = _said(connection, question)
            except TimeoutError:
                raise HeedError(
                    f"the running server (process {process}) gave no answer within {PATIENCE_S:.0f} seconds; "
                    "--model with an archive of models/ loads that one here"
                ) from None
        if said is None:  # it has just ended
            continue
        if "error" in said:
            raise HeedError(said["error"])
        return said["answer"], Path(said["archive"])
    return None


def _said(connection: socket.socket, question: str) -> dict[str, Any] | None:
    connection.settimeout(PATIENCE_S)
    try:
        connection.sendall(json.dumps({"question": question}).encode() + b"\n")
        with connection.makefile("rb") as answers:
            line = answers.readline()
    except ConnectionError:
        return None
    return dict(json.loads(line)) if line.endswith(b"\n") else None
