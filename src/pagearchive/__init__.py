"""pagearchive: archive forum threads and articles from the web and get clean data out of them.

    record = pagearchive.extract(html, url="https://forum.example.org/topic/1")   # Thread or Article
    pagearchive.to_dict(record)                                                   # plain dicts and lists
    for record in pagearchive.read_archive("crawl.warc.gz"): ...

Names are loaded when they are first used: `pagearchive --help` needs none of them, and importing the package never
loads a browser.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from pagearchive.errors import ArchiveError, InputError, OutputError, PageArchiveError, SetupError, UsageError
    from pagearchive.jobs.at_hand import extract, to_dict
    from pagearchive.jobs.reading import read_archive
    from pagearchive.model import Article, Attribution, Author, Image, Page, Post, Quote, Thread, ThreadInfo

__all__ = [
    "ArchiveError",
    "Article",
    "Attribution",
    "Author",
    "Image",
    "InputError",
    "OutputError",
    "Page",
    "PageArchiveError",
    "Post",
    "Quote",
    "SetupError",
    "Thread",
    "ThreadInfo",
    "UsageError",
    "__version__",
    "extract",
    "read_archive",
    "to_dict",
]

_FUNCTIONS = {"extract": "jobs.at_hand", "to_dict": "jobs.at_hand", "read_archive": "jobs.reading"}
"""What brings the archive room with it comes apart from what does not."""


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'pagearchive' has no attribute {name!r}")
    room = _FUNCTIONS.get(name) or ("errors" if name.endswith("Error") else "model")
    value = globals()[name] = getattr(import_module(f"pagearchive.{room}"), name)
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
