"""Which addresses may be connected to."""

from __future__ import annotations

import pytest

from pagearchive.capture.guard import Guard, RefusedAddressError, is_public, origin_of


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "168.63.129.16",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "2002:a00:1::",
        "2001:0:0:0:0:0:80ff:fffe",
        "2001:db8::1",
        "nonsense",
        "example.org",
    ],
)
def test_private(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "93.184.216.34", "2606:2800:220:1::1", "::ffff:8.8.8.8"])
def test_public(address: str) -> None:
    assert is_public(address)


def test_only_the_very_origin_is_let_through() -> None:
    guard = Guard(False, frozenset({"http://127.0.0.1:8000"}))
    guard.check("http", "127.0.0.1", 8000, "127.0.0.1")
    for scheme, host, port in (
        ("https", "127.0.0.1", 8000),
        ("http", "127.0.0.1", 8001),
        ("http", "localhost", 8000),
        ("http", "127.0.0.2", 8000),
    ):
        with pytest.raises(RefusedAddressError, match="private address"):
            guard.check(scheme, host, port, "127.0.0.1")


def test_a_name_is_judged_by_where_it_leads() -> None:
    guard = Guard(False, frozenset())
    guard.check("https", "example.org", 443, "93.184.216.34")
    with pytest.raises(RefusedAddressError, match=r"example\.org is at the private address 10\.0\.0\.1"):
        guard.check("https", "example.org", 443, "10.0.0.1")


def test_origins_are_compared_in_one_form() -> None:
    assert origin_of("HTTP://Example.org/x?y") == origin_of("ws://example.org:80") == "http://example.org:80"
    assert origin_of("https://[::1]/") == "https://[::1]:443"
