"""`heed index`, as it is typed, with a classifier that was trained on three intents."""

import json
import re
import tarfile
from pathlib import Path

import pytest

from tests.support.encoders import link_encoders
from tests.support.heed_command import heed

POT = "The Aune enamel pot works on induction hobs and in the oven up to 250 degrees."
LAMP = "A lamp that was never lit can be sent back within 30 days for a full refund."
KETTLE = "Please descale it with 20 g of citric acid in a litre of water and rinse twice."


def dialogue(name: str, question: str, answer: str, **about: object) -> str:
    turns = [{"role": "customer", "text": question}, {"role": "agent", "text": answer}]
    return json.dumps({"id": name, "date": "2025-03-14", **about, "turns": turns}) + "\n"


@pytest.fixture(scope="module")
def home(tiny_classifier: Path, encoders: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model in it."""
    folder = tmp_path_factory.mktemp("home")
    link_encoders(encoders, folder)
    with tarfile.open(folder / "models" / "tiny.tar.gz", "w:gz", compresslevel=0) as archive:
        archive.add(tiny_classifier, "components/train_AttentionIntentClassifier0")
    (folder / "first.jsonl").write_text(
        dialogue("d-1", "Does the enamel pot work on an induction hob?", POT, product="Aune")
        + dialogue("d-2", "Can I send a lamp back?", LAMP, tags=["returns"])
    )
    (folder / "second.jsonl").write_text(dialogue("d-3", "There is limescale in my kettle, what now?", KETTLE))
    return folder


def index(home: Path, *arguments: str) -> str:
    done = heed("index", *arguments, cwd=home)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_index_is_built_grows_shrinks_and_is_searched(home: Path) -> None:
    assert "2 questions lead to 2 passages" in index(home, "build", "--logs", "first.jsonl", "--out", "ix")
    assert "1 questions were added" in index(home, "add", "ix", "--logs", "second.jsonl")
    assert "0 questions were added" in index(home, "add", "ix", "--logs", "second.jsonl")
    (home / "queries.jsonl").write_text(
        '{"id": 7, "query": "limescale in the kettle"}\n"enamel pot induction"\n'
        '{"query": "how long can it be sent back?", "earlier": ["I have a lamp"]}\n'
        '{"query": "enamel pot induction", "filter": {"tag": "returns"}}\n'
    )
    rows = [json.loads(line) for line in index(home, "search", "ix", "--in", "queries.jsonl", "--k", "1", "--json").splitlines()]
    assert [row["passages"][0]["text"] for row in rows] == [KETTLE, POT, LAMP, LAMP]
    assert rows[0]["id"] == 7
    first = rows[0]["passages"][0]
    assert {"id", "text", "dialogue", "date", "score", "probability"} <= first.keys()
    assert (first["dialogue"], first["date"]) == ("d-3", "2025-03-14")
    assert json.loads(index(home, "stats", "ix", "--json"))["since_snapshot"] == 1
    assert "1 questions were removed" in index(home, "remove", "ix", "--id", str(first["id"]))
    unknown = heed("index", "remove", "ix", "--dialogue", "d-1", "--dialogue", "unknown", cwd=home)
    assert unknown.returncode == 1
    assert "holds no answer of dialogue 'unknown'; nothing was removed" in unknown.stderr
    assert "holds no answer with the id 7" in heed("index", "remove", "ix", "--id", "7", cwd=home).stderr
    assert "2 questions stand in a new snapshot" in index(home, "compact", "ix")
    [left] = [json.loads(line) for line in index(home, "search", "ix", "limescale in the kettle", "--json").splitlines()]
    assert KETTLE not in [passage["text"] for passage in left]


def test_the_table_is_for_people(home: Path) -> None:
    index(home, "build", "--logs", "first.jsonl", "--out", "people", "--quantise")
    assert "induction" in index(home, "search", "people", "pot on induction", "--filter", "product=Aune")
    shown = re.findall(r"│ (\d+) +│ (\d\.\d\d) ", index(home, "search", "people", "is the lamp or the pot enamel"))
    found = json.loads(index(home, "search", "people", "is the lamp or the pot enamel", "--json"))
    assert {id for id, _ in shown} == {str(hit["id"]) for hit in found}
    assert len(shown) > 1
    assert [probability for _, probability in shown] == sorted((probability for _, probability in shown), reverse=True)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["remove", "ix"], "nothing was named to remove"),
        (["add", "nowhere", "--logs", "first.jsonl"], "nowhere holds no index"),
        (["search", "--in", "nothing.jsonl"], "nothing.jsonl can't be read"),
        (["search", "pot", "--filter", "colour=red"], "It was: 'colour=red'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_an_error_says_what_to_do(home: Path, arguments: list[str], error: str) -> None:
    if arguments[0] == "search" and arguments[1] == "pot":
        index(home, "build", "--logs", "first.jsonl")
    done = heed("index", *arguments, cwd=home)
    assert done.returncode == 1
    assert error in done.stderr
