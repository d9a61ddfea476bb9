"""Quality: how often the reply that was really given is ranked first among others.

Airline chats: first question to first reply, handles and signatures stripped, dialogues split by their id; the true reply
among 100 of the test part. Taobao: contexts of `dev.txt`, each with its true reply, its hard negatives and others, ten in all.
"""

import gzip
import json
import tempfile
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from bench.retrieval_rows import Row
from data.courtesies import strip_courtesies
from data.records import Pair
from data.splits import part_of
from finetune.contrastive import tune
from finetune.pretrained import Pretrained, load_pretrained
from finetune.tokens import encode
from retrieval.lexical import LexicalIndex
from retrieval.words import words

Floats = NDArray[np.float32]
Scores = NDArray[np.float64]

SHARES = {"train": 0.8, "valid": 0.1, "test": 0.1}
ASKED, AMONG = 1_000, 100
FUSION = 60


def measure(data: Path, tuned: Path | None, chinese: str) -> Iterator[Row]:
    yield from airlines(data / "twitter_airlines" / "dialogues.jsonl.gz", tuned)
    yield from taobao(data / "taobao" / "dev.txt", chinese)


def airlines(log: Path, tuned: Path | None) -> Iterator[Row]:
    """R@1 and MRR of the true reply among 100."""
    parts: dict[str, list[Pair]] = {part: [] for part in SHARES}
    for pair in first_pairs(log):
        parts[part_of(pair.dialogue, SHARES)].append(pair)
    with tempfile.TemporaryDirectory() as folder:
        if tuned is None:
            tuned = Path(folder)
            tune(parts["train"], tuned)
        training = [text for pair in parts["train"] for text in (pair.question, pair.answer)]
        asked = parts["test"][:ASKED]
        questions, answers = [pair.question for pair in asked], [pair.answer for pair in asked]
        chance = np.random.default_rng(0)
        others = np.stack([chance.choice(np.delete(np.arange(len(asked)), row), AMONG - 1, replace=False) for row in range(len(asked))])
        candidates = np.concatenate([np.arange(len(asked))[:, None], others], axis=1)  # (N, 100), the true one first
        scores = {
            "TF-IDF": tf_idf(training, questions, answers),
            "BM25": bm25(training, questions, answers),
            "zero-shot encoder": dense(load_pretrained("all-MiniLM-L6-v2"), questions, answers),
            "heed: fine-tuned encoder": dense(load_pretrained(str(tuned)), questions, answers),
        }
    ranked = {name: np.take_along_axis(matrix, candidates, axis=1) for name, matrix in scores.items()}
    ranked["BM25 + zero-shot, fused"] = fuse(ranked["BM25"], ranked["zero-shot encoder"])
    ranked["heed: hybrid"] = fuse(ranked["BM25"], ranked["heed: fine-tuned encoder"], weight=3)
    for name, among in ranked.items():
        yield from ranks(name, "twitter_airlines", f"true reply among {AMONG}, {len(asked)} test questions", among)


def taobao(file: Path, encoder: str) -> Iterator[Row]:
    """R10@1 with the last message, and with all that was said before."""
    lines = [line.rstrip("\n").split("\t") for line in file.read_text(encoding="utf-8").splitlines()]
    groups = [list(group) for _, group in groupby(lines, key=lambda line: line[1:-1])]
    groups = [group for group in groups if sum(line[0] == "1" for line in group) == 1][:ASKED]
    chance = np.random.default_rng(0)
    everything = sorted({"".join(line[-1].split()) for line in lines})
    replies = []  # of each context ten: the true one, the file's hard negatives, and others to make up the number
    for group in groups:
        own = ["".join(line[-1].split()) for line in sorted(group, key=lambda line: line[0], reverse=True)]
        drawn = [everything[place] for place in chance.choice(len(everything), 30, replace=False)]
        replies.append([*own, *(reply for reply in drawn if reply not in own)][:10])
    pretrained = load_pretrained(encoder)
    for condition, first in (("last message", -2), ("with the earlier turns", 1)):
        contexts = ["".join(" ".join(group[0][first:-1]).split()) for group in groups]
        flat = [reply for group in replies for reply in group]
        scores = {
            "TF-IDF": tf_idf([*contexts, *flat], contexts, flat),
            "BM25": bm25(flat, contexts, flat),
            "zero-shot encoder": dense(pretrained, contexts, flat, first_token=True),
        }
        places = np.arange(len(flat)).reshape(len(groups), 10)
        ranked = {name: np.take_along_axis(matrix, places, axis=1) for name, matrix in scores.items()}
        ranked["heed: hybrid"] = fuse(ranked["BM25"], ranked["zero-shot encoder"], weight=3)
        for name, among in ranked.items():
            yield from ranks(name, "taobao", f"true reply among 10, {condition}, {len(groups)} contexts", among)


