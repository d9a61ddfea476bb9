"""What customers asked in the logs that has no label yet."""

from __future__ import annotations

import datetime
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import msgspec

from bot.reviews.records import Asked
from data.folding import folded
from data.formats.bad_rows import BadRow
from data.formats.files.log_files import log_files
from data.formats.reading.dialogues import read_dialogues
from data.languages import LETTER, is_chinese, language_of
from data.mining.courtesies import strip_courtesies
from data.mining.pairs import mine
from data.parallel import Map, serial
from data.records import AGENT, BOT, CUSTOMER, Dialogue, Pair
from retrieval.lexical.words import distinct_words
from retrieval.search.query_context import leans

# Longer questions tell a story, with more than one thing asked in it; shorter ones say nothing by themselves.
LONGEST, SHORTEST, SHORTEST_CHINESE = 300, 8, 3
# Of a large log the newest questions are looked at, so many letters of them: encoders take some ten milliseconds for each hundred.
MOST_LETTERS = 800_000
# A customer who repeats so much of the words of an earlier message (Jaccard similarity) asks again.
AGAIN = 0.5


@dataclass
class Questions:
    """What logs ask.

    Attributes:
        asked: the unlabelled questions, the newest first.
        older: how many more there are, which weren't looked at.
        pairs: that were mined beside them.
        handed_over: the dialogues in which a bot went before an agent: the bot didn't know the answer.
        bad: the rows that had to be skipped.
    """

    asked: list[Asked] = field(default_factory=list)
    older: int = 0
    pairs: list[Pair] = field(default_factory=list)
    handed_over: set[str] = field(default_factory=set)
    bad: list[BadRow] = field(default_factory=list)


def read_asked(
    logs: Path, known: Collection[str], mapper: Map = serial, main_language: str = "en", most_letters: int = MOST_LETTERS
) -> Questions:
    """Reads the questions of a log or a folder of logs; a question that was asked several times comes once.

    Args:
        logs: the file or folder.
        known: texts, folded, that have a label or were decided on.
        mapper: where the logs are redacted once more; what comes out is the same.
        main_language: of questions too short to tell theirs.
        most_letters: of all questions together; of what is older than that, only the number is told.

    Raises:
        DataError: there are no logs, or one can't be read at all.
    """
    found = Questions()
    by_text: dict[str, list[Asked]] = {}
    for file in log_files(logs):
        for row in read_dialogues(file, mapper=mapper):
            if isinstance(row, BadRow):
                found.bad.append(row)
                continue
            pairs = list(mine(row.dialogue))
            found.pairs += pairs
            if _handed_over(row.dialogue):
                found.handed_over.add(row.dialogue.id)
            for asked in _of_dialogue(row.dialogue, pairs):
                by_text.setdefault(folded(asked.text), []).append(asked)
    joined = [_joined(same) for key, same in by_text.items() if key and key not in known]
    newest = list(_newest(joined, most_letters))
    found.asked = [msgspec.structs.replace(asked, language=language_of(asked.text, main=main_language)) for asked in newest]
    found.older = len(joined) - len(newest)
    return found


def _newest(asked: Iterable[Asked], most_letters: int) -> Iterator[Asked]:
    """The newest questions, so many letters of them; those of one day come in an order that has nothing to do with what they ask."""
    left = most_letters
    for each in sorted(asked, key=lambda each: (str(each.date or ""), zlib.crc32(each.text.encode())), reverse=True):
        left -= len(each.text)
        if left < 0:
            return
        yield each


def _handed_over(dialogue: Dialogue) -> bool:
    roles = [turn.role for turn in dialogue.turns]
    return BOT in roles and AGENT in roles[roles.index(BOT) :]


def _of_dialogue(dialogue: Dialogue, pairs: Iterable[Pair]) -> Iterator[Asked]:
    """Each question that was answered; where none was, what the customer came with. Their language isn't told yet."""
    runs = [(role, list(turns)) for role, turns in groupby(dialogue.turns, key=lambda turn: turn.role)]
    said = [" ".join(turn.text for turn in turns) if role == CUSTOMER else "" for role, turns in runs]
    rated_down = {
        place - 1 for place, (role, turns) in enumerate(runs) if role != CUSTOMER and any(turn.rating == "down" for turn in turns)
    }
    unhappy = [text for place, text in enumerate(said) if text and (place in rated_down or _again(text, said[place + 1 :]))]
    questions = list(_by_themselves(pairs)) or [(text, text, "") for text in said[:2] if text][:1]
    for whole, question, answer in questions:
        text = " ".join(strip_courtesies(question).split())
        if _worth_reading(text):
            yield Asked(text, "", (dialogue.id,), dialogue.date, answer, any(part in whole for part in unhappy))


def _by_themselves(pairs: Iterable[Pair]) -> Iterator[tuple[str, str, str]]:
    """Each pair's question as it was mined, and what of it stands by itself, with the answer.

    A short later question is mined together with the one before it, which has been answered: as an example that would teach an intent the
    words of another. What can't be understood without them is no example of any.
    """
    before: list[str] = []
    for pair in pairs:
        joined = max((asked for asked in before if pair.question.startswith(f"{asked} ")), key=len, default="")
        own = pair.question[len(joined) :].strip()
        before.append(pair.question)
        if not joined or not leans(own):
            yield pair.question, own, pair.answer


def _again(text: str, later: Iterable[str]) -> bool:
    words = distinct_words(text)
    others = [distinct_words(other) for other in later if other]
    return len(words) > 1 and any(len(words & other) >= AGAIN * len(words | other) for other in others)


def _worth_reading(text: str) -> bool:
    letters = len(LETTER.findall(text))
    return len(text) <= LONGEST and letters >= (SHORTEST_CHINESE if is_chinese(text) else SHORTEST)


def _joined(same: list[Asked]) -> Asked:
    """One question of all that were the same but for case and signs; the newest answer stands for all."""
    by_date = sorted(same, key=lambda each: each.date or datetime.date.min)
    answers = [each.answer for each in by_date if each.answer]
    return Asked(
        text=same[0].text,
        language="",
        dialogues=tuple(dict.fromkeys(dialogue for each in same for dialogue in each.dialogues)),
        date=by_date[-1].date,
        answer=answers[-1] if answers else "",
        unhappy=any(each.unhappy for each in same),
    )
