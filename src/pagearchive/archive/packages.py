"""What a WACZ states about its own files (WACZ 1.1.1, 5): sizes and digests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from pagearchive.archive.containers import Container
from pagearchive.errors import ArchiveError

DATAPACKAGE = "datapackage.json"
DATAPACKAGE_DIGEST = "datapackage-digest.json"
_MAX_JSON = 1 << 26


def package_faults(container: Container) -> Iterator[str]:
    """One line for each statement of a WACZ that does not hold; nothing for a WARC."""
    sizes = container.member_sizes()
    if sizes is None:
        return
    raw = _small_member(container, sizes, DATAPACKAGE)
    if raw is None:
        yield f"{DATAPACKAGE} is missing"
        return
    digest = _json(_small_member(container, sizes, DATAPACKAGE_DIGEST) or b"{}").get("hash")
    if digest is not None and digest != f"sha256:{hashlib.sha256(raw).hexdigest()}":
        yield f"{DATAPACKAGE} does not have the digest that {DATAPACKAGE_DIGEST} states"
    listed = _json(raw).get("resources")
    resources = {entry["path"]: entry for entry in listed or [] if isinstance(entry, dict) and "path" in entry}
    if not resources:
        yield f"{DATAPACKAGE} lists no resources"
    for name in sizes:
        if name not in resources and name not in (DATAPACKAGE, DATAPACKAGE_DIGEST) and not name.endswith("/"):
            yield f"{name} is not listed in {DATAPACKAGE}"
    for name, entry in resources.items():
        yield from _resource_faults(container, sizes, str(name), entry)


def _resource_faults(container: Container, sizes: dict[str, int], name: str, entry: dict[str, Any]) -> Iterator[str]:
    if name not in sizes:
        yield f"{name} is listed in {DATAPACKAGE} and missing"
        return
    stated = str(entry.get("hash") or "")
    algorithm, _, value = stated.partition(":")
    if algorithm not in ("sha256", "md5"):
        yield f"{name} has no digest that can be checked ({stated[:40]!r})"
        return
    running, size = hashlib.new(algorithm, usedforsecurity=False), 0
    for piece in container.member_pieces(name):
        running.update(piece)
        size += len(piece)
    if running.hexdigest() != value.lower():
        yield f"{name} does not have the digest that {DATAPACKAGE} states"
    if entry.get("bytes") not in (None, size):
        yield f"{name} has {size} bytes, {DATAPACKAGE} says {entry['bytes']!r}"


def _small_member(container: Container, sizes: dict[str, int], name: str) -> bytes | None:
    if name not in sizes:
        return None
    if sizes[name] > _MAX_JSON:
        raise ArchiveError(f"{name} is over {_MAX_JSON} bytes", container.path)
    return b"".join(container.member_pieces(name))


def _json(raw: bytes) -> dict[str, Any]:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
