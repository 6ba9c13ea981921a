"""What must not get into an archive that was made with somebody's login.

Values are replaced in the heads, URLs and forms that are recorded; what went over the wire is not touched. Other bodies
stay as they are: a page that prints a token into its text is beyond what can be told from here.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from pagearchive.capture.http1 import parse_head

MASK = "REDACTED"
_HEADERS = frozenset(
    {
        b"cookie",
        b"set-cookie",
        b"authorization",
        b"proxy-authorization",
        b"x-csrf-token",
        b"x-xsrf-token",
        b"x-auth-token",
        b"x-api-key",
    }
)
_PARAMETER = re.compile(
    r"(?<=[?&;])((?:access_?|auth_?|id_?|refresh_?|csrf_?|xsrf_?|session_?|api_?)?(?:token|key)|sid|sess(?:ion)?_?id|"
    r"phpsessid|jsessionid|password|passwd|secret|signature|csrf(?:key)?|_xftoken|sig|code|auth)=([^&#\s;]+)",
    re.I,
)

_LENGTH = re.compile(rb"^(content-length:[ \t]*)\d+", re.I | re.M)


def redact_url(url: str) -> tuple[str, set[str]]:
    """A URL with the values of token parameters masked, and the names of those parameters."""
    names: set[str] = set()

    def mask(found: re.Match[str]) -> str:
        names.add(found[1].lower())
        return f"{found[1]}={MASK}"

    return _PARAMETER.sub(mask, url), names


def public_url(url: str, mask: bool) -> str:
    """A URL as it may be written down: without a user name and password, and, where `mask`, without tokens."""
    parts = urlsplit(url)
    if parts.username is not None:
        url = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    return redact_url(url)[0] if mask else url


def redact_head(raw: bytes) -> tuple[bytes, set[str]]:
    """A head with the values of secret fields masked, and the names of what was masked.

    A cookie keeps its name and a Set-Cookie its attributes, so that the exchange can still be understood.
    """
    first, *lines = raw.split(b"\r\n") if b"\r\n" in raw else raw.split(b"\n")
    start, names = redact_url(first.decode("latin-1"))
    kept = [start.encode("latin-1")]
    for line in lines:
        name, colon, value = line.partition(b":")
        key = name.strip().lower()
        if colon and key in _HEADERS:
            names.add(key.decode("latin-1"))
            kept.append(name + b": " + _mask_value(key, value.strip()))
        elif colon and key in (b"location", b"referer"):
            text, more = redact_url(value.decode("latin-1"))
            names |= more
            kept.append(name + b":" + text.encode("latin-1"))
        else:
            kept.append(line)
    return b"\r\n".join(kept), names


def redact_form(head: bytes, body: bytes) -> tuple[bytes, bytes, set[str]]:
    """A request's head and body with the values of token fields masked, where the body is a form; and their names.

    The head's Content-Length then says what is recorded.
    """
    parsed = parse_head(head)
    if not (parsed.get(b"content-type") or b"").lower().startswith(b"application/x-www-form-urlencoded"):
        return head, body, set()
    text, names = redact_url("&" + body.decode("latin-1"))
    if not names:
        return head, body, names
    masked = text[1:].encode("latin-1")
    return _LENGTH.sub(b"\\g<1>%d" % len(masked), head, count=1), masked, names


def _mask_value(key: bytes, value: bytes) -> bytes:
    mask = MASK.encode()
    if key == b"cookie":
        return b"; ".join(part.strip().partition(b"=")[0] + b"=" + mask for part in value.split(b";"))
    if key == b"set-cookie":
        pair, semicolon, attributes = value.partition(b";")
        return pair.partition(b"=")[0] + b"=" + mask + semicolon + attributes
    if key == b"authorization":
        return value.partition(b" ")[0] + b" " + mask
    return mask


def has_secrets(raw: bytes) -> bool:
    """True when a head has a field that would be masked."""
    return any(name.lower() in _HEADERS for name, _ in parse_head(raw).fields)
