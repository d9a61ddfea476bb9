"""Whose request it is: the access token, and how often it may come."""

from __future__ import annotations

from sanic.request import Request

from bot.channels.web.settings import WebSettings
from bot.channels.web.tokens import Tokens, Visitor
from bot.server.http.client_address import client_address
from bot.server.http.errors import BadRequest
from bot.server.lifecycle import serving


class Authenticator:
    """Lets requests in: who they are, and not too many of them."""

    def __init__(self, tokens: Tokens, settings: WebSettings) -> None:
        self.tokens, self._settings = tokens, settings
        self._proxies = settings.proxies

    async def visitor(self, request: Request, counted: bool = True, in_address: bool = False) -> Visitor:
        """Who asks.

        Args:
            counted: whether it counts as one of the conversation's messages.
            in_address: whether the token may stand in the address, for what a browser opens itself.

        Raises:
            BadRequest: no token, a wrong one, or too many requests.
        """
        await self.count(request)
        visitor = self.tokens.visitor(_token(request, in_address))
        if counted:
            await self._count(request, visitor.conversation, "")
        return visitor

    async def count(self, request: Request) -> None:
        """Counts a request of an address.

        Raises:
            BadRequest: there were too many.
        """
        await self._count(request, "", client_address(request, self._proxies))

    def address(self, request: Request) -> str:
        """A name for a client's network address, from which nobody without the key learns the address."""
        return self.tokens.pseudonym(client_address(request, self._proxies))

    async def _count(self, request: Request, conversation: str, address: str) -> None:
        limits = self._settings.messages_per_minute, self._settings.requests_per_minute
        wait_s = await serving(request).service.wait_s(conversation, address, limits)
        if wait_s:
            raise BadRequest(429, "too_many", "too many requests in a short time; please wait a moment", wait_s)


def _token(request: Request, in_address: bool) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return str(token.strip())
    if in_address and (token := request.args.get("access_token", "")):
        return str(token)
    raise BadRequest(401, "token_invalid", "give the access token as `Authorization: Bearer …`; POST /chat/sessions gives one")
