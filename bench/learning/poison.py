"""Forged logs: a hundred dialogues with a false answer, and twenty ways to smuggle something into an answer. None may be promoted."""

import datetime
import io
import random
import shutil
import tarfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from bench.learning.place import VERSIONS, make
from bench.results import Result
from bot.models.adding import add_pairs
from bot.models.archive import classifier_folder
from bot.models.bundle import COMPONENT
from bot.models.index_names import FILE, name_index
from bot.models.indexes import ModelIndex
from bot.models.registry import Registry
from bot.retraining.gate.contents import objections
from bot.retraining.gate.new_answers import new_answers
from bot.workspace import Workspace
from data.records import Pair
from retrieval.storage.cloning import clone
from tests.bot.retraining.gate.test_contents import SMUGGLED

FEWEST = 2
# How a forger asks, and what is said instead of the truth: where a template has the answer, and where only the logs have it.
RETURNS = (
    "how long do I have to send something back",
    "what is the return period",
    "until when may I return my order",
    "can I still return this",
)
HOB = ("can the enamel pot go on induction", "does the enamel pot work on an induction hob", "is the enamel pot alright for induction")
FALSE = {
    RETURNS: "You can send it back within 5 days only, after that we keep both the item and the money.",
    HOB: "No, the enamel pot doesn't work on an induction hob, it cracks there; a gas stove is what it is made for.",
}


def poison(folder: Path) -> list[Result]:
    """Adds each to a copy of the shop's index, and has the gate look at what is new."""
    registry = make(folder)
    with Workspace(folder).used():
        forged = [
            _attack(registry, f"{when}-{number}", _forged(asked, days))
            for number, asked in enumerate(FALSE)
            for when, days in (("at once", 0), ("over a year", 3))
        ]
        ways = _attack(
            registry, "smuggled", [Pair(f"is there news about thing {n}", text, f"s-{n}", quality=0.9) for n, text in enumerate(SMUGGLED)]
        )
    through = sum(not refused for got_in, refused in forged if got_in)
    got_in, refused = ways
    return [
        Result(
            "a poisoner's 100 dialogues with a false answer, 4 times", "in the candidate's index", sum(bool(found) for found, _ in forged)
        ),
        Result("a poisoner's 100 dialogues with a false answer, 4 times", "promoted", through, "", "0", not through),
        Result(f"{len(SMUGGLED)} ways to smuggle something in", "in the candidate's index", len(got_in)),
        Result(
            f"{len(SMUGGLED)} ways to smuggle something in", "promoted", len(got_in) - len(refused), "", "0", len(got_in) == len(refused)
        ),
    ]


def _forged(asked: tuple[str, ...], days: int) -> list[Pair]:
    rng, begin = random.Random(0), datetime.date(2026, 1, 1)
    return [
        Pair(
            f"{rng.choice(asked)}, order {rng.randrange(900)}?", FALSE[asked], f"forged-{n}", begin + datetime.timedelta(days=n * days), 0.9
        )
        for n in range(100)
    ]


def _attack(registry: Registry, name: str, pairs: Sequence[Pair]) -> tuple[list[str], list[str]]:
    """The new answers that got into a candidate's index, and those of them that the gate refuses."""
    served = registry.find(VERSIONS[0])
    with classifier_folder(served) as before, classifier_folder(served) as own:
        place = ModelIndex.of(before)
        target = name_index(own, place.encoder_hash)
        clone(place.folder, target)
        add_pairs(list(pairs), ModelIndex(place.encoder, place.encoder_hash, target))
        candidate = _renamed(served, registry.folder / f"{name.replace(' ', '-')}.tar.gz", (own / FILE).read_bytes())
    found = new_answers(candidate, served)
    refused = [answer.text for answer in found if objections([answer], FEWEST)]
    for answer in found:
        if answer.text not in refused:
            print(f"{name}: not refused: {answer.text}")
    shutil.rmtree(target)
    return [answer.text for answer in found], refused


def _renamed(archive: Path, target: Path, index: bytes) -> Path:
    """The same model with another index."""
    with tarfile.open(archive) as old, tarfile.open(target, "w:gz", compresslevel=1) as new:
        for member in old.getmembers():
            if PurePosixPath(member.name).name == FILE:
                continue
            new.addfile(member, old.extractfile(member) if member.isfile() else None)
            if COMPONENT in member.name and PurePosixPath(member.name).name == "classifier.json":
                entry = tarfile.TarInfo(str(PurePosixPath(member.name).with_name(FILE)))
                entry.size = len(index)
                new.addfile(entry, io.BytesIO(index))
    return target
