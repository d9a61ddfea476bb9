"""Telegram's own ways: asked for updates, groups, reactions, files, buttons."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.channels.frame.api import Answer
from bot.state.ratings import Rating
from bot.state.redis.keys import key
from data.errors import SettingsError
from tests.bot.channels.conftest import channel_of
from tests.bot.conftest import RedisClient
from tests.support.messaging.kit import Kit
from tests.support.messaging.platform import Call, Platform, Says
from tests.support.messaging.server import served, until
from tests.support.messaging.telegram import TOKEN, TelegramKit

KIT = TelegramKit()
Start = Callable[[Kit], Platform]


def group(id: str, text: str, **fields: Any) -> dict[str, Any]:
    return KIT.message(id, chat={"id": -100, "type": "supergroup"}, text=text, **fields)


def test_it_is_told_where_the_server_is_and_how_it_proves_itself(state: RedisClient, platform_of: Start) -> None:
    api = platform_of(KIT)

    async def main() -> None:
        async with served(channel_of(KIT, api.url)):
            await until(lambda: bool(api.calls))

    asyncio.run(main())
    told = api.calls[0].json
    assert told["url"] == "https://bot.shop.example/webhooks/telegram/webhook"
    assert told["secret_token"] == KIT.environment["TELEGRAM_WEBHOOK_SECRET"]
    assert "drop_pending_updates" not in told  # what was asked meanwhile is answered


def test_updates_are_asked_for_once_each_and_none_is_lost(state: RedisClient, platform_of: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    api = platform_of(KIT)
    monkeypatch.delenv("TELEGRAM_WEBHOOK_SECRET")
    updates = [{"update_id": 7 + number, "message": KIT.message(str(number), text=f"hello {number}")} for number in range(3)]
    polls: list[int] = []

    def usual(call: Call, number: int) -> Says:
        if call.path.endswith("/getUpdates"):
            polls.append(call.json["offset"])
            new = [update for update in updates if update["update_id"] >= call.json["offset"]]
            return Says(body={"ok": True, "result": new}, after_s=0.0 if new else 0.2)
        return KIT.usual(call, number)

    api.usual = usual

    async def main() -> None:
        for count in (3, 4):  # the second time after a restart
            async with served(channel_of(KIT, api.url, public_url="")) as server:
                await until(lambda count=count: len([1 for call in api.taken if KIT.shown(call)]) == count)
                assert (await server.post(KIT.text("9", "by webhook")))[0] == 403
            updates.append({"update_id": 10, "message": KIT.message("9", text="hello after")})

    asyncio.run(main())
    shown = [found.text for call in api.taken if (found := KIT.shown(call))]
    assert shown == ["you said: hello 0", "you said: hello 1", "you said: hello 2", "you said: hello after"]
    assert polls[0] == 0
    assert all(offset >= 10 for offset in polls[1:])


def test_in_groups_only_what_is_meant_for_it_is_answered(state: RedisClient, platform_of: Start) -> None:
    api = platform_of(KIT)
    bot = {"id": int(TOKEN.partition(":")[0]), "is_bot": True}

    async def main() -> None:
        async with served(channel_of(KIT, api.url)) as server:
            messages = [
                group("1", "among ourselves"),
                group("2", "@heed_bot where is it?"),
                group("3", "and this?", reply_to_message={"from": bot}),
                group("4", "@heed_bottle is another"),
                {**group("5", "@heed_bot"), "from": {"id": 5, "is_bot": True}},
            ]
            for message in messages:
                assert (await server.post(KIT.signed({"message": message})))[0] == 200
            await until(lambda: len(server.agent.turns) == 2)
            assert [turn.text for turn in server.agent.turns] == ["where is it?", "and this?"]
            assert server.agent.turns[0].sender_id == f"telegram:{TOKEN.partition(':')[0]}:4711:-100"
            await until(lambda: len([1 for call in api.taken if KIT.shown(call)]) == 2)

    asyncio.run(main())
    answer = next(call.json for call in api.taken if KIT.shown(call))
    assert answer["chat_id"] == "-100"
    assert answer["reply_parameters"]["message_id"] in (2, 3)


def test_edits_are_no_questions_and_reactions_are_ratings(state: RedisClient, platform_of: Start) -> None:
    api = platform_of(KIT)

    async def main() -> None:
        async with served(channel_of(KIT, api.url)) as server:
            await server.post(KIT.text("1", "hello"))
            await until(lambda: state.hlen(key(KIT.conversation(), "sent")) == 1)
            [sent] = state.hkeys(key(KIT.conversation(), "sent"))
            reaction = {"chat": {"id": 4711, "type": "private"}, "user": {"id": 4711}, "message_id": int(sent)}
            for emoji in ("🎉", "👎"):
                await server.post(KIT.signed({"message_reaction": {**reaction, "new_reaction": [{"type": "emoji", "emoji": emoji}]}}))
            await server.post(KIT.signed({"edited_message": KIT.message("1", text="hello again")}))
            assert len(server.agent.turns) == 1

    asyncio.run(main())
    [rating] = state.hvals(key(KIT.conversation(), "ratings"))
    assert Rating(**json.loads(rating)).value == "down"


def test_a_file_without_words_is_kept_for_the_desk(state: RedisClient, platform_of: Start) -> None:
    api = platform_of(KIT)

    async def main() -> None:
        async with served(channel_of(KIT, api.url)) as server:
            server.agent.intents = ["share_file"]
            photo = [{"file_id": "small"}, {"file_id": "large"}]
            await server.post(KIT.signed({"message": KIT.message("1", photo=photo)}))
            await server.post(KIT.signed({"message": KIT.message("2", photo=photo, caption="it is broken")}))
            await server.post(KIT.signed({"message": KIT.message("3", text="/start")}))
            await until(lambda: len(server.agent.turns) == 3)
            first, second, third = server.agent.turns
            assert (first.text, second.text, third.text) == ("/share_file", "it is broken", "Hello")
            assert json.loads(first.metadata["media"]) == [{"kind": "photo", "reference": "large", "name": ""}]
            assert second.metadata["shown"] == "it is broken [photo]"

    asyncio.run(main())


def test_what_its_errors_mean(platform_of: Start) -> None:
    channel = channel_of(KIT, platform_of(KIT).url)

    def meant(status: int, description: str) -> str:
        return type(channel.explain(Answer(status, {"ok": False, "description": description}, {}, ""))).__name__

    assert meant(429, "Too Many Requests: retry after 5") == "TryLater"
    assert meant(404, "Not Found") == "NoLogin"  # no bot has this token
    assert meant(400, "Bad Request: chat not found") == meant(403, "Forbidden: bot was blocked by the user") == "NoneType"


def test_a_typed_command_or_a_button_of_somebody_else_does_nothing(state: RedisClient, platform_of: Start) -> None:
    api = platform_of(KIT)

    async def main() -> None:
        async with served(channel_of(KIT, api.url)) as server:
            await server.post(KIT.text("1", 'say {"text": "Which?", "buttons": [{"title": "Mine", "payload": "/mine"}]}'))
            await until(lambda: any(KIT.shown(call) for call in api.taken))
            shown = next(found for call in api.taken if (found := KIT.shown(call)))
            assert shown
            [(_, button)] = shown.buttons
            for press in (KIT.press("2", button, user="9999"), KIT.press("3", "/mine"), KIT.press("4", "choices"), KIT.text("5", "/mine")):
                assert (await server.post(press))[0] == 200
            assert (await server.post(KIT.press("6", button)))[0] == 200
            await until(lambda: len(server.agent.turns) == 3)
            assert [turn.text for turn in server.agent.turns[1:]] == ["\N{FRACTION SLASH}mine", "/mine"]

    asyncio.run(main())


@pytest.mark.parametrize("settings", [{"access_token": "no token"}, {"webhook_secret": "not a secret!"}, {"public_url": "ftp://x"}])
def test_bad_settings_are_named(platform_of: Start, settings: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=next(iter(settings))):
        channel_of(KIT, platform_of(KIT).url, **settings)
