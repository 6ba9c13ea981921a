"""The proxy of one capture among others in the same loop: it leaves nothing behind that another would stumble on."""

from __future__ import annotations

import asyncio
import contextlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pagearchive.capture.authority import Authority
from pagearchive.capture.guard import Guard
from pagearchive.capture.ledger import Ledger
from pagearchive.capture.options import CaptureOptions
from pagearchive.capture.proxy import Proxy
from pagearchive.capture.upstream import Pool, tls_context
from tests.site.score import Collector


async def _connect_while_it_closes(directory: Path) -> None:
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    with ThreadPoolExecutor(1) as thread:
        ledger = Ledger(CaptureOptions(), directory, Collector(), thread)
        proxy = Proxy(ledger, Pool(Guard(True, frozenset()), tls_context(False)), Authority(), directory)
        await proxy.start()
        await asyncio.sleep(0)  # it waits for the browser now
        # Both in one turn of the loop: the new socket is given the lowest number that is free.
        _, (_, writer) = await asyncio.gather(proxy.close(), asyncio.open_connection("127.0.0.1", port))
        with contextlib.suppress(OSError):
            writer.close()
            await writer.wait_closed()
    server.close()


def test_closing_leaves_the_sockets_of_others_alone(tmp_path: Path) -> None:
    asyncio.run(_connect_while_it_closes(tmp_path))
