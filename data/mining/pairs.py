"""Mines question/answer pairs from dialogues: what a customer asked, and the agent's reply that answered it."""

import re
from collections.abc import Iterator
from itertools import groupby

from data.both_scripts import compiled
from data.languages import HAN, is_chinese, sentences_of
from data.mining.boilerplate import Kind, without_boilerplate
from data.mining.corrections import without_withdrawn
from data.mining.courtesies import HANDLE, strip_courtesies
from data.mining.quality import judge
from data.records import AGENT, BOT, CUSTOMER, Dialogue, Pair

ASKS_BACK = re.compile(r"[?？]\s*$")
# After these, the customer goes on with the same question.
LEAVES_OPEN: frozenset[Kind] = frozenset({"hold", "redirect"})
# A bot that hands the customer over to a person.
FETCHES = compiled(
    r"\b(?:colleague|human|agent|representative|team|hand(?:ed|ing)? (?:you )?over|transfer|connect you|not sure|don't (?:know|understand)"
    r"|kolleg|mitarbeiter|compañer|agente|collègue|conseiller|colega|atendente)|人工|真人|转接|专员|不太确定|为您接|担当者|オペレーター|상담원",
    re.IGNORECASE,
)
# Shorter than this, a reply says “Yes.” or “Both done.”, which answers nobody else.
SHORTEST_ANSWER = 25
SHORTEST_CHINESE_ANSWER = 8
# Shorter than this, a later question leans on the one before: “and how long does that take?”
SHORTEST_QUESTION = 45
SHORTEST_CHINESE_QUESTION = 14


def mine(dialogue: Dialogue) -> Iterator[Pair]:
    """The pairs of one dialogue, in order.

    Messages in a row by one side are one. A reply that only asks for patience or asks back leaves the question open, and
    what the customer says next is added to it. An agent who corrects himself replaces his earlier answer. A short later
    question is kept with the one that it leans on. Of a reply, only what may answer somebody else is kept.
    """
    runs = [(role, [turn.text for turn in turns]) for role, turns in groupby(dialogue.turns, key=lambda turn: turn.role)]
    question = before = ""
    by_bot = False
    pairs: list[Pair] = []

    def add(asked: str, answer: str, position: int, left_out: list[Kind]) -> None:
        after = " ".join(runs[position + 1][1]) if position + 1 < len(runs) else ""
        quality = judge(asked, answer, after, left_out)
        pairs.append(Pair(asked, answer, dialogue.id, dialogue.date, quality, dialogue.product, dialogue.tags))

    for position, (role, texts) in enumerate(runs):
        if role == CUSTOMER:
            if by_bot:
                question, before, by_bot = "", question or before, False
            question = " ".join((question, *(HANDLE.sub("", text).strip() for text in texts))).strip()
            if before and len(question) < _at_least(question, SHORTEST_QUESTION, SHORTEST_CHINESE_QUESTION):
                question = f"{before} {question}"
            continue
        if role != AGENT:
            by_bot = role == BOT and _settles(texts)
            continue
        by_bot = False
        texts, withdrawn = without_withdrawn(texts)
        said = _joined(texts)
        answer, left_out = without_boilerplate(said)
        if pairs and withdrawn is not None and not any(_answers(without_boilerplate(text)[0]) for text in withdrawn):
            wrong = pairs.pop()
            if _answers(answer):
                add(wrong.question, answer, position, left_out)
                question = ""
            else:
                question = f"{wrong.question} {question}".strip()
        elif question and _answers(answer):
            add(question, answer, position, left_out)
            question, before = "", question
        elif not LEAVES_OPEN & set(left_out) and not ASKS_BACK.search(said):
            question = ""  # a short courtesy closes the subject: “You're welcome!”
    yield from pairs


def _joined(texts: list[str]) -> str:
    """Messages in a row as one, without addresses and sign-offs; a Chinese one that ends without a sign ends a sentence all the same."""
    said = [text for text in map(strip_courtesies, texts) if text]
    return " ".join([f"{text}。" if HAN.match(text[-1]) else text for text in said[:-1]] + said[-1:])


def _settles(texts: list[str]) -> bool:
    """Whether a bot's messages answer, rather than ask back or fetch somebody."""
    answer, left_out = without_boilerplate(_joined(texts))
    return (
        _answers(answer)
        and not LEAVES_OPEN & set(left_out)
        and not ASKS_BACK.search(" ".join(texts))
        and not FETCHES.search(" ".join(texts))
    )


def _answers(text: str) -> bool:
    """Whether a reply is long enough to say something besides asking back."""
    said = " ".join(sentence for sentence in sentences_of(text) if not ASKS_BACK.search(sentence))
    return len(said) >= _at_least(said, SHORTEST_ANSWER, SHORTEST_CHINESE_ANSWER)


def _at_least(text: str, characters: int, chinese_characters: int) -> int:
    """A Chinese character says as much as a short word."""
    return chinese_characters if is_chinese(text) else characters
