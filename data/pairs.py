"""Mines question/answer pairs from dialogues: what a customer asked, and the agent's reply that answered it."""

import re
from collections.abc import Iterator

from data.courtesies import strip_courtesies
from data.records import Dialogue, Pair, Role
from data.script import language_of

HOLD = re.compile(
    r"\b(?:(?:one|a) (?:moment|sec(?:ond)?|minute)|bear with me|let me (?:check|look|see|ask|find out)"
    r"|i'?ll (?:check|look into|find out|ask)|hang on|checking)\b"
    r"|稍等|等一下|我查一下|帮您查|帮你查|我看一下",
    re.IGNORECASE,
)
ASKS_BACK = re.compile(r"[?？]\s*$")
CORRECTS = re.compile(
    r"\b(?:correct (?:myself|that|this|what)|correction|i was wrong|i (?:told|gave) you (?:something )?wrong"
    r"|wrong (?:information|info)|what i (?:said|wrote) was|scratch that|i misspoke|mistaken)\b"
    r"|更正|纠正|说错|搞错|弄错",
    re.IGNORECASE,
)
# Shorter than this, a reply says "Yes." or "You're welcome!", which answers nobody else.
SHORTEST_ANSWER = 25
SHORTEST_CHINESE_ANSWER = 8
# Shorter than this, a later question leans on the one before: "and how long does that take?"
SHORTEST_QUESTION = 45
SHORTEST_CHINESE_QUESTION = 14


def mine(dialogue: Dialogue) -> Iterator[Pair]:
    """The pairs of one dialogue, in order.

    Messages in a row by one side are one. A reply that only asks for patience or asks back leaves the question open, and
    what the customer says next is added to it. An agent who corrects himself replaces his earlier answer. A short later
    question is kept with the one that it leans on.
    """
    question = before = ""
    pairs: list[Pair] = []
    for role, texts in _runs(dialogue):
        if role == "customer":
            question = " ".join((question, *texts)).strip()
            if before and len(question) < _at_least(question, SHORTEST_QUESTION, SHORTEST_CHINESE_QUESTION):
                question = f"{before} {question}"
            continue
        said = " ".join(filter(None, map(strip_courtesies, texts)))
        if pairs and CORRECTS.search(said):
            wrong = pairs.pop()
            question, asked_since = wrong.question, question
            pairs.append(Pair(question, _without_holds(texts), dialogue.id, dialogue.date))
            question = "" if _answers(said) else asked_since
            continue
        answer = _without_holds(texts)
        if question and _answers(answer):
            pairs.append(Pair(question, answer, dialogue.id, dialogue.date))
            question, before = "", question
        elif not HOLD.search(said) and not ASKS_BACK.search(said):
            question = ""  # a short courtesy closes the subject: "You're welcome!"
    yield from pairs


def _runs(dialogue: Dialogue) -> Iterator[tuple[Role, list[str]]]:
    role: Role | None = None
    texts: list[str] = []
    for turn in dialogue.turns:
        if role is not None and turn.role != role:
            yield role, texts
            texts = []
        role = turn.role
        texts.append(turn.text)
    if role is not None:
        yield role, texts


def _without_holds(texts: list[str]) -> str:
    """The agent's messages in a row, less those that only ask for patience."""
    said = [strip_courtesies(text) for text in texts]
    return " ".join(text for text in said if text and not (HOLD.search(text) and not _answers(HOLD.sub("", text), twice=True)))


def _answers(text: str, twice: bool = False) -> bool:
    """Whether a reply is long enough to say something, and doesn't merely ask back."""
    shortest = _at_least(text, SHORTEST_ANSWER, SHORTEST_CHINESE_ANSWER)
    sentences = re.split(r"(?<=[.!?。！？])\s*", text.strip())
    said = " ".join(sentence for sentence in sentences if sentence and not ASKS_BACK.search(sentence))
    return len(said) >= shortest * (3 if twice else 1)


def _at_least(text: str, characters: int, chinese_characters: int) -> int:
    """A Chinese character says as much as a short word."""
    return chinese_characters if language_of(text) == "zh" else characters
