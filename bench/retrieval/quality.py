"""Quality: how often the reply that was really given is ranked first among others. See `hits` for search in a whole log.

Airline chats: first question to first reply, and a later message to its reply; handles and signatures stripped, dialogues split
by their id; the true reply among 100 of the test part. Taobao: contexts of `dev.txt`, each with its true reply, its hard
negatives and others, ten in all. Encoders are fine-tuned on the training parts; weights are learned on the validation parts.
"""

import gzip
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bench.results import Result
from bench.retrieval.hits import hits
from bench.retrieval.scores import Embed, Scores, bm25, dense, fused, learned_weights, tf_idf, weighed
from data.mining.courtesies import strip_courtesies
from data.records import Pair
from data.splits import part_of
from finetune.encoders.pretrained import load_pretrained
from finetune.training.contrastive import ContrastiveSettings, tune

SHARES = {"train": 0.8, "valid": 0.1, "test": 0.1}
ASKED, AMONG, AMONG_TAOBAO = 1_000, 100, 10
# Of Taobao's contexts, in the order of the file: these are asked, the next choose the weights, the rest teach.
TAOBAO_TEST, TAOBAO_VALID = 1_000, 500
# Passes over the airlines' pairs: half an hour on two cores without bfloat16.
EPOCHS = 1
ZERO_SHOT, TUNED = "zero-shot encoder", "heed: fine-tuned encoder"
# What is weighed in the hybrid of an encoder and words.
HYBRID = ("TF-IDF", "BM25")


class Chats(NamedTuple):
    """Questions, what the customer said before each, and the replies, of one part of a log."""

    questions: list[str]
    contexts: list[str]
    replies: list[list[str]]  # of each question C, the true one first


def measure(data: Path, tuned: Path | None, tuned_chinese: Path | None, chinese: str) -> Iterator[Result]:
    yield from airlines(data / "twitter_airlines" / "dialogues.jsonl.gz", tuned)
    yield from taobao(data / "taobao", tuned_chinese, chinese)


def airlines(log: Path, tuned: Path | None) -> Iterator[Result]:
    """R@1 and MRR of the true reply among 100, and hits in a search of the training part."""
    first: dict[str, list[tuple[str, Pair]]] = {part: [] for part in SHARES}
    later: dict[str, list[tuple[str, Pair]]] = {part: [] for part in SHARES}
    for pairs in said_and_replied(log):
        part = part_of(pairs[0].dialogue, SHARES)
        first[part].append(("", pairs[0]))
        later[part] += [(before.question, pair) for before, pair in pairwise(pairs)][:1]
    taught = [pair for _, pair in first["train"]]
    with tempfile.TemporaryDirectory() as folder:
        if tuned is None:
            tuned = Path(folder)
            tune(taught, tuned, ContrastiveSettings(epochs=EPOCHS))
        encoders = {ZERO_SHOT: load_pretrained("all-MiniLM-L6-v2").embed, TUNED: load_pretrained(str(tuned)).embed}
        texts = [text for pair in taught for text in (pair.question, pair.answer)]
        for name, parts in (("first replies", first), ("later replies", later)):
            valid, test = (_among(parts[part][:ASKED], AMONG) for part in ("valid", "test"))
            condition = f"{name}, true reply among {AMONG}, {len(test.questions)} test questions"
            yield from compared("twitter_airlines", condition, texts, valid, test, encoders)
        yield from hits(taught, [pair for _, pair in first["test"]], encoders)


def taobao(folder: Path, tuned: Path | None, encoder: str) -> Iterator[Result]:
    """R10@1 with the last message, and with all that was said before."""
    lines = [line.split("\t") for line in (folder / "dev.txt").read_text(encoding="utf-8").splitlines()]
    groups = [list(group) for _, group in groupby(lines, key=lambda line: line[1:-1])]
    groups = [group for group in groups if sum(line[0] == "1" for line in group) == 1]
    asked, chosen, taught = groups[:TAOBAO_TEST], groups[TAOBAO_TEST : TAOBAO_TEST + TAOBAO_VALID], groups[TAOBAO_TEST + TAOBAO_VALID :]
    everything = sorted({_joined(line[-1]) for line in lines})
    valid, test = _taobao_chats(chosen, everything), _taobao_chats(asked, everything)
    pairs = _taobao_pairs(folder, taught, {*valid.questions, *valid.contexts, *test.questions, *test.contexts})
    with tempfile.TemporaryDirectory() as temporary:
        if tuned is None:
            tuned = Path(temporary)
            tune(pairs, tuned, ContrastiveSettings(encoder=encoder))
        encoders = {ZERO_SHOT: load_pretrained(encoder).embed, TUNED: load_pretrained(str(tuned)).embed}
        texts = [text for pair in pairs for text in (pair.question, pair.answer)]
        condition = f"true reply among {AMONG_TAOBAO}, {len(asked)} contexts"
        yield from compared("taobao", condition, texts, valid, test, encoders)


