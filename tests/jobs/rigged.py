"""Readers that fail on marked pages, as a parser in C may: named to a pool of processes, they run in its children."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from typing import Any

from pagearchive.jobs.reading import read_page
from pagearchive.model import Article, Page, Thread


def read(page: Page, platforms: Any) -> Thread | Article:
    """As always, but for pages that say what is to happen."""
    html = page.html if isinstance(page.html, str) else page.html.decode()
    if "[segfault]" in html:
        ctypes.string_at(0)
    if "[kill]" in html:
        os.kill(os.getpid(), signal.SIGKILL)
    if "[endless]" in html:
        while True:
            time.sleep(10)
    if "[memory]" in html:
        return read_page(Page(html=str(bytearray(1 << 40))))
    if "[fault]" in html:
        raise RuntimeError("a fault of the parser's own")
    if "[process]" in html:
        return Article(title=str(os.getpid()))
    if "[browser]" in html:
        return Article(title=str("playwright" in sys.modules))
    return read_page(page, platforms)
