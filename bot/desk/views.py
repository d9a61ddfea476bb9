"""Conversations as the desk's page gets them, in JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from bot.server.files.uploads import ID, Files, Upload
from bot.state.agents.cases import CaseView
from bot.state.agents.history import Line
from bot.state.turns.owner import AGENT

SHORT = 8
Json = dict[str, Any]


def case_json(view: CaseView, names: Mapping[str, str]) -> Json:
    """A line of the list.

    Args:
        names: of agents, by their ids.
    """
    owner, about = view.owner, view.owner.about or {}
    return {
        "conversation": view.conversation,
        "short": short(view.conversation),
        "channel": view.channel,
        "language": about.get("language", ""),
        "owner": AGENT.rstrip(":") if owner.agent else owner.owner,
        "agent": owner.agent,
        "agent_name": names.get(owner.agent, owner.agent),
        "why": about.get("why", ""),
        "asked": about.get("asked", ""),
        "since": owner.since / 1000,
        "waiting_since": owner.waiting_since / 1000 or None,
        "unanswered": owner.unanswered / 1000 or None,
        "last": {"from": view.last[0], "text": view.last[1], "at": view.last[2]} if view.last else None,
        "mood": about.get("mood", ""),
        "rating": view.rating,
        "stars": view.stars,
    }


def line_json(line: Line, conversation: str, names: Mapping[str, str]) -> Json:
    """One message, note or change of hands. All of it is text: the page shows it, and never reads it as HTML."""
    return {
        "id": line.id,
        "from": line.by,
        "name": names.get(line.name, line.name),
        "text": line.text,
        "at": line.at,
        "attachments": attachments(line.uploads, conversation),
        "decision": line.decision,
        "rating": line.rating,
        "sources": [dict(source) for source in line.sources],
        **({"owner": line.owner} if line.owner else {}),
    }


def attachments(uploads: Iterable[Mapping[str, Any]], conversation: str) -> list[Json]:
    """The files that came with a line, as the channel described them, without what is no description of one.

    A messaging channel describes none before it has it from its platform.
    """
    shown = []
    for upload in uploads:
        found = upload.get("upload")
        if isinstance(found, str) and re.fullmatch(ID[0], found):
            if "type" not in upload:
                kept = Files().find(conversation, found)
                if kept is None:
                    continue
                upload = asdict(kept)
            named = {"name": str(upload.get("name", "")), "type": str(upload.get("type", "")), "size": int(upload.get("size") or 0)}
            shown.append({"id": found, **named, "url": upload_url(conversation, found)})
    return shown


def upload_json(upload: Upload, conversation: str) -> Json:
    """A file that an agent has just uploaded."""
    url = upload_url(conversation, upload.upload)
    return {"id": upload.upload, "name": upload.name, "type": upload.type, "size": upload.size, "url": url}


def upload_url(conversation: str, upload: str) -> str:
    return f"/desk/api/conversations/{quote(conversation, safe='')}/uploads/{upload}"


def short(conversation: str) -> str:
    """A conversation's id as people name it: its beginning; of a messaging channel's, the channel and the end."""
    channel, colon, rest = conversation.partition(":")
    return f"{channel}:…{rest[-SHORT:]}" if colon else conversation[:SHORT]