def compared(
    dataset: str, condition: str, training: Sequence[str], valid: Chats, test: Chats, encoders: Mapping[str, Embed]
) -> Iterator[Result]:
    """All systems on the same questions and replies, alone and with what was said before."""
    scores: list[dict[str, Scores]] = [{}, {}]
    for place, chats in enumerate((valid, test)):
        flat = list(dict.fromkeys(reply for replies in chats.replies for reply in replies))
        at = {reply: column for column, reply in enumerate(flat)}
        columns = np.array([[at[reply] for reply in replies] for replies in chats.replies])  # (N, C)

        def ranked(matrix: Scores, columns: "np.ndarray[tuple[int, ...], np.dtype[np.int64]]" = columns) -> Scores:
            return np.take_along_axis(matrix, columns, axis=1)

        scores[place] = {
            "TF-IDF": ranked(tf_idf(training, chats.questions, flat)),
            "BM25": ranked(bm25(training, chats.questions, flat)),
            **{name: ranked(dense(embed, chats.questions, flat)) for name, embed in encoders.items()},
        }
        for name, embed in encoders.items():
            if any(chats.contexts):
                scores[place][f"{name}, earlier turns"] = ranked(dense(embed, chats.contexts, flat))
    chosen, asked = scores
    systems = dict(asked)
    systems["BM25 + zero-shot, fused by rank"] = fused(asked["BM25"], asked[ZERO_SHOT])
    tuned = [name for name in asked if name.startswith(TUNED)]
    hybrids = {"heed: hybrid": [*HYBRID, tuned[0]]} | ({"heed: hybrid, earlier turns": [*HYBRID, *tuned]} if len(tuned) > 1 else {})
    for name, parts in hybrids.items():
        weights = learned_weights([chosen[part] for part in parts])
        systems[name] = weighed([asked[part] for part in parts], weights)
    for name, among in systems.items():
        yield from ranks(name, dataset, condition, among)


def ranks(system: str, dataset: str, condition: str, among: Scores) -> Iterator[Result]:
    """R@1 and MRR from scores (N, C) whose first column is the true reply's; a tie counts as lost."""
    rank = 1 + (among[:, 1:] >= among[:, :1]).sum(axis=1)
    yield Result(dataset, f"R{among.shape[1]}@1", float((rank == 1).mean()), system=system, condition=condition)
    yield Result(dataset, "MRR", float((1 / rank).mean()), system=system, condition=condition)


def said_and_replied(log: Path) -> Iterator[list[Pair]]:
    """Of each dialogue, what the customer said and the agent replied, in order; only dialogues that the customer began."""
    with gzip.open(log, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            runs = [(role, [turn["text"] for turn in turns]) for role, turns in groupby(row["turns"], key=lambda turn: turn["role"])]
            found = []
            for (role, said), (_, replied) in pairwise(runs):
                question = " ".join(" ".join(word for word in text.split() if word[0] not in "@_") for text in said).strip()
                answer = " ".join(filter(None, map(strip_courtesies, replied)))
                if role == "customer":
                    if len(question) <= 3 or len(answer) <= 3:
                        break
                    found.append(Pair(question, answer, row["id"]))
            if found:
                yield found


def _among(asked: Sequence[tuple[str, Pair]], count: int) -> Chats:
    """Each question with its true reply and those of others, drawn by lot."""
    chance = np.random.default_rng(0)
    answers = [pair.answer for _, pair in asked]
    replies = []
    for row, answer in enumerate(answers):
        others = chance.choice(np.delete(np.arange(len(answers)), row), count - 1, replace=False)
        replies.append([answer, *(answers[other] for other in others)])
    contexts = [f"{before} {pair.question}" if before else "" for before, pair in asked]
    return Chats([pair.question for _, pair in asked], contexts, replies)


def _taobao_chats(groups: Sequence[list[list[str]]], everything: Sequence[str]) -> Chats:
    """Contexts with ten replies each: the true one, the file's hard negatives, and others to make up the number."""
    chance = np.random.default_rng(0)
    chats = Chats([], [], [])
    for group in groups:
        own = [_joined(line[-1]) for line in sorted(group, key=lambda line: line[0], reverse=True)]
        drawn = [everything[place] for place in chance.choice(len(everything), 30, replace=False)]
        chats.questions.append(_joined(group[0][-2]))
        chats.contexts.append(_joined(" ".join(group[0][1:-1])))
        chats.replies.append([*own, *(reply for reply in drawn if reply not in own)][:AMONG_TAOBAO])
    return chats


def _taobao_pairs(folder: Path, taught: Sequence[list[list[str]]], asked: set[str]) -> list[Pair]:
    """What an encoder may learn from: the rest of `dev.txt`, its last message and its whole context, and the two other files."""
    pairs = []
    for group in taught:
        reply = next(_joined(line[-1]) for line in group if line[0] == "1")
        pairs += [(_joined(group[0][-2]), reply), (_joined(" ".join(group[0][1:-1])), reply)]
    for name in ("question_answer.txt", "context_response.txt"):
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            *said, reply = map(_joined, line.split("\t"))
            pairs += [(said[-1], reply), ("".join(said), reply)]
    new = [(question, answer) for question, answer in dict.fromkeys(pairs) if question and answer and question not in asked]
    return [Pair(question, answer, f"t-{place}") for place, (question, answer) in enumerate(new)]


def _joined(text: str) -> str:
    """Without the blanks between Chinese words."""
    return "".join(text.split())
