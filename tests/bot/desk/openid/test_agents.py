"""Who of an issuer's users is an agent, and which account is theirs."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import pytest

from bot.desk.openid.agents import NoRole, account_of, role_of
from bot.desk.openid.id_token import NotGood
from bot.desk.openid.settings import OpenIdSettings
from bot.state.agents.accounts import Account, Accounts
from bot.state.redis.client import connect, disconnect
from tests.bot.conftest import RedisClient
from tests.support.openid_attacks import STRANGERS
from tests.support.openid_issuer import KIM

SETTINGS = OpenIdSettings(
    "https://issuer.example", "heed", "https://desk.shop.example", roles_claim="groups",
    leads=("support-leads", "Boss@shop.example", "sub:boss"), agents=("@shop.example", "support"),
)  # fmt: skip
Found = TypeVar("Found")


def with_accounts(work: Callable[[Accounts], Awaitable[Found]]) -> Found:
    async def main() -> Found:
        client = connect()
        try:
            return await work(Accounts(client))
        finally:
            await disconnect(client)

    return asyncio.run(main())


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        (KIM, "agent"),
        ({"sub": "1", "email": "BOSS@shop.example", "email_verified": True}, "lead"),
        ({"sub": "boss"}, "lead"),
        ({"sub": "1", "groups": ["others", "support"]}, "agent"),
        ({"sub": "1", "groups": ["support", "support-leads"]}, "lead"),
        ({"sub": "1", "groups": "support"}, "agent"),
    ],
)
def test_roles_are_by_groups_verified_addresses_and_subjects(claims: dict[str, Any], role: str) -> None:
    assert role_of(claims, SETTINGS) == role


def test_a_claim_may_stand_within_another() -> None:
    keycloak = OpenIdSettings("https://k.example", "heed", "https://d.example", roles_claim="realm_access.roles", agents=("support",))
    assert role_of({"sub": "1", "realm_access": {"roles": ["support"]}}, keycloak) == "agent"
    assert role_of({"sub": "1", "realm_access": ["support"], "roles": ["support"]}, keycloak) is None


@pytest.mark.parametrize("stranger", STRANGERS)
def test_who_only_looks_like_an_agent_is_none(stranger: str) -> None:
    assert role_of({**KIM, **STRANGERS[stranger]}, SETTINGS) is None


def test_an_account_is_made_kept_changed_and_ends_as_the_issuer_says(state: RedisClient) -> None:
    async def main(accounts: Accounts) -> None:
        made, changed = await account_of(KIM, SETTINGS, accounts)
        assert (made.id, made.name, made.role, made.password, changed) == ("kim@shop.example", "Kim", "agent", "", False)
        assert await account_of(KIM, SETTINGS, accounts) == (made, False)  # sessions go on
        lead, changed = await account_of({**KIM, "groups": ["support-leads"], "email": "k@shop.example"}, SETTINGS, accounts)
        assert (lead.id, lead.role, changed, lead.stamp != made.stamp) == (made.id, "lead", True, True)
        with pytest.raises(NoRole) as problem:
            await account_of({**KIM, "email_verified": False}, SETTINGS, accounts)
        assert problem.value.was == made.id
        assert await accounts.all() == []

    with_accounts(main)


def test_nobody_gets_the_account_of_somebody_else(state: RedisClient) -> None:
    async def main(accounts: Accounts) -> None:
        local = Account("kim@shop.example", "Kim", "lead", "a hash")
        await accounts.add(local)
        with pytest.raises(NotGood, match="there is an agent"):
            await account_of(KIM, SETTINGS, accounts)
        await accounts.remove(local.id)
        await account_of(KIM, SETTINGS, accounts)
        with pytest.raises(NotGood, match="there is an agent"):  # the address was given to another person
            await account_of({**KIM, "sub": "another"}, SETTINGS, accounts)
        other, _ = await account_of({"sub": "another", "groups": ["support"], "name": "\x1b[31mEve\n" + "x" * 99}, SETTINGS, accounts)
        assert other.id.startswith("openid.")
        long = {"sub": "long", "email": f"\x1b{'x' * 64}@shop.example", "email_verified": True}
        unnamed, _ = await account_of(long, SETTINGS, accounts)
        assert unnamed.name == "x" * 60
        assert (other.name.isprintable(), len(other.name)) == (True, 60)

    with_accounts(main)
