"""A conversation as agents read it, from wherever its lines are."""

import asyncio
import functools
import json
import operator

from bot.desk.views import line_json
from bot.state.agents.cases import case_views
from bot.state.agents.history import lines, newest_lines, sessions
from bot.state.agents.searching import Filters, Search
from bot.state.redis.client import connect, disconnect
from bot.state.redis.keys import key
from tests.bot.conftest import RedisClient

TELEGRAM = "telegram:1:2"


def store(state: RedisClient, conversation: str) -> None:
    """A conversation of a messaging platform, of which the outbox holds no customer's words, nor the first answer any more."""
    events = [
        {"event": "session_started", "timestamp": 1.0},
        {"event": "user", "text": "/order", "message_id": "m1", "timestamp": 2.0, "metadata": {"shown": "My order"}},
        {"event": "bot", "text": "Which?", "data": {"buttons": [{"title": "The lamp", "payload": "/lamp"}]}, "timestamp": 3.0},
        {"event": "session_started", "timestamp": 4.0},
        {"event": "user", "text": "/lamp", "message_id": "m2", "timestamp": 5.0, "parse_data": {"evidence": {"confidence": 0.2}}},
        {"event": "bot", "text": "On its way.", "timestamp": 6.0},
        {"event": "agent", "text": "Hello!", "timestamp": 7.0, "metadata": {"agent": "mia"}},
    ]
    state.rpush(key(conversation, "events"), *map(json.dumps, events), "{broken")
    reply = json.dumps({"text": "On its way.", "decision": "template", "sources": [{"dialogue": "d"}, "odd"]})
    state.xadd(key(conversation, "outbox"), {"to": "m2", "reply": reply}, "6000-0")
    state.xadd(key(conversation, "outbox"), {"agent": json.dumps({"text": "Hello!", "name": "Mia"})}, "7000-0")
    state.xadd(key(conversation, "inbox"), {"message": json.dumps({"message_id": "m3", "text": "and?"}), "typed": "1"}, "8000-0")
    state.rpush(key(conversation, "notes"), json.dumps({"agent": "mia", "text": "a note", "at": 7.5}))
    state.hset(key(conversation, "ratings"), "6000-0", json.dumps({"value": "down"}))


def test_lines_are_whole_and_in_order(state: RedisClient) -> None:
    store(state, TELEGRAM)

    async def main() -> None:
        client = connect()
        found = await lines(client, TELEGRAM)
        assert [(line.by, line.text, line.at) for line in found] == [
            ("customer", "My order", 2.0),
            ("assistant", "Which?", 3.0),
            ("customer", "The lamp", 5.0),
            ("assistant", "On its way.", 6.0),
            ("agent", "Hello!", 7.0),
            ("note", "a note", 7.5),
            ("customer", "and?", 8.0),
        ]
        assert (found[3].decision, found[3].rating, found[3].sources) == ("template", "down", ({"dialogue": "d"},))
        assert {line.id for line in await newest_lines(client, TELEGRAM, 2)} <= {line.id for line in found}
        assert [text for _, text in await sessions(client, TELEGRAM)] == ["My order", "/lamp"]
        [view] = await case_views(client, [TELEGRAM])
        assert (view.channel, view.rating, view.last) == ("telegram", "down", ("agent", "Hello!", 7.0))
        assert await lines(client, "nobody's") == []
        await disconnect(client)

    asyncio.run(main())


def test_all_of_several_files_are_shown(state: RedisClient) -> None:
    files = [{"upload": f"{number:032x}", "name": f"{number}.pdf", "type": "application/pdf", "size": 9} for number in range(3)]
    content = {"message_id": "m", "text": "", "upload": files[0], "uploads": files}
    state.xadd(key("c", "outbox"), {"customer": json.dumps(content)})
    state.xadd(key("c", "outbox"), {"agent": json.dumps({"text": "Thanks.", "name": "Mia", "upload": files[0]})})
    state.xadd(key("c", "outbox"), {"agent": json.dumps({"text": "Bye.", "name": "Mia"})})

    async def main() -> None:
        client = connect()
        found = [line_json(line, "c", {})["attachments"] for line in await lines(client, "c")]
        assert [[each["name"] for each in some] for some in found] == [["0.pdf", "1.pdf", "2.pdf"], ["0.pdf"], []]
        assert found[0][2]["url"] == f"/desk/api/conversations/c/uploads/{2:032x}"
        await disconnect(client)

    asyncio.run(main())


def test_who_waits_is_seen_whatever_cant_be_read_of_them(state: RedisClient) -> None:
    state.hset(key("c", "owner"), "owner", "waiting")
    state.hset(key("c", "ratings"), "1-0", "{broken")

    async def main() -> None:
        client = connect()
        [view] = await case_views(client, ["c"])
        assert (view.owner.owner, view.last, view.rating) == ("waiting", None, "")
        await disconnect(client)

    asyncio.run(main())


def test_searches_find_by_words_and_outcome_the_newest_first(state: RedisClient) -> None:
    store(state, TELEGRAM)
    for number in range(45):
        content = json.dumps({"message_id": "m", "text": f"Straße number {number}"})
        state.xadd(key(f"{number:032x}", "outbox"), {"customer": content}, f"{10_000 + number}-0")

    async def main() -> None:
        client = connect()
        search = Search(client)

        async def found(**filters: object) -> list[str]:
            return [view.conversation for view in (await search.find(Filters(**filters)))[0]]  # type: ignore[arg-type]

        for filters in ({"words": "HELLO"}, {"rated": "down"}, {"low_confidence": True}, {"channel": "telegram"}, {"until": 9.0}):
            assert await found(**filters) == [TELEGRAM]
        assert await found(words="hello", handed_over=True) == []
        pages, before = [], None
        while True:
            page, before = await search.find(Filters(words="STRASSE"), before)
            pages.append([view.conversation for view in page])
            if before is None:
                break
        assert [len(page) for page in pages] == [20, 20, 5]
        assert functools.reduce(operator.iadd, pages, []) == [f"{number:032x}" for number in reversed(range(45))]
        await disconnect(client)

    asyncio.run(main())