def first_pairs(log: Path) -> Iterator[Pair]:
    """Of each dialogue the customer's first messages with the agent's first reply."""
    with gzip.open(log, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            runs = [(role, [turn["text"] for turn in turns]) for role, turns in groupby(row["turns"], key=lambda turn: turn["role"])]
            for (role, said), (_, replied) in pairwise(runs):
                question = " ".join(" ".join(word for word in text.split() if word[0] not in "@_") for text in said).strip()
                answer = " ".join(filter(None, map(strip_courtesies, replied)))
                if role == "customer":
                    if len(question) > 3 and len(answer) > 3:
                        yield Pair(question, answer, row["id"])
                    break


def ranks(system: str, dataset: str, condition: str, among: Scores) -> Iterator[Row]:
    """R@1 and MRR from scores (N, C) whose first column is the true reply's; a tie counts as lost."""
    rank = 1 + (among[:, 1:] >= among[:, :1]).sum(axis=1)
    yield Row(system, dataset, condition, f"R{among.shape[1]}@1", float((rank == 1).mean()))
    yield Row(system, dataset, condition, "MRR", float((1 / rank).mean()))


def fuse(one: Scores, other: Scores, weight: float = 1) -> Scores:
    """Reciprocal rank fusion of two score matrices (N, C), the second weighed more."""
    places = [(-scores).argsort(axis=1).argsort(axis=1) for scores in (one, other)]
    return 1 / (FUSION + places[0]) + weight / (FUSION + places[1])


def tf_idf(training: Sequence[str], questions: Sequence[str], answers: Sequence[str]) -> Scores:
    vectorizer = TfidfVectorizer(sublinear_tf=True, tokenizer=words, token_pattern=None)
    vectorizer.fit(training)
    return np.asarray((vectorizer.transform(questions) @ vectorizer.transform(answers).T).toarray())


def bm25(training: Sequence[str], questions: Sequence[str], answers: Sequence[str]) -> Scores:
    """BM25 scores (N, M); rarities are those of the training texts."""
    rarity = LexicalIndex.build(np.arange(len(training), dtype=np.int64), training)
    split = [words(answer) for answer in answers]
    mean = float(np.mean([len(said) for said in split]))
    places: dict[str, list[tuple[int, float]]] = {}
    for place, said in enumerate(split):
        for word in set(said):
            count = said.count(word)
            places.setdefault(word, []).append((place, count / (count + 1.5 * (0.25 + 0.75 * len(said) / mean))))
    scores = np.zeros((len(questions), len(answers)))
    for row, question in enumerate(questions):
        for word, weight in rarity.weigh(question).items():
            for place, share in places.get(word, ()):
                scores[row, place] += weight * share
    return scores


def dense(pretrained: Pretrained, questions: Sequence[str], answers: Sequence[str], first_token: bool = False) -> Scores:
    """Cosines (N, M) of sentence vectors: the mean of the token states, or the first token's."""

    def embed(texts: Sequence[str]) -> Floats:
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        vectors = np.zeros((len(texts), pretrained.model.config.hidden_size), dtype=np.float32)
        with torch.inference_mode():
            for start in range(0, len(order), 64):
                rows = order[start : start + 64]
                batch = encode(pretrained.tokenizer, [texts[row] for row in rows], 128)
                mask = torch.from_numpy(batch.mask)
                states = pretrained.model(input_ids=torch.from_numpy(batch.ids), attention_mask=mask).last_hidden_state.numpy()
                weights = batch.mask[:, :, None]
                vectors[rows] = states[:, 0] if first_token else (states * weights).sum(1) / weights.sum(1)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))

    return np.asarray(embed(questions) @ embed(answers).T, dtype=np.float64)
