"""What a platform's answers mean for a message."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from bot.channels.frame.api import Answer, Api, NoLogin, Unknown, require_host
from bot.channels.frame.redirects import streamed
from bot.state.deliveries.contract import Refused, TryLater
from tests.support.messaging.platform import Platform, Says, platform

SECRET = "a-secret-token"


@pytest.fixture
def api() -> Iterator[Platform]:
    with platform(lambda call, number: Says(body={"number": number})) as running:
        yield running


def call(api: Platform | str, says: Says | None = None, **options: object) -> Answer:
    async def main() -> Answer:
        client = Api([SECRET])
        try:
            return await client.post(f"{api if isinstance(api, str) else api.url}/{SECRET}", {"a": 1}, **options)
        finally:
            await client.close()

    if says and isinstance(api, Platform):
        api.planned = [says]
    return asyncio.run(main())


def test_an_answer_is_read(api: Platform) -> None:
    assert call(api).body == {"number": 1}
    assert call(api, Says(body=[1])).body == {}
    assert call(api, Says(body={"name": "half an emoji \ud83d"})).body == {"name": "half an emoji ?"}
    assert call(api, Says(409), fine=[409]).status == 409


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503])
def test_a_platform_that_did_nothing_is_asked_again(api: Platform, status: int) -> None:
    with pytest.raises(TryLater) as problem:
        call(api, Says(status, headers={"Retry-After": "17"}))
    assert problem.value.after_s == 17.0
    with pytest.raises(TryLater) as problem:
        call(api, Says(status, headers={"Retry-After": "tomorrow"}))
    assert problem.value.after_s == 0.0


@pytest.mark.parametrize("status", [301, 400, 403, 404, 413])
def test_a_refusal_is_final_and_quoted_without_secrets(api: Platform, status: int) -> None:
    with pytest.raises(Refused) as problem:
        call(api, Says(status, body={"echo": SECRET}))
    assert SECRET not in str(problem.value)


def test_what_may_have_arrived_is_unknown(api: Platform) -> None:
    with pytest.raises(Unknown):
        call(api, Says(504))
    with pytest.raises(Unknown) as problem:
        call(api, Says(after_s=1.0), timeout=0.1)
    assert SECRET not in str(problem.value)


def test_who_cannot_be_reached_got_nothing() -> None:
    with pytest.raises(TryLater) as problem:
        call("http://127.0.0.1:1")
    assert SECRET not in str(problem.value)


def fetched(api: Platform, says: Says, **options: Any) -> bytes:
    async def main() -> bytes:
        client = Api([SECRET], lambda answer: NoLogin("it says so") if answer.body.get("errcode") == 40_001 else None)
        try:
            return await client.fetch(f"{api.url}/{SECRET}", headers={"Authorization": SECRET}, **options)
        finally:
            await client.close()

    api.planned = [says]
    return asyncio.run(main())


def test_a_file_is_had_and_no_other_host_gets_the_login(api: Platform) -> None:
    assert fetched(api, Says(body=b"\x89PNG")) == b"\x89PNG"
    with platform(lambda call, number: Says(body=b"elsewhere")) as other:
        assert fetched(api, Says(302, {}, {"Location": f"{other.url}/file"})) == b"elsewhere"
        [call] = other.calls
    assert "authorization" not in call.headers


@pytest.mark.parametrize(
    ("says", "problem"),
    [
        (Says(404), Refused), (Says(503), TryLater), (Says(202), TryLater), (Says(504), TryLater), (Says(drops=True), TryLater),
        (Says(401), NoLogin), (Says(body={"errcode": 40_001}), NoLogin), (Says(body=b"x" * 101), Refused),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_had_is_wanted_again_or_not(api: Platform, says: Says, problem: type[Exception]) -> None:
    with pytest.raises(problem) as found:
        fetched(api, says, largest=100)
    assert type(found.value) is problem
    assert SECRET not in str(found.value)


@pytest.mark.parametrize(
    "to",
    ["http://localhost:1/", "http://127.1/", "http://169.254.169.254/latest", "http://[::1]/", "http://0x7f000001/", "ftp://a.example/"],
)
def test_a_redirection_does_not_lead_inside(api: Platform, to: str) -> None:
    with pytest.raises(Refused):
        fetched(api, Says(302, {}, {"Location": to}))
    assert len(api.calls) == 1


def test_redirections_end(api: Platform) -> None:
    api.usual = lambda call, number: Says(302, {}, {"Location": f"/{number}"})
    with pytest.raises(TryLater):
        fetched(api, Says(302, {}, {"Location": "/0"}))
    assert len(api.calls) == 4


def test_a_redirection_stays_encrypted() -> None:
    asked: list[str] = []

    def says(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(302, headers={"Location": f"http://{request.url.host}/plain"})

    async def main() -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(says)) as client, streamed(client, "https://files.example/1"):
            raise AssertionError("it was followed")

    with pytest.raises(Refused):
        asyncio.run(main())
    assert asked == ["https://files.example/1"]


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "ftp://files.example/1", "/file"])
def test_only_http_is_asked(url: str) -> None:
    with pytest.raises(Refused):
        asyncio.run(Api().fetch(url))


def test_addresses_that_come_with_messages_are_the_platforms_or_refused() -> None:
    own = "http://127.0.0.1:8000/v21.0"
    for fine in ("http://127.0.0.1:8000/file", "https://scontent.fbcdn.net/1", "https://fbcdn.net/1"):
        require_host(fine, own, ["fbcdn.net"])
    for url in (
        "http://127.0.0.1:8001/file", "https://127.0.0.1:8000/file", "http://127.0.0.1:8000@evil.example/", "http://scontent.fbcdn.net/1",
        "https://evilfbcdn.net/1", "https://fbcdn.net.evil.example/1", "https://[::1", "", "https://evil.example/?fbcdn.net",
    ):  # fmt: skip
        with pytest.raises(Refused):
            require_host(url, own, ["fbcdn.net"])
    with pytest.raises(Refused):
        require_host("", "", ["fbcdn.net"])
