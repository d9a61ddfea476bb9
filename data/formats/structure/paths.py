"""Whose a field is by its path: the message's own, a person's, or another message's."""

import re
from functools import lru_cache

# Objects whose name or id is a speaker's; the surest first.
PERSON = (
    "author", "sender", "from", "fromuser", "createdby", "creator", "commenter", "initiator", "speaker", "who", "by", "user", "u", "poster",
    "participant", "senders", "person", "actor", "emailaddress", "operator", "agent", "staff", "member", "senderid", "authorid", "fromid",
)  # fmt: skip
# Others who are named in a message, besides those who speak.
CONCERNED = frozenset(
    "customer contact visitor client requester lead enduser owner assignee editor updatedby modifiedby recipient to bot profile "
    "account".split()
)
PERSONS_OWN = re.compile(
    r"^(?:author|sender|user|creator|commenter|actor|poster|speaker|participant|customer|client|contact|visitor|account|requester|agent|staff|member)"
    r"(?:is|was)?(?:type|kind|internal|private|hidden|deleted)$"
)
# Whom a message is to, by the object that says it or by the begin of a field's name.
RECIPIENTS = re.compile(
    r"^(?:(?:message|mail)?to(?:users?|contact|agent|customer|account|person|party|member|participant|recipients?)?|recipients?|receivers?"
    r"|addressee|target(?:user|account)?|destination|sendto)$|^(?:touser|toaccount|recipient|receiver|addressee)(?:type|role|kind|scope|sort)$"
)
ANOTHERS = re.compile(r"(?:^|\.)(?:last\w*|quoted\w*|reference|(?:in)?replyto|parent|previous\w*|attachments?)\.")

# An address and nothing else; the objects that such stand in, and fields called after what is to be had there.
LINK = re.compile(r"\s{0,9}(?:https?:/(?:/[^\s/]{1,2000}){1,40}|(?:/[\w.~%-]{1,200}){2,20})/?\s{0,9}")
LINKED = re.compile(r"(?:^|\.)_?(?:links?|urls?|hrefs?|related|relationships|subresourceuris)\.|\w\ws$")


def last(path: str) -> str:
    """The name of a field without the objects that it is in."""
    return path.rpartition(".")[2]


@lru_cache(maxsize=4096)
def is_persons(path: str) -> bool:
    """Whether a field says something about a person: `author.deleted`, `sender_type`."""
    *objects, name = path.split(".")
    return any(part in PERSON or part in CONCERNED for part in objects) or PERSONS_OWN.match(name) is not None


@lru_cache(maxsize=4096)
def is_anothers(path: str) -> bool:
    """Whether a field is of another message, which this one quotes or answers."""
    return ANOTHERS.search(path) is not None


@lru_cache(maxsize=4096)
def is_recipients(path: str) -> bool:
    """Whether a field says something about those whom a message is to: `toUser.userType`, `recipient_role`."""
    return any(map(RECIPIENTS.match, path.split(".")))


def is_link(leaf: object) -> bool:
    """Whether a field holds an address and nothing else."""
    return isinstance(leaf, str) and LINK.fullmatch(leaf) is not None


def says_where(path: str, leaf: object) -> bool:
    """Whether a field says where something is to be had, as interfaces do beside what they tell: `{"links": {"messages": "https://…"}}`."""
    return LINKED.search(path) is not None and is_link(leaf)
