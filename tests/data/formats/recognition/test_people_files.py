"""Files of people beside logs: who is who by the ids that messages have."""

import gzip
import json
import random
import zlib
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile

import pytest

from data.errors import DataError
from data.formats.bad_rows import BadRow
from data.formats.files.sources import Source, sources_in
from data.formats.raw_dialogues import Message, RawDialogue
from data.formats.recognition.people_files import PeopleFile, people_files, roles_by_people
from tests.support.logs import said_in

SAID = (("7", "Does the lamp dim?"), ("8", "It does, with the wheel."), ("7", "And the small one?"), ("8", "That one doesn't."))


def write(folder: Path, people: dict[str, object]) -> None:
    messages = [
        {"ticket_id": "t1", "user_id": who, "body": text, "created_at": f"2026-03-02T09:1{n}:00Z"} for n, (who, text) in enumerate(SAID)
    ]
    (folder / "messages.json").write_text(json.dumps(messages))
    for name, entries in people.items():
        (folder / name).write_text(json.dumps(entries))


def test_who_is_who_stands_in_files_beside_the_log(tmp_path: Path) -> None:
    write(tmp_path, {"agents.json": {"agents": [{"id": 8, "name": "Eve"}]}, "customers.json": {"customers": [{"id": 7, "name": "Tom"}]}})
    assert [[role for role, _ in dialogue] for dialogue in said_in(tmp_path)] == [["customer", "agent"] * 2]


@pytest.mark.parametrize("files", [("agents.json", "customers.json"), ("people.json",)])
def test_ids_that_are_several_peoples_tell_nobody(files: tuple[str, ...], tmp_path: Path) -> None:
    lists = {name: [{"id": id_, "name": f"{name} {id_}"} for id_ in (7, 8)] for name in ("agents", "customers")}
    given: dict[str, object] = {"people.json": lists} if len(files) == 1 else {f"{name}.json": {name: lists[name]} for name in lists}
    write(tmp_path, {})
    (without,) = said_in(tmp_path)
    write(tmp_path, given)
    assert without in said_in(tmp_path)


@pytest.mark.parametrize("problem", [EOFError("cut"), OSError("away"), DataError("damaged"), zlib.error("bits"), BadZipFile("sum")])
def test_a_damaged_log_beside_people_is_no_matter_of_theirs(problem: Exception) -> None:
    def pieces() -> Iterator[RawDialogue | BadRow]:
        yield RawDialogue(1, "t1", [Message(1, "", "Does the lamp dim?", None, "7")])
        raise problem

    people = PeopleFile("agents.json", frozenset({("7", "agent")}))
    assert roles_by_people("log.jsonl.gz", pieces, [people]) == {}


@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.parametrize("roles", [False, True])
def test_who_is_who_stands_beside_the_conversations_of_one_object(roles: bool, wrapped: bool, tmp_path: Path) -> None:
    agents, customers = [{"id": 8, "name": "Eve", "joined_at": "2025-01-02"}], [{"id": 7, "name": "Tom", "joined_at": "2025-03-02"}]
    of_both = [{**agents[0], "role": "agent"}, {**customers[0], "role": "end-user"}]
    # The agent greets first, so that nobody is told by who begins.
    said = [("8", "Hello, this is the shop."), *SAID]
    messages = [{"author_id": who, "body": text, "created_at": f"2026-03-02T09:1{n}:00Z"} for n, (who, text) in enumerate(said)]
    held: dict[str, object] = {"tickets": [{"id": "t1", "comments": messages}, {"id": "t2", "comments": messages[:3]}]}
    held |= {"users": of_both} if roles else {"agents": agents, "customers": customers}
    (tmp_path / "export.json").write_text(json.dumps({"data": held} if wrapped else held))
    told = ["agent", "customer", "agent", "customer", "agent"]
    assert [[role for role, _ in dialogue] for dialogue in said_in(tmp_path / "export.json")] == [told, told[:3]]


def test_a_damaged_object_beside_a_log_is_passed_over(tmp_path: Path) -> None:
    said = [{"from": "customer", "text": "Does the lamp dim?"}, {"from": "agent", "text": "It does."}]
    (tmp_path / "tickets.json").write_text(json.dumps([{"id": "t1", "messages": said}, {"id": "t2", "messages": said}]))
    noise = random.Random(1).randbytes(1 << 17).hex()
    packed = gzip.compress(json.dumps({"tickets": [noise]}, indent=1).encode())
    (tmp_path / "more.json.gz").write_bytes(packed[:-1_000])
    assert len(said_in(tmp_path)) == 2


def test_conversations_beside_people_are_not_looked_through_for_people(tmp_path: Path) -> None:
    conversations = [{"id": f"c{n}", "type": "customer", "messages": [{"from": "7", "text": "Does it dim?"}]} for n in range(3)]
    (tmp_path / "log.json").write_text(json.dumps({"agents": [{"id": 8}], "conversations": conversations}))
    (source,) = (each for each in sources_in(tmp_path, ()) if isinstance(each, Source))
    assert [file.roles for file in people_files([source])] == [{("8", "agent")}]


@pytest.mark.parametrize("listed", ["participants", "members"])
def test_who_is_who_stands_in_conversations_whose_messages_lie_beside_them(listed: str, tmp_path: Path) -> None:
    members: dict[str, list[list[dict[str, object]]]] = {
        "participants": [[{"userId": "s8", "type": "agent"}, {"userId": f"u{n}", "type": "customer"}] for n in (1, 2)],
        "members": [
            [{"id": f"m{n}", "userId": "s8", "roles": ["owner"]}, {"id": f"n{n}", "userId": f"u{n}", "roles": ["guest"]}] for n in (1, 2)
        ],
    }
    chats = [{"id": f"c{n}", "topic": "Lamps", listed: members[listed][n - 1]} for n in (1, 2)]
    (tmp_path / "chats.json").write_text(json.dumps({"value": chats, "count": 2}))
    for n in (1, 2):  # the agent begins, so that nobody is told by who does
        said = (("s8", "Good day, your lamp is late."), (f"u{n}", "When will it come?"), ("s8", "Tomorrow."))
        messages = [
            {"chatId": f"c{n}", "authorId": who, "text": text, "sent": f"2026-03-0{n}T09:1{at}:00Z"} for at, (who, text) in enumerate(said)
        ]
        (tmp_path / f"messages_{n}.json").write_text(json.dumps({"value": messages}))
    assert [[role for role, _ in dialogue] for dialogue in said_in(tmp_path)] == [["agent", "customer", "agent"]] * 2


def test_two_owners_of_a_chat_are_not_both_of_the_company(tmp_path: Path) -> None:
    write(tmp_path, {"members.json": {"members": [{"id": 7, "roles": ["owner"]}, {"id": 8, "roles": ["owner"]}]}})
    assert [[role for role, _ in dialogue] for dialogue in said_in(tmp_path)] == [["customer", "agent"] * 2]


@pytest.mark.parametrize("roles", [["user", "agent"], ["agent", "user"], ["user", "staff", "agent"]])
def test_of_several_roles_the_strongest_decides(roles: list[str], tmp_path: Path) -> None:
    write(tmp_path, {"members.json": {"members": [{"id": 7, "roles": roles}, {"id": 8, "roles": ["user"]}]}})
    assert [[role for role, _ in dialogue] for dialogue in said_in(tmp_path)] == [["agent", "customer"] * 2]
