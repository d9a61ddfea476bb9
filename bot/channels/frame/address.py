"""Whose conversation a message belongs to: the ids of platforms as an id of ours, and back."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from urllib.parse import quote, unquote

from data.errors import DataError


@dataclass(frozen=True)
class Address:
    """A conversation on a platform. Two customers never share one.

    Attributes:
        channel: the channel's name, as `telegram`.
        account: which of the company's accounts was written to: a bot, a page, a number, a workspace.
        user: the customer, by the platform's id.
        chat: the group or channel that they write in; empty for a private conversation.
        thread: the thread in it, if there is one.
    """

    channel: str
    account: str
    user: str
    chat: str = ""
    thread: str = ""

    @property
    def conversation(self) -> str:
        """The id: `channel:account:user[:chat[:thread]]`, each percent-encoded."""
        return ":".join(quote(part, safe="@+") for part in astuple(self)).rstrip(":")

    @classmethod
    def of(cls, conversation: str) -> Address:
        """The address that an id stands for.

        Raises:
            DataError: the id is not one of a messaging channel.
        """
        parts = [unquote(part) for part in conversation.split(":")]
        if not 3 <= len(parts) <= 5:
            raise DataError(
                f"a conversation of a messaging channel is channel:account:user, perhaps with chat and thread. It was: {conversation!r}"
            )
        return cls(*parts)
