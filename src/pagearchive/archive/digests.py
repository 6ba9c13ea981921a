"""Labelled digests (WARC 1.1, 5.8): `algorithm:value`, the value in hexadecimal, Base32 or Base64."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Protocol

_ALGORITHMS = {"sha1": "sha1", "sha-1": "sha1", "md5": "md5", "sha256": "sha256", "sha-256": "sha256"} | {
    name: name.replace("-", "") for name in ("sha384", "sha-384", "sha512", "sha-512")
}


class Hash(Protocol):
    """What is used of hashlib's objects."""

    def update(self, data: bytes, /) -> None: ...

    def digest(self) -> bytes: ...


class LabelledDigest:
    """A digest as a header states it, and the running digest of the bytes it should belong to."""

    def __init__(self, stated: str) -> None:
        """Raises ValueError when the label names no known algorithm or the value is no digest of it."""
        label, colon, value = stated.strip().partition(":")
        algorithm = _ALGORITHMS.get(label.lower())
        if not colon or algorithm is None:
            raise ValueError(f"unknown digest {stated[:80]!r}")
        self.hash: Hash = hashlib.new(algorithm, usedforsecurity=False)
        self._expected = _decoded(value, hashlib.new(algorithm, usedforsecurity=False).digest_size)

    @property
    def fits(self) -> bool:
        """What was hashed has the stated digest."""
        return self.hash.digest() == self._expected


def _decoded(value: str, size: int) -> bytes:
    if len(value) == 2 * size:
        return bytes.fromhex(value)
    padded = value.upper() + "=" * (-len(value) % 8)
    if len(padded) == (size + 4) // 5 * 8:
        return base64.b32decode(padded)
    try:
        raw = base64.b64decode(value.replace("-", "+").replace("_", "/") + "=" * (-len(value) % 4), validate=True)
    except binascii.Error as error:
        raise ValueError(f"no digest: {value[:80]!r}") from error
    if len(raw) != size:
        raise ValueError(f"no digest: {value[:80]!r}")
    return raw
