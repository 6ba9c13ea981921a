"""A sample topic in Invision Community's markup, and the small site on the loopback address that serves it.

The text is invented; the page has what makes such pages hard: pictures loaded when they come into view, an attribution
line, a newsletter banner inside the post, a sign-in prompt, a presence widget, drawers.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files

__all__ = ["TOPIC_PATH", "sample_page", "serve"]

TOPIC_PATH = "/topic/4821-port-linden-trams-return-to-the-waterfront-after-two-year-rebuild/"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".png": "image/png", ".jpg": "image/jpeg"}
_FILES = {
    "/applications/core/interface/js/spacer.png": "spacer.png",
    "/uploads/css_built_2/framework.css": "framework.css",
    "/uploads/css_built_2/header-wave.png": "header-wave.png",
    "/uploads/javascript_global/root_framework.js": "root_framework.js",
    "/uploads/monthly_2024_02/forum-logo.png": "forum-logo.png",
    "/uploads/monthly_2024_02/news-desk.thumb.png": "news-desk.thumb.png",
    "/uploads/monthly_2025_01/newsletter-banner-1.png": "newsletter-banner-1.png",
    "/uploads/monthly_2025_06/ap-logo.png": "ap-logo.png",
    "/uploads/monthly_2025_06/waterfront-tram.jpg": "waterfront-tram.jpg",
    "/uploads/monthly_2025_06/waterfront-tram.thumb.jpg": "waterfront-tram.thumb.jpg",
    "/uploads/reactions/react_like.png": "react_like.png",
}


def sample_page(origin: str) -> str:
    """The topic's HTML as a forum at `origin` ("https://forum.example.org") would send it."""
    page = files(__name__).joinpath("sample", "topic.html").read_text(encoding="utf-8")
    return page.replace("{origin}", origin)


@contextlib.contextmanager
def serve() -> Iterator[str]:
    """Serve the sample forum on a free port of 127.0.0.1 while the block runs; gives the topic's URL."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, name="sample forum", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{TOPIC_PATH}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "SampleForum"
    timeout = 30

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == TOPIC_PATH:
            origin = f"http://{self.headers.get('Host', '127.0.0.1')}"
            self._answer(HTTPStatus.OK, "text/html; charset=UTF-8", sample_page(origin).encode())
        elif path in _FILES:
            name = _FILES[path]
            data = files(__name__).joinpath("sample", name).read_bytes()
            self._answer(HTTPStatus.OK, _TYPES[name[name.rindex(".") :]], data)
        else:
            self._answer(HTTPStatus.NOT_FOUND, "text/plain", b"not found\n")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal belongs to the demonstration."""

    def _answer(self, status: HTTPStatus, content_type: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
