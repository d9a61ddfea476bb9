"""Who of the issuer's users is an agent, in which role, and the account that they have here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from bot.desk.openid.id_token import NotGood
from bot.desk.openid.settings import OpenIdSettings
from bot.state.agents.accounts import LONGEST_NAME, Account, Accounts, Role
from bot.state.ownership import AGENT_ID
from bot.state.turns.owner import ELSEWHERE
from data.errors import DataError


class NoRole(NotGood):
    """Somebody whom the issuer knows, and who is no agent.

    Attributes:
        was: the id of the agent that they were until now; empty if they were none.
    """

    def __init__(self, was: str = "") -> None:
        super().__init__("the issuer knows them, but neither leads nor agents lists them")
        self.was = was


def role_of(claims: Mapping[str, Any], settings: OpenIdSettings) -> Role | None:
    """The role of a user by what the issuer says of them; none if they have none."""
    has = {f"sub:{claims['sub']}", *_values(claims, settings.roles_claim)}
    if email := email_of(claims):
        has |= {email, f"@{email.rpartition('@')[2]}"}
    roles: tuple[tuple[Role, Sequence[str]], ...] = (("lead", settings.leads), ("agent", settings.agents))
    return next((role for role, listed in roles if any(_named(each) in has for each in listed)), None)


def email_of(claims: Mapping[str, Any]) -> str:
    """The e-mail address, in small letters; empty unless the issuer says that it is the user's: anybody could claim another's."""
    email = claims.get("email")
    verified = claims.get("email_verified") in (True, "true")
    return email.lower() if isinstance(email, str) and verified and email.count("@") == 1 and email.isascii() else ""


async def account_of(claims: Mapping[str, Any], settings: OpenIdSettings, accounts: Accounts) -> tuple[Account, bool]:
    """The account of a user, made or changed as the issuer says; and whether it was changed, which ends the sessions before.

    Raises:
        NoRole: they are no agent (any more); an account that they had is gone.
        NotGood: their address is somebody else's here.
    """
    subject = f"{settings.issuer} {claims['sub']}"
    known = next((each for each in await accounts.all() if each.subject == subject), None)
    role = role_of(claims, settings)
    if role is None:
        if known:
            await accounts.remove(known.id)
        raise NoRole(known.id if known else "")
    email = email_of(claims)
    id = known.id if known else _id(email, subject)
    found = Account(id, _name(claims) or _shown(email or id), role, "", known.stamp if known else "", subject)
    if known is None:
        with suppress(DataError):  # there is one: perhaps their own, of another browser just now
            await accounts.add(found)
    elif known != found:
        await accounts.change(found)
    kept = await accounts.find(id)
    if kept is None or kept.subject != subject:
        raise NotGood(f"there is an agent {id!r} already, with a password or of another user; remove that one first")
    return kept, known is not None and known != found


def _id(email: str, subject: str) -> str:
    if AGENT_ID.fullmatch(email) and not email.startswith(ELSEWHERE):
        return email
    return f"openid.{hashlib.sha256(subject.encode()).hexdigest()[:24]}"


def _name(claims: Mapping[str, Any]) -> str:
    """What customers read."""
    given = claims.get("name") or claims.get("given_name") or claims.get("preferred_username")
    return _shown(given) if isinstance(given, str) else ""


def _shown(given: str) -> str:
    """As much of a name as an account takes."""
    return "".join(char for char in given if char.isprintable()).strip()[:LONGEST_NAME]


def _named(listed: str) -> str:
    """An entry of a list; addresses know no case."""
    return listed.lower() if "@" in listed and not listed.startswith("sub:") else listed


def _values(claims: Mapping[str, Any], claim: str) -> set[str]:
    """The values of a claim, which may stand within another; a user can't name themselves by one that looks like an address or an id."""
    found: Any = claims
    for step in claim.split(".") if claim else ():
        found = found.get(step) if isinstance(found, Mapping) else None
    if not claim:
        return set()
    given = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    return {each for each in given if isinstance(each, str) and "@" not in each and not each.startswith("sub:")}
