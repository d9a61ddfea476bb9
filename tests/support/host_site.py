"""A company's own site, on a port of its own: pages that embed the chat, and a proxy that serves the chat below a path."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

CHUNK = 8192
# Of one hop only (RFC 9110, section 7.6.1), and what the proxy says itself.
NOT_PASSED_ON = {"connection", "keep-alive", "transfer-encoding", "host", "content-length"}


class HostSite:
    """What is on the site, by path; it may be changed while it is served.

    Attributes:
        pages: HTML.
        files: scripts that lie on the disk.
        policy: the Content-Security-Policy of the pages; empty for none.
        proxied: the path below which another server is served, and its address.
    """

    def __init__(self, port: int) -> None:
        self.url = f"http://localhost:{port}"
        self.pages: dict[str, str] = {}
        self.files: dict[str, Path] = {}
        self.policy = ""
        self.proxied: tuple[str, str] | None = None


@contextmanager
def host_site(port: int = 0) -> Iterator[HostSite]:
    """Serves a site until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _Handler)
    server.daemon_threads = True
    site = HostSite(server.server_port)
    server.RequestHandlerClass = type("Handler", (_Handler,), {"site": site})
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    site: HostSite

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if self.site.proxied and self.path.startswith(self.site.proxied[0] + "/"):
            self._pass_on(*self.site.proxied)
        elif path in self.site.pages:
            policy = {"Content-Security-Policy": self.site.policy} if self.site.policy else {}
            self._answer(200, "text/html; charset=utf-8", self.site.pages[path].encode(), policy)
        elif path in self.site.files:
            self._answer(200, "text/javascript; charset=utf-8", self.site.files[path].read_bytes(), {})
        else:
            self._answer(404, "text/plain", b"", {})

    do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""

    def _answer(self, status: int, type: str, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": type, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _pass_on(self, prefix: str, target: str) -> None:
        """As a proxy that takes the path away, and puts its own name for the server into the request."""
        host = urlsplit(target).netloc
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))) or None
        headers = {name: value for name, value in self.headers.items() if name.lower() not in NOT_PASSED_ON}
        connection = http.client.HTTPConnection(host, timeout=60)
        try:
            connection.request(self.command, self.path.removeprefix(prefix), body, {**headers, "Host": "heed.internal"})
            answer = connection.getresponse()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in NOT_PASSED_ON:
                    self.send_header(name, value)
            self.send_header("Connection", "close")
            self.end_headers()
            while piece := answer.read1(CHUNK):
                self.wfile.write(piece)
                self.wfile.flush()
        except OSError:
            self.close_connection = True  # either side has gone
        finally:
            connection.close()
