"""A request as the browser gave it to the proxy, and as it goes to the server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from pagearchive.capture.guard import default_port
from pagearchive.capture.http1 import Head, ProtocolError
from pagearchive.capture.spool import Spool
from pagearchive.capture.upstream import Endpoint

_DROPPED = frozenset({b"proxy-authorization", b"available-dictionary", b"dictionary-id"})
_DICTIONARY_CODINGS = frozenset({b"dcb", b"dcz"})


@dataclass(slots=True)
class Request:
    """One request."""

    method: str
    url: str
    endpoint: Endpoint
    head: Head
    wire: bytes
    """The head as it is sent to the server."""
    body: Spool
    own: bool = False
    """Made by the engine itself, not by the page."""

    @property
    def resource(self) -> str:
        """What asked for it, in the words of Sec-Fetch-Dest; guessed from Accept on plain http."""
        if self.own:
            return "own"
        if self.method == "OPTIONS" and self.head.get(b"access-control-request-method"):
            return "preflight"
        told = self.head.text(b"sec-fetch-dest")
        if told:
            return told
        accept = self.head.get(b"accept") or b""
        if accept.startswith(b"text/html"):
            return "document"
        if accept.startswith(b"image/"):
            return "image"
        return "style" if accept.startswith(b"text/css") else "empty"

    @property
    def speculative(self) -> bool:
        """True for a page that the browser loads ahead in case somebody goes there (prefetch and prerender by rules).

        A `<link rel=prefetch>` names a file and is another thing.
        """
        purpose = self.head.get(b"sec-purpose") or b""
        return purpose.startswith(b"prefetch") and self.head.get(b"upgrade-insecure-requests") is not None

    @property
    def websocket(self) -> bool:
        """True for an opening handshake (RFC 6455, 4.1)."""
        return self.method == "GET" and b"websocket" in self.head.tokens(b"upgrade")


def address(head: Head, tunnel: Endpoint | None) -> tuple[str, str, Endpoint, bytes]:
    """Method, URL, endpoint and request target of a request line; `tunnel` is where CONNECT pointed.

    Raises ProtocolError for anything that is no http request.
    """
    words = head.start.split(b" ")
    if len(words) != 3 or not words[2].startswith(b"HTTP/1."):
        raise ProtocolError("not an HTTP/1 request line")
    method, target = words[0].decode("latin-1"), words[1]
    if tunnel is not None:
        if not target.startswith(b"/"):
            raise ProtocolError("not a path in the request line")
        authority = host_text(tunnel.host)
        if tunnel.port != default_port(tunnel.scheme):
            authority += f":{tunnel.port}"
        return method, f"{tunnel.scheme}://{authority}{target.decode('latin-1')}", tunnel, target
    url = target.decode("latin-1")
    endpoint = endpoint_of(url)
    if endpoint is None or endpoint.scheme != "http":
        raise ProtocolError("not an http address in the request line")
    path = target.split(b"/", 3)[3:]
    return method, url, endpoint, b"/" + (path[0] if path else b"")


def endpoint_of(url: str) -> Endpoint | None:
    """Where a URL leads; None when it is not an http or https URL with a host."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    scheme: Literal["http", "https"]
    if parts.scheme == "http":
        scheme = "http"
    elif parts.scheme == "https":
        scheme = "https"
    else:
        return None
    if not parts.hostname:
        return None
    return Endpoint(scheme, parts.hostname, port or default_port(scheme))


def host_text(host: str) -> str:
    """A host as it stands in a URL."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def wire_head(head: Head, target: bytes, drop: frozenset[bytes] = frozenset()) -> bytes:
    """The head for the server: the browser's own lines in their order and case, less what is meant for a proxy.

    Compression against a shared dictionary is not asked for: nobody could read such a body by itself later.
    """
    method, _, version = head.start.split(b" ")
    lines = [b" ".join((method, target, version))]
    shared = head.get(b"available-dictionary") is not None
    for line in head.raw.split(b"\n")[1:]:
        line = line.rstrip(b"\r")
        name = line.partition(b":")[0].strip().lower()
        if not line or name in _DROPPED or name in drop:
            continue
        if name == b"proxy-connection":
            line = b"Connection" + line[len(b"proxy-connection") :]
        elif name == b"accept-encoding" and shared:
            kept = [item for item in head.tokens(b"accept-encoding") if item not in _DICTIONARY_CODINGS]
            line = b"Accept-Encoding: " + b", ".join(kept)
        lines.append(line)
    return b"\r\n".join(lines) + b"\r\n\r\n"


def without(wire: bytes, names: frozenset[bytes]) -> bytes:
    """A head less the fields of these names (lower case)."""
    first, *lines = wire.split(b"\r\n")
    return b"\r\n".join([first, *(line for line in lines if line.partition(b":")[0].strip().lower() not in names)])
