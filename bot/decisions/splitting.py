"""The questions of a message: a customer who asks two things at once wants two answers.

A message is cut where one request ends and the next begins: at the end of a sentence that asks, and at an “and”, “also” or comma before
words that ask anew. What is only told (“I bought a Bolle last week.”) stays with the question that follows it, or with the last one.
"""

import re

from bot.decisions.asking_words import (
    BEGINS,
    BESIDES,
    CONDITION,
    CUT,
    CUT_UNSPACED,
    FURTHER,
    INVERTED,
    JOINED,
    JOINED_UNSPACED,
    KANA,
    LINK,
    QUESTION,
    QUESTION_UNSPACED,
    SHORT_QUESTION,
    SURE_UNSPACED,
    THANKS,
    WISH,
    WORD,
)
from bot.decisions.stories import told
from data.languages import is_chinese, sentences_of

# A message has so many questions at most; a longer list is for a person.
MOST = 3
# A message of more clauses tells a story, in which the questions are those that `questions_of` finds.
MOST_CLAUSES = 5
# With fewer words, or Chinese characters, what an “and” leaves on either side is no question of its own: “how long and wide is it?”
FEWEST_WORDS, FEWEST_CHARACTERS = 3, 3


def questions_of(text: str) -> list[str]:
    """The questions of a message in their order, each with what was told before it; the whole message if it asks one thing.

    A message of more than `MOST` questions counts as one: its parts would be answers to a letter.
    """
    clauses = [clause for sentence in _sentences(text) for clause in _clauses(sentence)]
    sure = [place for place, clause in enumerate(clauses) if asks(clause) and _surely(clause)]
    asked: list[str] = []
    before: list[str] = []
    for place, clause in enumerate(clauses):
        # What is told before a sentence that begins with “also” is a matter of its own: “My grinder shrieks. Also, which oil does it need?”
        if before and FURTHER.match(clause) and asks(clause) and all(map(_says_enough, before)):
            asked.append(" ".join(before))
            before = []
        before.append(clause)
        # Words of a question inside a story ask nothing where a question comes after them.
        if asks(clause) and (place in sure or not sure or place > sure[-1]):
            asked.append(" ".join(before))
            before = []
    if before and asked and FURTHER.match(before[0]) and _says_enough(before[0]) and not THANKS.search(before[0]):
        asked.append(" ".join(before))
    elif before and asked:
        asked[-1] = " ".join([asked[-1], *before])
    return asked if 2 <= len(asked) <= MOST else [text]


def clauses_of(text: str) -> list[str]:
    """The clauses of a message, cut at every comma and “and” too; the whole message if they are too many to be looked at each."""
    clauses: list[str] = []
    for sentence in _sentences(text):
        cut = (CUT_UNSPACED if _unspaced(sentence) else CUT).split(sentence)
        parts = [part.strip(" ,;:，；、") for part in cut]
        glued: list[str] = []
        for part in filter(WORD.search, parts):
            if glued and not (_says_enough(glued[-1]) and _says_enough(part)):
                glued[-1] += f"，{part}" if _unspaced(sentence) else f", {part}"
            else:
                glued.append(part)
        clauses += glued
    said = [clause for clause in clauses if _says_enough(clause)]
    return said if 2 <= len(said) <= MOST_CLAUSES else [text]


def told_besides(text: str) -> list[str]:
    """What a message tells before and after “also”, each to be answered; the whole message if it tells one thing, or a long story."""
    told = [part.strip(" ,;，；、") for part in BESIDES.split(text)]
    return told if 2 <= len(told) <= MOST and all(map(_says_enough, told)) else [text]


def without_link(text: str) -> str:
    """A question without the words that only link it to the one before it."""
    rest = LINK.sub("", text)
    return rest if _says_enough(rest) else text


def _sentences(text: str) -> list[str]:
    """Sentences; a question mark ends one whether or not a blank follows."""
    marked = re.sub(r"(?<=[?？؟])(?=[^\s?？؟!！)])", "\n", text)
    return [part for sentence in sentences_of(marked) for part in re.split(r"(?<=[?？؟])\s+", sentence) if part.strip()]


def _unspaced(text: str) -> bool:
    """Whether a text is Chinese or Japanese, which put no blanks between words."""
    return is_chinese(text) or KANA.search(text) is not None


def _clauses(sentence: str) -> list[str]:
    """What stands between the boundaries of a sentence; what says too little stays with what it follows, or leads to."""
    clauses: list[str] = []
    start = 0
    for found in (JOINED_UNSPACED if _unspaced(sentence) else JOINED).finditer(sentence):
        before, after = (part.strip(" ,;，；、") for part in (sentence[start : found.start()], sentence[found.end() :]))
        if _says_enough(before) and (_says_enough(after) or SHORT_QUESTION.match(after)):
            clauses.append(before)
            start = found.end()
    return [*clauses, sentence[start:].strip(" ,;，；、")]


def asks(clause: str) -> bool:
    """Whether a clause asks or requests something."""
    return not CONDITION.match(clause) and bool((QUESTION_UNSPACED if _unspaced(clause) else QUESTION).search(clause))


def _surely(clause: str) -> bool:
    """Whether a clause that holds words of a question asks one: it doesn't only tell what somebody said, or when something was."""
    if told(clause):
        return False
    if _unspaced(clause):
        return not clause.endswith("。") or SURE_UNSPACED.search(clause) is not None
    return bool(re.search("[?？]", clause) or BEGINS.search(clause) or INVERTED.search(clause) or WISH.search(clause))


def _says_enough(clause: str) -> bool:
    return len(clause) >= FEWEST_CHARACTERS if _unspaced(clause) else len(clause.split()) >= FEWEST_WORDS
