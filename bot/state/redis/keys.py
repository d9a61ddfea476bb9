"""The names of all keys. A conversation's keys share a hash tag, `{…}`, so that a Cluster keeps them on one node and one
script may change several of them.

Every key that belongs to a customer has a time to live (TTL): nothing stays of one who doesn't come back. Agents and their canned
answers stay.
"""

import os
import re
from typing import Literal, get_args
from urllib.parse import quote, unquote

from data.errors import SettingsError

Part = Literal[
    "inbox",  # stream: messages accepted and not answered yet
    "seen",  # hash: message → where its replies are, empty while it waits
    "edited",  # hash: message → what its sender made of it before it was answered
    "tries",  # hash: message → how often it was begun
    "lock",  # string: who works on the conversation now
    "fence",  # string: who was the last to get the lock and has not given it back; only they may write
    "waited",  # string: somebody waits for the lock
    "head",  # hash: where the window that Rasa reads begins, and the state before it
    "events",  # list: Rasa's events, as JSON, only ever appended to
    "outbox",  # stream: what a client sees: replies, the customer's own messages, ratings
    "used",  # hash: a button's id → the message that used it
    "ratings",  # hash: a reply's event, or “conversation” → what the customer thinks of it, as JSON
    "owner",  # hash: who answers: `owner`, since when, why it was handed over, and signs of an agent's life
    "notes",  # list: what agents noted for each other, as JSON
    "notices",  # hash: hand-overs that somebody has to be told of → since when; what each way has told of
    "viewing",  # sorted set: agents who have the conversation open → until when (ms)
    "typing",  # string: an agent types; it ends by itself
    "address",  # string: where the customer wants to be answered: an e-mail address or a phone number
    "whose",  # string: the own conversation of the identified customer whom it belongs to
    "brought",  # list: of a customer's own conversation, those that they brought along, the one to go on with first; some stand twice
    "rate",  # string: when the next message would come if all kept to the rate
    "cpu",  # string: the same of the processor time that the model took for it
    "bytes",  # string: the same of uploaded bytes
    "mails",  # string: the same of e-mails with the conversation
    "streams",  # sorted set: event streams that are open → until when
    "uploads",  # sorted set: files that are kept, or on their way → until when
    "dead",  # stream: messages that were given up
    "delivery",  # hash: how far replies went out to the platform, and what is under way
    "delivering",  # string: who sends the conversation's replies now
    "delivery_fence",  # string: as `fence`, of sending
    "delivery_waited",  # string: as `waited`, of sending
    "sending_rate",  # string: as `rate`, of messages to the platform
    "contact",  # hash: what the channel noted of the customer's newest message, and when that was written
    "buttons",  # hash: a button's short id → its title and payload; `choices` → those that may be typed as numbers
    "sent",  # hash: the platform's id of a message → the reply's event
    "undelivered",  # stream: replies that did not, or perhaps did not, arrive
    "requests",  # sorted set: messages whose request is still open, and may be answered in its response → until when
    "responses",  # hash: a message → the reply that went out in the response to it, for when it is delivered again
    "downloads",  # hash: files that are still at the platform: the id that each is to be kept under → where it is, as JSON
    "quarantine",  # list: records that could not be read
]
PARTS: tuple[Part, ...] = get_args(Part)

