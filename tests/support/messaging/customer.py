"""A customer of a messaging platform, before a real server: what they write is delivered to it, what they read the platform was sent."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.support.messaging.kit import Kit, Shown
from tests.support.messaging.platform import Call, Platform, platform
from tests.support.messaging.posting import post

PATIENCE_S = 20.0


class PlatformCustomer:
    """One customer.

    Attributes:
        kit: the channel's; api: the stand-in for its platform.
    """

    def __init__(self, kit: Kit, api: Platform, port: int, user: str) -> None:
        """`port` is the server's on 127.0.0.1."""
        self.kit, self.api, self._port, self._user = kit, api, port, user
        self._said = 0

    @property
    def conversation(self) -> str:
        return self.kit.conversation(self._user)

    @property
    def read(self) -> list[str]:
        """The texts that the platform was sent."""
        return [found.text for call in self.api.taken if (found := self._shown(call))]

    def say(self, text: str, answered: bool = True) -> None:
        """Writes; returns when the answer is there."""
        before, self._said = len(self.read), self._said + 1
        status, body = post(self._port, self.kit.text(str(self._said), text, self._user))
        assert status == 200, body
        deadline = time.monotonic() + PATIENCE_S
        while answered and len(self.read) <= before:
            assert time.monotonic() < deadline, f"{text!r} was not answered on {self.kit.channel}"
            time.sleep(0.05)

    def got(self, content: bytes) -> bool:
        """Whether a file of this content arrived."""
        return any(content in call.body for call in self.api.calls)

    def _shown(self, call: Call) -> Shown | None:
        return None if call.headers.get("content-type", "").startswith("multipart/") else self.kit.shown(call)


@contextmanager
def platforms(*kits: Kit) -> Iterator[dict[str, Platform]]:
    """Stand-ins for the platforms of these kits, by channel, with their secrets in the environment, until the block ends."""
    with pytest.MonkeyPatch.context() as patch:
        for kit in kits:
            for name, value in kit.environment.items():
                patch.setenv(name, value)
        if not kits:
            yield {}
            return
        first, *others = kits
        with platform(first.usual, first.shown, first.platform_type) as api, platforms(*others) as found:
            yield {first.channel: api, **found}
