"""The adapters as data: marks, selectors and picks that hold together, and fixtures for all that they read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pagearchive.parse.platforms import PLATFORMS, Platform
from pagearchive.parse.platforms.loading import faults

FIXTURES = Path(__file__).parent.parent / "fixtures"
NAMES = sorted({platform.name for platform in PLATFORMS})
BY_NAME = {platform.name: platform for platform in reversed(PLATFORMS)}

EVERYWHERE = frozenset(("author.name", "text", "html", "images", "links"))
"""What a post has on every platform."""
OF_THE_SOFTWARE = {
    # picks that an adapter has -> the field that some fixture of it must show
    "post_id": "post_id",
    "post_url": "url",
    "author_url": "author.url",
    "author_id": "author.id",
    "date": "date_published",
    "modified": "date_modified",
    "quote": "quotes",
    "quote_author": "quotes.author",
    "quote_post": "quotes.post_id",
    "reactions": "reactions",
    "reaction": "reactions",
    "accepted": "is_accepted_answer",
    "nest": "in_reply_to",
    "depth": "in_reply_to",
    "reply_to": "in_reply_to",
    "comment": "comments",
    "thread_id": "thread.id",
    "board": "thread.board",
}
NOT_SHOWN = {
    # what the software does not have, or what a variant takes over from the software's other view, which shows it
    "fluxbb": {"quotes.post_id"},
    "hackernews": {"images"},
    "invision-5": {"is_accepted_answer"},
    "kunena": {"author.id"},
    "nodebb": {"is_accepted_answer"},
    "phpbb-3": {"is_accepted_answer"},
    "punbb": {"thread.id", "quotes.post_id"},
    "tapatalk-groups": {"is_accepted_answer", "reactions", "thread.id"},
    "wpforo": {"is_accepted_answer", "thread.id"},
    "xenforo-1": {"is_accepted_answer"},
    "xenforo-2-fora": {"is_accepted_answer"},
    "lobsters": {"date_modified"},
    "khoros": {"quotes.post_id"},
    "insided": {"date_modified"},
    "pipermail": {"images"},
    "read-cgi": {"images"},
}


def shown(name: str) -> set[str]:
    """The fields that are filled in some fixture of the platform."""
    found: set[str] = set()
    for path in (FIXTURES / name).glob("*/expected.json"):
        record = json.loads(path.read_text(encoding="utf-8"))
        found |= {f"thread.{key}" for key, value in record["thread"].items() if value}
        for post in record["posts"]:
            found |= {key for key, value in post.items() if value}
            found |= {f"author.{key}" for key, value in post["author"].items() if value}
            found |= {f"quotes.{key}" for quote in post["quotes"] for key, value in quote.items() if value}
    return found


@pytest.mark.parametrize("name", NAMES)
def test_fixtures_show_every_field_that_the_adapter_reads(name: str) -> None:
    platform = BY_NAME[name]
    wanted = EVERYWHERE | {field for picks, field in OF_THE_SOFTWARE.items() if getattr(platform, picks)}
    missing = wanted - shown(name) - NOT_SHOWN.get(name, set())
    assert not missing, f"no fixture in tests/fixtures/{name}/ shows {sorted(missing)}"


def test_exceptions_are_still_needed() -> None:
    assert {name: fields & shown(name) for name, fields in NOT_SHOWN.items() if fields & shown(name)} == {}


@pytest.mark.parametrize("platform", PLATFORMS, ids=[platform.name for platform in PLATFORMS])
def test_the_parser_understands_every_mark_selector_and_pick(platform: Platform) -> None:
    assert list(faults(platform)) == []


@pytest.mark.parametrize(
    ("pick", "complaint"),
    [
        (".when~ on (.+)", "a pattern that begins with a space"),
        ("@title~ on (.+)", "a pattern that begins with a space"),
        (".when~on (.+", "a pattern that cannot be read"),
        (".when~on .+", "a pattern without a group"),
        (".when@date time", "no attribute"),
        ("..when", "no CSS selector"),
    ],
)
def test_an_adapter_is_told_which_pick_is_wrong(pick: str, complaint: str) -> None:
    platform = Platform(name="rope", marks=("li.p",), post="li.p", body=".b", modified=(pick,))
    (found,) = faults(platform)
    assert found[0] == "modified"
    assert repr(pick) in found[1]
    assert complaint in found[1]


def test_platforms_of_one_name_share_their_fields() -> None:
    for platform in PLATFORMS:
        assert (FIXTURES / platform.name).is_dir()
