"""Quotes past answers, and sections of documents, with their sources. What stands in logs is not believed: anybody may have written it."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from bot.answers.document_names import named_document
from bot.answers.links import CompanyLinks

# Signs that Markdown and the like have a meaning for.
MARKUP = str.maketrans(dict.fromkeys("[]()<>*_`|~\n", " "))


def quotable(passage: Mapping[str, Any], links: CompanyLinks) -> dict[str, Any]:
    """A passage as customers may read it: only the company's links, nothing hidden; its sources' names as plain text.

    A section's source keeps the name of its file, which is the company's own: it is no text for customers, who are told its page.

    Args:
        passage: as `bot.decisions.evidence.passage_record` has it.
    """
    sources = [source if source.get("page") else {**source, "dialogue": _plain(source["dialogue"], links)} for source in passage["sources"]]
    return {**passage, "text": links.only(passage["text"]), "sources": sources}


def _plain(name: str, links: CompanyLinks) -> str:
    return links.only(str(name).translate(MARKUP)).strip()


def said_on(date: str | None, language: str) -> str:
    """Where a passage came from, in words."""
    if not date:
        return "来自以往的对话" if language == "zh" else "from an earlier conversation"
    day = datetime.date.fromisoformat(date)
    if language == "zh":
        return f"来自{day.year}年{day.month}月{day.day}日的对话"
    return f"from a conversation of {day.day} {day:%B %Y}"


def quote(lead: str, passage: Mapping[str, Any], language: str, name_sources: bool) -> str:
    """A lead and a passage, with its newest source, or with all sections, where the channel has no place of its own for them.

    Args:
        passage: as `bot.decisions.evidence.passage_record` has it.
    """
    named = named_sources(passage["sources"], language) if name_sources else ""
    return "\n\n".join(text for text in (lead, passage["text"], named) if text)


def named_sources(sources: Sequence[Mapping[str, Any]], language: str) -> str:
    """The sources of a quoted answer in words: all sections of documents, a line or two each, or the newest conversation, in brackets."""
    newest = sources[0]
    if newest.get("page"):
        return "\n".join(dict.fromkeys(named_document(source, language) for source in sources if source.get("page")))
    return f"({', '.join(filter(None, (said_on(newest.get('date'), language), str(newest.get('dialogue') or ''))))})"


def sources_of(passages: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Where an answer comes from: one passage's sources, or of several what each is quoted from, with what was said there (`text`)."""
    if len(passages) == 1:
        return [dict(source) for source in passages[0]["sources"]]
    return [{**source, "text": passage["text"]} for passage in passages for source in quoted_from(passage)]


def quoted_from(passage: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The sources that a passage's text is from: all sections that it quotes, or the newest of the dialogues that say the same.

    Args:
        passage: as `bot.decisions.evidence.passage_record` has it.
    """
    sources: Sequence[Mapping[str, Any]] = passage["sources"]
    return sources if sources and sources[0].get("page") else sources[:1]
