"""`heed conversations` as it is typed."""

import json
import subprocess
import time
from datetime import datetime, timezone
from pathlib import Path

import pytest

from bot.server.files.uploads import Files
from bot.state.redis.keys import MOODS, PARTS, WORK, key
from bot.state.redis.url import VARIABLE
from tests.bot.conftest import RedisClient
from tests.support.heed_command import heed

ID = "abcdefab" * 4  # nothing that import takes out of it


def conversations(*arguments: str | Path, cwd: Path | None = None) -> "subprocess.CompletedProcess[str]":
    return heed("conversations", *arguments, cwd=cwd)


def store(state: RedisClient, conversation: str) -> None:
    events = [
        {"event": "action", "name": "action_session_start", "timestamp": 1.7e9},
        {"event": "user", "text": "Where is it? Mail jo@example.com", "timestamp": 1.7e9},
        {"event": "bot", "text": "On its way.", "data": {"buttons": [{"title": "Thanks!", "payload": "/thank"}]}, "timestamp": 1.7e9},
        {"event": "user", "text": "/thank", "timestamp": 1.7e9},
    ]
    state.rpush(key(conversation, "events"), *map(json.dumps, events), "{broken")
    state.expire(key(conversation, "events"), 3600)


def test_list_show_export_import(state: RedisClient, tmp_path: Path) -> None:
    store(state, ID)
    store(state, "{odd} id*")
    assert {row["conversation"]: row["messages"] for row in json.loads(conversations("list", "--json").stdout)} == {ID: 3, "{odd} id*": 3}
    state.zadd(f"{MOODS}seen", {ID: 1})  # what is counted of all is no conversation, whatever its key ends with
    listed = conversations("list").stdout  # a terminal of 80 columns, as no other is known
    assert "2 conversations." in listed
    assert f"│ {ID[:6]} " in listed
    assert "│ assistant │" in listed
    assert "│ 2023-11-14 22:13 │" in listed
    now = time.time()
    state.rpush(key("fedcba", "events"), json.dumps({"event": "user", "text": "Hello", "timestamp": now}))
    state.expire(key("fedcba", "events"), 3600)
    assert f"│ {datetime.fromtimestamp(now, timezone.utc):%m-%d %H:%M}  " in conversations("list").stdout
    state.delete(key("fedcba", "events"))
    assert [message["text"] for message in json.loads(conversations("show", ID, "--json").stdout)][1:] == ["On its way.", "Thanks!"]
    assert "On its way." in conversations("show", "{odd} id*").stdout
    assert conversations("export", tmp_path / "all.jsonl").returncode == 0
    assert conversations("export", tmp_path / "one.jsonl", "--conversation", ID).returncode == 0
    assert [len((tmp_path / name).read_text().splitlines()) for name in ("all.jsonl", "one.jsonl")] == [2, 1]

    imported = heed("import", tmp_path / "one.jsonl", "--out", tmp_path / "logs")
    assert "1 dialogues with 3 messages" in imported.stdout
    [dialogue] = [json.loads(line) for line in (tmp_path / "logs" / "one.jsonl").read_text().splitlines()]
    assert dialogue["turns"][0]["text"] == "Where is it? Mail [email]"

    erased = conversations("erase", ID, "--yes", "--logs", tmp_path / "logs")
    assert "Erased 1 of 1 conversations from Redis, 0 uploads, 1 dialogues" in erased.stdout
    assert (tmp_path / "logs" / "one.jsonl").read_text() == ""
    assert list(state.scan_iter(match=f"*{ID}*")) == []
    assert json.loads(conversations("list", "--json").stdout)[0]["conversation"] == "{odd} id*"


