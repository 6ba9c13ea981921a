"""Which addresses a page may make this machine connect to.

The check is made on the numeric address that is then connected to, so a name that resolves to something else the
second time (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_METADATA = frozenset({"169.254.169.254", "100.100.100.200", "fd00:ec2::254", "168.63.129.16"})


class RefusedAddressError(Exception):
    """The address is private; the message names it."""


def _embedded(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one leads to (mapped, 6to4, Teredo, NAT64), or None."""
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.sixtofour:
        return address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if address in _NAT64 or not int(address) >> 32:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def is_public(text: str) -> bool:
    """True when a numeric address belongs to the open internet; False for anything else, or for no address at all."""
    if text in _METADATA:
        return False
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        inner = _embedded(address)
        if inner is not None and not is_public(str(inner)):
            return False
        if inner is not None and address.ipv4_mapped:
            return True
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def origin_of(url: str) -> str:
    """Scheme, host and port of an http, https, ws or wss URL, the port always written out; ws counts as http."""
    parts = urlsplit(url)
    scheme = {"ws": "http", "wss": "https"}.get(parts.scheme, parts.scheme)
    return origin(scheme, parts.hostname or "", parts.port or default_port(scheme))


def default_port(scheme: str) -> int:
    """80 or 443."""
    return 443 if scheme in ("https", "wss") else 80


def origin(scheme: str, host: str, port: int) -> str:
    """An origin in the one form that is compared here."""
    host = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return f"{scheme}://{host.lower().rstrip('.')}:{port}"


class Guard:
    """Decides about each connection of one capture."""

    def __init__(self, allow_private: bool, allowed_origins: frozenset[str]) -> None:
        self._allow_private = allow_private
        self._allowed = frozenset(origin_of(item) for item in allowed_origins)

    def check(self, scheme: str, host: str, port: int, address: str) -> None:
        """Raises RefusedAddressError when `host`, found at `address`, may not be connected to."""
        if self._allow_private or is_public(address):
            return
        if origin(scheme, host, port) in self._allowed:
            return
        raise RefusedAddressError(f"{host} is at the private address {address}, which is refused")
