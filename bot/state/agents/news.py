"""What only agents hear of, by publish/subscribe, in all processes: nothing of it is kept, and a lost one costs little."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from bot.state.redis.client import Client
from bot.state.redis.keys import DESK_NEWS


@dataclass(frozen=True)
class Types:
    """Somebody types in a conversation: an agent, by id, or the customer ("")."""

    conversation: str
    agent: str


@dataclass(frozen=True)
class Looks:
    """Which agents have a conversation open; `agent` has said so just now."""

    conversation: str
    viewers: tuple[str, ...]
    agent: str


@dataclass(frozen=True)
class Alarm:
    """Something that all agents should know now; `text` says what it is, `topic` of what."""

    topic: str
    text: str


@dataclass(frozen=True)
class SessionsEnded:
    """An agent's sessions, or some of them, are over."""

    agent: str


News = Types | Looks | Alarm | SessionsEnded
KINDS: dict[str, type[News]] = {each.__name__: each for each in (Types, Looks, Alarm, SessionsEnded)}


async def publish(client: Client, news: News) -> None:
    """Tells the agents' pages of all processes.

    Raises:
        redis.RedisError, OSError: Redis is away.
    """
    await client.publish(DESK_NEWS, json.dumps({"kind": type(news).__name__, **asdict(news)}, ensure_ascii=False))


def read_news(record: str) -> News | None:
    """What was published; none if another version of Heed did, and it means nothing here."""
    try:
        fields = json.loads(record)
        kind = KINDS[fields.pop("kind")]
        if kind is Looks:
            fields["viewers"] = tuple(fields["viewers"])
        return kind(**fields)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
