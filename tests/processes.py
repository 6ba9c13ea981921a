"""The processes below one, as Linux lists them: what somebody has started, and what is left of it."""

from __future__ import annotations

from pathlib import Path


def below(parent: int) -> dict[int, str]:
    """The processes that `parent` has started, and those that they have: command lines; "" for a zombie."""
    found: dict[int, str] = {}
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue  # it ended meanwhile
    newest = {parent}
    while newest:
        newest = {number for number, above in parents.items() if above in newest}
        for number in newest:
            try:
                found[number] = Path(f"/proc/{number}/cmdline").read_text().replace("\0", " ")
            except OSError:
                continue
    return found


def browsers_below(parent: int) -> set[int]:
    """The main processes of the browsers among them."""
    return {
        number
        for number, command in below(parent).items()
        if "--pagearchive-run=" in command and "--type=" not in command
    }