def test_short_ids_filters_owners_and_roles(state: RedisClient, tmp_path: Path) -> None:
    other = "abcdef00" * 4
    store(state, ID)
    store(state, other)
    state.rpush(key(ID, "events"), json.dumps({"event": "agent", "text": "I'll look.", "timestamp": 1.7e9, "metadata": {"agent": "mia"}}))
    state.hset(key(ID, "owner"), mapping={"owner": "agent:mia", "version": 2})
    state.hset(key(other, "ratings"), "1-1", json.dumps({"value": "down"}))
    state.xadd(key(other, "outbox"), {"to": "", "reply": json.dumps({"text": "On its way.", "decision": "template"})})
    rows = {row["conversation"]: row for row in json.loads(conversations("list", "--json").stdout)}
    assert {row["id"] for row in rows.values()} == {"abcdefa", "abcdef0"}
    assert (rows[ID]["owner"], rows[other]["decision"], rows[other]["rating"]) == ("agent:mia", "template", "down")
    assert [row["id"] for row in json.loads(conversations("list", "--json", "--handed-over").stdout)] == ["abcdefa"]
    assert [row["id"] for row in json.loads(conversations("list", "--json", "--rated", "down").stdout)] == ["abcdef0"]
    assert json.loads(conversations("list", "--json", "--since", "1h").stdout) == []
    assert len(json.loads(conversations("list", "--json", "--since", "2020-01-01").stdout)) == 2
    assert "agent mia" in conversations("show", "abcdefa").stdout
    for typed, message in (("abcdef", "2 conversations begin with"), ("abcdefaz", "there is no conversation"), ("", "there is no conv")):
        assert message in conversations("show", typed).stderr
    assert "--rated must be up or down" in conversations("list", "--rated", "well").stderr
    assert "a time is like 30m" in conversations("list", "--since", "yesterday").stderr
    to = tmp_path / "all.jsonl"
    assert conversations("export", to).returncode == 0
    again = conversations("export", to)
    assert again.returncode == 1
    assert "is there already" in again.stderr
    assert conversations("export", to, "--overwrite", "--conversation", ID).returncode == 0
    [dialogue] = [json.loads(line) for line in to.read_text().splitlines()]
    assert [turn["role"] for turn in dialogue["turns"]] == ["customer", "bot", "customer", "agent"]


def test_ratings_are_exported_with_the_dialogue_and_imported_redacted(state: RedisClient, tmp_path: Path) -> None:
    store(state, ID)
    events = key(ID, "events")
    state.lset(events, 1, json.dumps({**json.loads(state.lindex(events, 1)), "message_id": "m1"}))
    reply = {"value": "down", "reason": "Call me on 07700 900123", "to": "m1", "text": "On its way.", "at": 1.7e9}
    whole = {"value": "2", "reason": "too slow", "to": "", "text": "", "at": 1.7e9}
    state.hset(key(ID, "ratings"), mapping={"1-1": json.dumps(reply), "conversation": json.dumps(whole)})
    assert conversations("export", tmp_path / "rated.jsonl").returncode == 0
    assert heed("import", tmp_path / "rated.jsonl", "--out", tmp_path / "logs").returncode == 0
    [dialogue] = [json.loads(line) for line in (tmp_path / "logs" / "rated.jsonl").read_text().splitlines()]
    assert (dialogue["rating"], dialogue["comment"]) == (2, "too slow")
    assert [(turn.get("rating"), turn.get("reason")) for turn in dialogue["turns"]] == [
        (None, None),
        ("down", "Call me on [phone]"),
        (None, None),
    ]


def test_uploads_are_erased(state: RedisClient, tmp_path: Path) -> None:
    store(state, ID)
    files = Files(tmp_path / ".heed" / "uploads")
    files.keep(files.write(ID, b"%PDF-1.7 %%EOF"), "a.pdf", "application/pdf")
    assert "1 uploads" in conversations("erase", ID, "--yes", "--logs", "nowhere", cwd=tmp_path).stdout
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_erase_leaves_nothing_behind(state: RedisClient) -> None:
    for part in PARTS:
        state.set(key(ID, part), "a trace")
    state.xadd(WORK, {"conversation": ID})
    state.xadd(WORK, {"conversation": "another"})
    assert conversations("erase", ID, "--yes", "--logs", "nowhere").returncode == 0
    assert list(state.scan_iter()) == [WORK]
    assert [fields["conversation"] for _, fields in state.xrange(WORK)] == ["another"]


def test_what_is_not_there_and_what_is_not_confirmed(state: RedisClient, tmp_path: Path) -> None:
    assert "there is no conversation 'nobody'" in conversations("show", "nobody").stderr
    store(state, ID)
    assert conversations("erase", ID).returncode == 1
    assert state.exists(key(ID, "events"))
    assert "give a name that ends with .jsonl" in conversations("export", tmp_path / "x.csv").stderr


def test_no_redis_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "redis://127.0.0.1:1")
    shown = conversations("list")
    assert shown.returncode == 1
    assert "Redis can't be reached" in shown.stderr
    assert "Traceback" not in shown.stderr
