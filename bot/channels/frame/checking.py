"""Which messaging channels there are, what is configured, and whether it works: for `heed channels`."""

from __future__ import annotations

import importlib
import inspect
import os
import pkgutil
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

import bot.channels
from bot.channels.frame.address import Address
from bot.channels.frame.api import Api, Unknown
from bot.channels.frame.channel import MessagingChannel, Recipient
from bot.channels.frame.markup import Run
from bot.channels.frame.rendering import Part
from bot.state.deliveries.contract import DeliveryError
from bot.state.deliveries.kept import Kept
from bot.state.deliveries.progress import undelivered
from bot.state.redis.client import Client
from data.errors import DataError, HeedError, SettingsError

Class = type[MessagingChannel[Any]]
NEWEST = 3


@dataclass(frozen=True)
class Configured:
    """A messaging channel that stands in `credentials.yml`.

    Attributes:
        path: dotted, as it stands there.
        channel: ready to be used; none if it can't be.
        problem: why not, in a sentence.
        notes: what should be otherwise.
    """

    name: str
    path: str
    channel: MessagingChannel[Any] | None
    problem: str = ""
    notes: tuple[str, ...] = ()


def shipped() -> Iterator[tuple[str, Class]]:
    """The channels that come with Heed: dotted path and class."""
    for module in pkgutil.iter_modules(bot.channels.__path__, "bot.channels."):
        if not module.ispkg:
            for _, found in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
                if issubclass(found, MessagingChannel) and found.__module__ == module.name and hasattr(found, "channel"):
                    yield f"{module.name}.{found.__name__}", found


def configured(credentials: Path) -> list[Configured]:
    """The messaging channels of a `credentials.yml`, in its order; Rasa's own, the web channel and health are left out.

    Raises:
        DataError: the file can't be read.
    """
    try:
        given = YAML(typ="safe").load(credentials.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, YAMLError) as problem:
        raise DataError(f"{credentials} can't be read as YAML: {problem}") from problem
    found = ((str(path), settings, _class(str(path))) for path, settings in given.items())
    return [_configured(path, settings or {}, kind) for path, settings, kind in found if kind]


async def check(found: Configured, client: Client, to: str = "", text: str = "") -> tuple[list[str], list[str]]:
    """Asks the platform, looks for replies that did not arrive, and sends a test message; returns what is well, and what isn't.

    Args:
        client: of the session state's Redis.
        to: where a test message goes, as `account:user`, as in a conversation's id behind the channel; to nobody if empty.
    """
    well: list[str] = []
    wrong = [problem for problem in (found.problem, *found.notes) if problem]
    channel = found.channel
    if channel is None:
        return well, wrong
    channel.api, channel.kept = Api(channel.settings.secrets, channel.explain), Kept(client, channel.channel)
    try:
        well += await channel.check()
        if to:
            well.append(f"the test message was sent: {await _send(channel, to, text) or 'the platform gives it no id'}")
    except (DeliveryError, DataError, Unknown) as problem:
        wrong.append(str(problem))
    finally:
        await channel.api.close()
    lost = await undelivered(client, channel.channel)
    if lost:
        wrong.append(f"{len(lost)} replies did not arrive, or perhaps did not; the newest:")
    for each in lost[:NEWEST]:
        at = datetime.fromtimestamp(each.at, timezone.utc).isoformat(timespec="seconds")
        wrong.append(f"{at} {each.why}, {each.conversation}: {each.reason}")
    return well, wrong


async def _send(channel: MessagingChannel[Any], to: str, text: str) -> str:
    runs = (Run(text),)
    recipient = Recipient(Address.of(f"{channel.channel}:{to}"), secrets.token_hex(16), {}, 0.0)
    return await channel.send(Part(channel.able.style(runs), runs), recipient)


def _class(path: str) -> Class | None:
    """The messaging channel of a dotted path; none if it is something else."""
    module, _, name = path.rpartition(".")
    try:
        found = getattr(importlib.import_module(module), name) if module else None
    except (ImportError, AttributeError):
        raise DataError(f"credentials.yml names {path}, and there is no such class; is it misspelled?") from None
    return found if inspect.isclass(found) and issubclass(found, MessagingChannel) else None


def _configured(path: str, settings: Mapping[str, Any], kind: Class) -> Configured:
    secret = {each.name: str(each.metadata["variable"]) for each in fields(kind.settings_type) if "variable" in each.metadata}
    notes = tuple(
        f"{name} stands in credentials.yml itself; set {variable} instead"
        for name, variable in secret.items()
        if isinstance(settings.get(name), str) and "$" not in settings[name]
    )
    try:
        channel = kind.from_credentials({name: _expanded(name, value) for name, value in settings.items()})
    except HeedError as problem:
        return Configured(kind.channel, path, None, str(problem), notes)
    return Configured(kind.channel, path, channel, "", notes)


def _expanded(name: str, value: Any) -> Any:
    """A setting with the environment's variables in it, as Rasa reads it."""
    if not isinstance(value, str):
        return value
    found = os.path.expandvars(value)
    if found == value and value.startswith("$"):
        raise SettingsError(f"{name} is {value}, and there is no such environment variable")
    return found
