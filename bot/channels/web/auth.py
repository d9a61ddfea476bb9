"""Whose request it is: the access token, and how much its conversation and its address may ask."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from sanic.request import Request

from bot.channels.web.settings import WebSettings
from bot.channels.web.tokens import Tokens, Visitor
from bot.server.http.client_address import client_address
from bot.server.http.errors import BadRequest
from bot.server.lifecycle import serving
from bot.state.rate_limits import ADDRESS_CPU, CONVERSATION_CPU, Budget, of_address, of_conversation
from bot.state.reaching import reached

# Of an address' requests, so many may begin conversations.
NEW_CONVERSATIONS = 0.2
# Messages of an address that wait for their answer. A process works on several times as many conversations at once.
MOST_WAITING = 24
# A message is answered or given up by then, and its place falls vacant.
WAITS_S = 60.0


class Authenticator:
    """Lets requests in: who they are, and not too much of them."""

    def __init__(self, tokens: Tokens, settings: WebSettings) -> None:
        self.tokens, self.settings = tokens, settings
        self._proxies = settings.proxies

    async def visitor(self, request: Request, counted: bool = True, in_address: bool = False) -> Visitor:
        """Who asks.

        Args:
            counted: whether it counts as one of the conversation's messages.
            in_address: whether the token may stand in the address, for what a browser opens itself.

        Raises:
            BadRequest: no token, a wrong one, one from before its conversation became a customer's, or too many requests.
        """
        await self.count(request)
        visitor = self.tokens.visitor(_token(request, in_address))
        if not await reached(serving(request).service.customers.is_of(visitor.conversation, visitor.whose)):
            raise BadRequest(401, "token_invalid", "this token opens no conversation any more; get another from POST /chat/sessions")
        if counted:
            await self._count(request, visitor.conversation, "")
        return visitor

    async def count(self, request: Request) -> None:
        """Counts a request of an address.

        Raises:
            BadRequest: there were too many.
        """
        await self._count(request, "", self.address(request))

    async def count_new(self, request: Request) -> None:
        """Counts a new conversation of an address: each has limits of its own, so they are limited themselves.

        Raises:
            BadRequest: there were too many.
        """
        budget = Budget(NEW_CONVERSATIONS * self.settings.requests_per_minute)
        refuse_after(await serving(request).service.limits.spend(of_address(self.origin(request), "new"), budget))

    @asynccontextmanager
    async def may_be_answered(self, request: Request, visitor: Visitor, message: str) -> AsyncIterator[None]:
        """Lets a message in if the model has not worked too much for its sender of late, and not too many wait. Within it, the message is
        accepted; it gives its place back when it is answered, or if that fails.

        Raises:
            BadRequest: it has to wait.
        """
        limits, origin = serving(request).service.limits, self.origin(request)
        if self.settings.messages_per_minute:
            refuse_after(await limits.spend(of_conversation(visitor.conversation, "cpu"), CONVERSATION_CPU, 0))
        if not self.settings.requests_per_minute:
            yield
            return
        refuse_after(await limits.spend(of_address(origin, "cpu"), ADDRESS_CPU, 0))
        place = of_address(origin, "waiting")
        if not await limits.hold(place, f"{visitor.conversation}:{message}", MOST_WAITING, WAITS_S):
            refuse_after(1.0)
        async with AsyncExitStack() as on_failure:
            on_failure.push_async_callback(limits.release, place, f"{visitor.conversation}:{message}")
            yield
            on_failure.pop_all()

    def address(self, request: Request) -> str:
        """The network address that a request comes from."""
        return client_address(request, self._proxies)

    def origin(self, request: Request) -> str:
        """A keyed hash of it, to be kept for a while: nobody can tell the address from it."""
        return self.tokens.pseudonym(self.address(request))

    async def _count(self, request: Request, conversation: str, address: str) -> None:
        per_minute = self.settings.messages_per_minute, self.settings.requests_per_minute
        refuse_after(await serving(request).service.limits.wait_s(conversation, address, per_minute))


def refuse_after(wait_s: float) -> None:
    """Does nothing if there is nothing to wait for.

    Raises:
        BadRequest: there is; it says for how long.
    """
    if wait_s:
        raise BadRequest(429, "too_many", "too many requests in a short time; please wait a moment", wait_s)


def _token(request: Request, in_address: bool) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return str(token.strip())
    if in_address and (token := request.args.get("access_token", "")):
        return str(token)
    raise BadRequest(401, "token_invalid", "give the access token as `Authorization: Bearer …`; POST /chat/sessions gives one")