# Assistants that share a Redis have one each; and an account of Redis may be one for certain keys only (docs/operation.md).
PREFIX_VARIABLE = "HEED_REDIS_PREFIX"
PREFIX = os.environ.get(PREFIX_VARIABLE) or "heed:"
# Announces conversations with messages; its consumer group are the workers of all processes.
WORK = f"{PREFIX}work"
WORKERS = "workers"
# Conversations that a person has or will have, or whose hand-over nobody was told of yet → since when (ms). An entry is made before the
# hand-over is written, so that none is missed; who reads it looks at the conversation itself, and drops what is over.
DESK = f"{PREFIX}desk"
# How long customers waited for an agent lately, in milliseconds.
WAITS = f"{PREFIX}waits"
# Who may sign in at the desk: an agent's id → name, role and password's hash, as JSON. It stays until somebody is removed.
AGENTS = f"{PREFIX}agents"
# Another text after each change of these.
AGENTS_VERSION = f"{PREFIX}agents:version"
# Their sessions, by the token's hash; who gave a sign of life, and when (ms); canned answers, as JSON.
AGENT_SESSION = f"{PREFIX}agents:session:"
AGENTS_HERE = f"{PREFIX}agents:here"
CANNED = f"{PREFIX}agents:canned"
# What only agents hear of, by publish/subscribe: who types, who looks, whose session is over, alarms.
DESK_NEWS = f"{PREFIX}agents:news"
# Conversations that their customers deleted, whose traces in logs and indexes are still to be removed.
DELETIONS = f"{PREFIX}deletions"
# Conversations of the web in which a person said something, whose customers left an e-mail address → when to look whether they saw it (s).
LATE = f"{PREFIX}late"
# Which process does something that one does for all, for a while.
TURNS_AT = f"{PREFIX}leader:"
# What happened in which conversation, by publish/subscribe.
NEWS = f"{PREFIX}news"
ALIVE = f"{PREFIX}alive:"
# Announces conversations with replies for a platform, and when those that have to wait go on; one hash tag, since one script moves them.
SENDING = f"{PREFIX}{{deliveries}}:work"
LATER = f"{PREFIX}{{deliveries}}:later"
# The newest replies, of all conversations, that did not arrive.
UNDELIVERED = f"{PREFIX}{{deliveries}}:undelivered"
# What a messaging channel keeps: access tokens, cursors, which process listens.
CHANNEL = f"{PREFIX}channel:"
# How fast an address asks, and what it uses.
ADDRESS = f"{PREFIX}address:"
# How often an address gave wrong facts for a look-up.
WRONG = f"{PREFIX}wrong:"
# How much was uploaded in all.
UPLOADED = f"{PREFIX}uploaded"

# What is counted of all conversations together, by day; and the customers who said something negative lately, by topic. One hash tag
# each, since their scripts change several.
NUMBERS = f"{PREFIX}{{numbers}}:"
MOODS = f"{PREFIX}{{moods}}:"
# What keys with a hash tag begin with that belong to no conversation, though some end as one's do.
OF_ALL = (f"{PREFIX}{{deliveries}}:", NUMBERS, MOODS)

DAY_S = 24 * 60 * 60
# Accepted messages outlive a long outage of all processes.
WAITING_S = 7 * DAY_S
# The channel of conversations whose ids name none.
WEB = "web"
# Events of an outbox, for clients that come back.
EVENTS_KEPT = 400


def check_prefix() -> None:
    """Looks whether names may begin so.

    Raises:
        SettingsError: it holds signs that have a meaning in keys, or is too long.
    """
    if not re.fullmatch(r"[A-Za-z0-9._:/-]{1,64}", PREFIX):
        raise SettingsError(
            f"{PREFIX_VARIABLE} must be 1 to 64 letters, digits, '.', '_', ':', '/' or '-', as shop:heed:. It was: {PREFIX!r}"
        )


def key(conversation: str, part: Part) -> str:
    """A key of one conversation. Signs that have a meaning in keys are percent-encoded."""
    return f"{PREFIX}{{{quote(conversation, safe='@:+')}}}:{part}"


def conversation_of(name: str) -> str:
    """The conversation that a key belongs to."""
    return unquote(name.removeprefix(PREFIX + "{").rpartition("}:")[0])


def is_of_conversation(name: str) -> bool:
    """Whether a key is a conversation's; those with a hash tag of another kind are not."""
    return name.startswith(PREFIX + "{") and not name.startswith(OF_ALL) and name.rpartition("}:")[2] in PARTS


def channel_of(conversation: str) -> str:
    """The messaging channel that a conversation belongs to: the part before the first colon. The web channel's ids have none."""
    return conversation.partition(":")[0] if ":" in conversation else ""
