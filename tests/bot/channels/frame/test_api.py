"""What a platform's answers mean for a message."""

import asyncio
from collections.abc import Iterator

import pytest

from bot.channels.frame.api import Answer, Api, Unknown
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
