"""Which sites' pages may use the chat (CORS, https://fetch.spec.whatwg.org/#http-cors-protocol)."""

from __future__ import annotations

from urllib.parse import urlsplit

from sanic.request import Request
from sanic.response import HTTPResponse, empty

from bot.server.http.errors import BadRequest

PREFIX = "/chat/"
# Where a page asks first, and may read that it is refused: the widget tells the site's owner which setting it is.
FIRST = "/chat/sessions"
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Prefer, Last-Event-ID",
    "Access-Control-Max-Age": "7200",
}
EXPOSED = "Retry-After, Content-Disposition"


class Origins:
    """The allow-list. It holds for all under `/chat/`; requests without an origin don't come from another site's page."""

    def __init__(self, allowed: tuple[str, ...]) -> None:
        self._allowed = {origin.lower() for origin in allowed}

    async def check(self, request: Request) -> HTTPResponse | None:
        """A request middleware: refuses other sites, and answers what browsers ask before they send (preflight)."""
        origin = request.headers.get("Origin")
        if not origin or not request.path.startswith(PREFIX):
            return None
        asks_first = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        if not self._knows(origin, request) and not (asks_first and request.path == FIRST):
            return BadRequest(
                403, "forbidden_origin", "this site may not use the chat; its origin isn't listed under origins in credentials.yml"
            ).answer()
        return empty(headers=PREFLIGHT) if asks_first else None

    async def allow(self, request: Request, response: HTTPResponse) -> None:
        """A response middleware: lets the page of an allowed site read the answer."""
        if not request.path.startswith(PREFIX):
            return
        response.headers["Vary"] = ", ".join(filter(None, (response.headers.get("Vary"), "Origin")))
        origin = request.headers.get("Origin")
        if origin and request.path == FIRST and not self._knows(origin, request):
            response.headers["Access-Control-Allow-Origin"] = "*"  # nothing but the refusal is there to be read
        elif origin and self._knows(origin, request):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = EXPOSED

    def _knows(self, origin: str, request: Request) -> bool:
        """Whether a page is on the list, or the server's own: browsers say so themselves, whatever host a proxy puts in its requests."""
        if request.headers.get("Sec-Fetch-Site") == "same-origin":
            return True
        try:
            own = urlsplit(origin).netloc.lower() == (request.headers.get("Host") or "").lower()
        except ValueError:
            return False
        return own or origin.lower() in self._allowed
