"""Products that the sample shop doesn't know: forty dialogues about each, ten decisions, a training, twenty questions.

The questions (`product_dialogues/*/questions.jsonl`) were written before anything was measured, and nobody who decides sees them. An answer
counts if the assistant states it (a template or a passage) and it holds the words that the question asks for. Of the first product the
questions were looked at when something was mended; the second one tells whether that holds for others, too.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bench.learning.loop import label_confident
from bench.results import Result
from bench.state.rasa_run import ROOT
from bot.models.registry import Registry
from bot.retraining.review.requests import FIRST as SHOWN
from bot.retraining.review.session import Session
from bot.retraining.suggestions.making import make_suggestions
from bot.reviews.records import BORDERLINE, Asked, Labels, NewIntent
from bot.server.model.assistant import Assistant
from bot.workspace import Workspace
from data.errors import ModelError
from data.folding import folded
from data.formats.bad_rows import BadRow
from data.formats.reading.dialogues import read_dialogues
from data.formats.storing.importing import import_dialogues
from data.mining.courtesies import strip_courtesies
from data.records import CUSTOMER, Dialogue
from finetune.settings import TrainingSettings
from finetune.training.remembering_reader import RememberingReader

FOLDER = Path(__file__).parent / "product_dialogues"
# A coffee machine, and a humidifier.
PRODUCTS = ("brisa", "sirocco")
DECISIONS, GOAL = 10, 0.8
# Fewer questions are no intent.
FEWEST = 2


def products(folder: Path) -> Iterator[Result]:
    """How many of the questions about each product are answered before and after."""
    for name in PRODUCTS:
        yield from product(folder / name, name)


def product(folder: Path, name: str) -> Iterator[Result]:
    """How many of the questions about one product are answered before and after.

    Args:
        folder: where the shop is made that learns of it.
        name: of the product, one of `PRODUCTS`.
    """
    workspace, served = _shop(folder)
    questions = [json.loads(line) for line in (FOLDER / name / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    test = "a product that the shop doesn't know, 40 dialogues, 20 questions"

    def result(metric: str, value: int, goal: str = "", holds: bool | None = None) -> Result:
        return Result(test, metric, value, "", goal, holds, condition=name)

    yield result("answered before", _answered(workspace, served, questions))
    with workspace.used():
        import_dialogues(FOLDER / name / "dialogues.jsonl", workspace.logs)
        decided = _review(workspace, name)
    yield result("decisions", decided, f"≤ {DECISIONS}", decided <= DECISIONS)
    answered = _answered(workspace, _trained(workspace), questions)
    yield result("answered after", answered, f"≥ {GOAL * len(questions):.0f}", answered >= GOAL * len(questions))


def _shop(folder: Path) -> tuple[Workspace, Path]:
    """The sample shop in a folder of its own, with its served model.

    Raises:
        ModelError: the repository has no trained model.
    """
    shop, place = Workspace(ROOT), Workspace(folder)
    model = Registry(shop.models).served()
    if model is None:
        raise ModelError("there is no trained model in models/; train one with `rasa train` or `heed run`")
    folder.mkdir(parents=True)
    for name in ("config.yml", "endpoints.yml", "credentials.yml"):
        shutil.copy2(ROOT / name, folder / name)
    shutil.copytree(shop.domain, place.domain)
    (folder / "domain.yml").symlink_to("domain")
    shutil.copytree(shop.data, place.data, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    place.models.mkdir()
    place.encoders.symlink_to(shop.encoders.resolve())
    shutil.copytree(shop.indexes, place.indexes)
    served = place.models / "served.tar.gz"
    shutil.copy2(model, served)
    Registry(place.models).promote("served")
    return place, served


def _review(workspace: Workspace, product: str) -> int:
    """Decides on what is suggested about a product; returns how many decisions that took.

    As somebody does who knows it: of a group that is shown, the questions about one thing are marked, and become an intent with an answer
    in the shop's own words (`answers.json`, written from what the agents say). What has no intent yet comes first, then what is asked most.
    """
    rows = read_dialogues(FOLDER / product / "dialogues.jsonl")
    dialogues = {row.dialogue.id: row.dialogue for row in rows if not isinstance(row, BadRow)}
    answers = json.loads((FOLDER / product / "answers.json").read_text(encoding="utf-8"))
    reader = RememberingReader.load(workspace.encoders, TrainingSettings().encoder)
    made = make_suggestions(workspace, reader, workspace.encoders)
    session = Session(made.all(), workspace, "reviewer")
    named: set[str] = set()
    decided = 0
    for _ in range(DECISIONS):
        marked = [each for each in _marked(session, dialogues) if len(each[2]) >= FEWEST]
        if not marked:
            break
        group, topic, texts = max(marked, key=lambda each: (each[1] not in named, len(each[2])))
        session.label(group, f"{product}_{topic}", "" if topic in named else answers[topic], texts)
        named.add(topic)
        print(f"{topic}: {len(texts)} of the {len(group.questions)} questions of {getattr(group, 'name', group.id)}", flush=True)
        decided += 1
    session.write()
    # As `heed suggest --accept-confident` once more: what the new intents' examples make clear needs nobody.
    label_confident(workspace, make_suggestions(workspace, reader, workspace.encoders).labels)
    return decided


def _marked(session: Session, dialogues: Mapping[str, Dialogue]) -> Iterator[tuple[NewIntent | Labels, str, list[str]]]:
    """Each group that is still to be decided on, with each topic in it and the questions about that."""
    for suggestion in session.pending():
        if isinstance(suggestion, (NewIntent, Labels)):
            shown = [*suggestion.questions[:SHOWN], *suggestion.questions[SHOWN:][-BORDERLINE:]]
            by_topic: dict[str, list[str]] = defaultdict(list)
            for question in shown:
                by_topic[_topic(question, dialogues)].append(question.text)
            by_topic.pop("", None)
            yield from ((suggestion, topic, texts) for topic, texts in by_topic.items())


def _topic(question: Asked, dialogues: Mapping[str, Dialogue]) -> str:
    """What a question is about: the topic of the customer's last message in it; empty if it isn't about the product."""
    for dialogue in (dialogues[id] for id in question.dialogues if id in dialogues):
        said = [folded(strip_courtesies(turn.text)) for turn in dialogue.turns if turn.role == CUSTOMER]
        places = [place for place, text in enumerate(said) if text in folded(question.text)]
        if places:
            return dialogue.tags[min(places[-1], len(dialogue.tags) - 1)]
    return ""


def _trained(workspace: Workspace) -> Path:
    before = set(Registry(workspace.models).archives())
    command = [sys.executable, "-m", "bot.cli.rasa", "train", "--skip-validation", "--out", "models"]
    subprocess.run(command, cwd=workspace.root, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True)
    return next(archive for archive in Registry(workspace.models).archives() if archive not in before)


def _answered(workspace: Workspace, model: Path, questions: Sequence[dict[str, str]]) -> int:
    """How many questions a model answers with what is asked for."""
    with workspace.used():
        assistant = Assistant.load(model)
        count = 0
        for question in questions:
            answer = asyncio.run(assistant.ask(question["text"]))
            stated = answer["decision"] in ("template", "passage") or bool(answer["parts"])
            right = stated and re.search(question["says"], answer["text"], re.IGNORECASE) is not None
            print(
                f"{'right' if right else 'WRONG' if stated else 'not answered'}: {question['text']} -> {answer['text'][:160]!r}", flush=True
            )
            count += right
        return count
