"""Page -> Thread | Article: pure functions of the page, with no network, no file and no clock."""

from __future__ import annotations

from pagearchive.model import Article, Page, Thread
from pagearchive.parse.read import read

__all__ = ["Article", "Page", "Thread", "read"]
