"""GET /desk/api/conversations/ID/suggestions?language=en: three answers that the assistant would give; their titles in that language."""

from __future__ import annotations

from dataclasses import asdict

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot.answers.links import CompanyLinks
from bot.decisions.evidence import EVIDENCE, Evidence
from bot.desk.desk_room import DeskRoom
from bot.desk.suggestions import Suggestion, last_question, suggestions
from bot.metrics import desk_suggestions
from bot.server.http.errors import NotReady
from bot.server.lifecycle import serving
from bot.server.model.served_model import ServedModel
from bot.state.agents.history import lines

LONGEST_QUESTION = 2_000


def serve_suggestions(desk: Blueprint, room: DeskRoom) -> None:
    """Adds the route."""

    @desk.get("/api/conversations/<conversation:str>/suggestions", unquote=True)
    async def suggested(request: Request, conversation: str) -> HTTPResponse:
        agent = await room.guard.agent(request)
        found = await room.known(conversation)
        await room.looks(agent, found)
        model = serving(request).model
        if not model.ready:
            raise NotReady()
        about = (await room.desk.owner(found)).about or {}
        question = last_question(await lines(room.client, found), about.get("asked", ""))[:LONGEST_QUESTION]
        language = str(request.args.get("language", ""))
        answers = await _answers(model, question, agent.id, about, language) if question else []
        if answers:
            desk_suggestions.labels("shown").inc()
        return json_response({"suggestions": [asdict(each) for each in answers]})


async def _answers(model: ServedModel, question: str, agent: str, about: dict[str, str], agents_language: str) -> list[Suggestion]:
    # A leading slash would be a command of Rasa's.
    read = await model.read(question.lstrip("/"), f"desk:{agent}", suggests=True)
    evidence = Evidence.from_json(read.get(EVIDENCE))
    if evidence is None:  # another classifier than Heed's: it says what is asked, no more
        intent = read.get("intent") or {}
        evidence = Evidence("", ranking=[{"name": intent.get("name"), "confidence": intent.get("confidence", 0.0)}])
    language = about.get("language") or evidence.language

    def template(intent: str) -> tuple[str, str]:
        name, channel = f"utter_{intent}", about.get("channel", "web")
        text = model.response(name, language, channel) or model.response(name, "", channel) or ""
        return text, model.title(intent, agents_language)

    return suggestions(evidence, template, getattr(getattr(model.agent, "nlg", None), "links", CompanyLinks()))
