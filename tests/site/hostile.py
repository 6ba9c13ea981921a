# ruff: noqa: E501 (a page is easier to read on one line)
"""Pages that mean harm, or behave as if they did. Each has to end in its time, and the next page must be fine."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from pagearchive.model import Capture
from tests.site.lessons import cors, js, page, png
from tests.site.server import Log, Reply, Request, Route, Site


@dataclass
class Attack:
    """A hostile page, served at /h/NAME/, and what has to come of it."""

    name: str
    page: Route | str
    files: dict[str, Route] = field(default_factory=dict)
    verdicts: tuple[str, ...] = ("ok", "partial")
    allow_private: bool = True
    note: str = ""
    """Words that a note has to hold."""
    forbidden: list[str] = field(default_factory=list)
    """URLs that must not have been reached ("B:path")."""
    check: Callable[[Capture], bool] | None = None

    def install(self, site: Site) -> str:
        """Serve it; returns the URL to visit."""
        prefix = f"/h/{self.name}/"
        site.add(prefix, Reply(self.page) if isinstance(self.page, str) else self.page)
        for name, route in self.files.items():
            site.add(prefix + name, route)
        return site.url(prefix)


def _endless(request: Request) -> Reply:
    number = int(request.query.get("n", 0))
    return Reply("on", status=302, headers=[("Location", f"/h/redirects/?n={number + 1}")])


def _again(request: Request) -> Reply:
    return Reply(page("<p>again<script>location.href=location.pathname+'?'+Math.random()</script>"))


def _stream(size: int, kind: str) -> Callable[[Request, asyncio.StreamWriter, Log], Awaitable[None]]:
    async def write(request: Request, writer: asyncio.StreamWriter, log: Log) -> None:
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {size}\r\n\r\n".encode())
        block = b"0123456789abcdef" * 16384
        for _ in range(size // len(block)):
            writer.write(block)
            await writer.drain()

    return write


async def _drip(request: Request, writer: asyncio.StreamWriter, log: Log) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000000\r\n\r\n<p>dripping ")
    while True:
        writer.write(b".")
        await writer.drain()
        await asyncio.sleep(0.5)


async def _header_bomb(request: Request, writer: asyncio.StreamWriter, log: Log) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X-Bomb: " + b"x" * 60_000 + b"\r\n")
        await writer.drain()


async def _silent(request: Request, writer: asyncio.StreamWriter, log: Log) -> None:
    await asyncio.sleep(120)


async def _garbage(request: Request, writer: asyncio.StreamWriter, log: Log) -> None:
    writer.write(b"SSH-2.0-OpenSSH_9.9\r\n" + bytes(range(256)) * 10)
    await writer.drain()


def _probes() -> list[Attack]:
    """Attempts to reach addresses inside; the page's own origin A is the only one allowed."""
    inside = ["B:/h/inside", "C:/h/inside"]
    return [
        Attack("probe-redirect", Reply("", status=302, headers=[("Location", "{C}/h/inside")]), verdicts=("refused-address",), allow_private=False, forbidden=inside),
        Attack("probe-image", page("<p>x<img src='{C}/h/inside'><img src='{B}/h/inside'>"), allow_private=False, forbidden=inside),
        Attack("probe-fetch", page("<p>x<script>fetch('{B}/h/inside',{mode:'no-cors'});navigator.sendBeacon('{C}/h/inside','x')</script>"), allow_private=False, forbidden=inside),
        Attack("probe-frame", page("<p>x<iframe src='{C}/h/inside'></iframe><object data='{B}/h/inside'></object>"), allow_private=False, forbidden=inside),
        Attack("probe-websocket", page("<p>x<script>new WebSocket('{C}/h/inside'.replace('http','ws'));new WebSocket('{B}/h/inside'.replace('http','ws'))</script>"), allow_private=False, forbidden=inside),
        Attack("probe-worker", page("<p>x<script>new Worker('w.js')</script>"), {"w.js": js("fetch('{C}/h/inside',{mode:'no-cors'})")}, allow_private=False, forbidden=inside),
        Attack("probe-resource-redirect", page("<p>x<img src=r>"), {"r": Reply("", status=307, headers=[("Location", "{B}/h/inside")])}, allow_private=False, forbidden=inside),
        Attack("probe-candidates", page("<p>x<img srcset='{C}/h/inside 9x' data-src='{B}/h/inside'><style>@media (width:1px){p{background:url({C}/h/inside)}}</style>"), allow_private=False, forbidden=inside),
        Attack("probe-popup", page("<p>x<script>window.open('{C}/h/inside')</script>"), allow_private=False, forbidden=inside),
        Attack("probe-metadata", page("<p>x<img src='http://169.254.169.254/latest/'><img src='http://[::ffff:127.0.0.2]/'><img src='http://0/'><img src='http://2130706434/'>"), allow_private=False, forbidden=inside),
        Attack("probe-schemes", page("<p>x<iframe src='file:///etc/passwd'></iframe><img src='file:///etc/hostname'><iframe src='view-source:{A}/'></iframe><a id=a href='file:///etc/passwd'>x</a><script>a.click();setTimeout(()=>location.href='ftp://127.0.0.1/',100)</script>"), allow_private=False,
               check=lambda capture: "root:" not in (capture.dom or "")),
    ]  # fmt: skip


def attacks() -> list[Attack]:
    """All of them."""
    return [
        Attack("redirects", _endless, verdicts=("http-error",)),
        Attack("reload-loop", _again, verdicts=("ok", "partial", "timeout")),
        Attack("alert-loop", page("<p>words<script>for(;;)alert('x')</script>"), note="max_dialogs"),
        Attack("beforeunload", page("<p>words<script>addEventListener('beforeunload',e=>{e.preventDefault();e.returnValue='stay'});setInterval(()=>{location.href='?'+Math.random()},50)</script>")),
        Attack("ten-thousand-iframes", page("<p>words<script>for(let i=0;i<10000;i++){const f=document.createElement('iframe');f.srcdoc='x'+i;document.body.append(f)}</script>"), verdicts=("ok", "partial", "timeout", "crashed")),
        Attack("worker-bomb", page("<p>words<script>for(let i=0;i<50;i++)new Worker('w.js')</script>"), {"w.js": js("for(let i=0;i<3;i++)new Worker('w.js?'+Math.random());for(;;);")}, verdicts=("ok", "partial", "timeout", "crashed")),
        Attack("busy-loop", page("<p>words<script>setTimeout(()=>{for(;;);},200)</script>"), verdicts=("ok", "partial", "timeout")),
        Attack("memory-hog", page("<p>words<script>const a=[];setInterval(()=>{for(let i=0;i<20;i++)a.push(new Array(1e6).fill(Math.random()))},10)</script>"), verdicts=("ok", "partial", "timeout", "crashed")),
        Attack("two-gigabyte-fetch", page("<p>words<script>fetch('big').then(async r=>{const d=r.body.getReader();for(;;)if((await d.read()).done)break})</script>"), {"big": Reply(raw=_stream(2_000_000_000, "text/plain"))}, verdicts=("partial",)),
        Attack("two-gigabyte-page", Reply(raw=_stream(2_000_000_000, "application/octet-stream")), verdicts=("too-large",)),
        Attack("fetch-storm", page("<p>words<script>let n=0;setInterval(()=>{for(let i=0;i<200;i++)fetch('?'+n++)},10)</script>"), note="max_exchanges", verdicts=("partial",)),
        Attack("popup-flood", page("<p>words<script>let n=0;setInterval(()=>{if(n++<200)window.open('?'+n)},20)</script>"), note="max_popups"),
        Attack("download-flood", page("<p>words<script>for(let i=0;i<200;i++){const a=document.createElement('a');a.href='f.bin?'+i;a.download='../../../x'+i;a.click()}</script>"), {"f.bin": Reply(b"x" * 1000, type="application/octet-stream", headers=[("Content-Disposition", "attachment; filename=../../../../tmp/evil")])}),
        Attack("window-close", page("<p>words<script>window.close();self.close();top.close();open('','_self').close()</script>")),
        Attack("long-title", page("<p>words<script>document.title='x'.repeat(1e7)</script>"), check=lambda capture: len(capture.title or "") <= 1000),
        Attack("console-flood", page("<p>words<script>setInterval(()=>{for(let i=0;i<1000;i++)console.log('x'.repeat(1000))},1)</script>")),
        Attack("dom-growth", page("<p>words<script>setInterval(()=>{for(let i=0;i<100;i++){const p=document.createElement('p');p.textContent='more';document.body.append(p)}},10)</script>")),
        Attack("deep-nesting", page("<p>words" + "<div>" * 50_000)),
        Attack("tampered", page("<p>words<script>Array.prototype.map=Array.prototype.push=String.prototype.trim=()=>{throw 1};Object.defineProperty(document,'documentElement',{get(){throw 2}});JSON.stringify=()=>'';window.MutationObserver=null;Object.defineProperty(window,'__pagearchive',{value:null});document.createTreeWalker=null;Element.prototype.attachShadow=null</script>"), check=lambda capture: "words" in (capture.dom or "")),
        Attack("gzip-bomb", page("<p>words<script src=b.js></script>", "<link rel=stylesheet href=b.css>"), {"b.js": Reply(gzip.compress(b"/*" + b"x" * 200_000_000 + b"*/", 9), type="text/javascript", headers=[("Content-Encoding", "gzip")]), "b.css": Reply(gzip.compress(b"/*" + b"x" * 200_000_000 + b"*/", 9), type="text/css", headers=[("Content-Encoding", "gzip")])}),
        Attack("drip", Reply(raw=_drip), verdicts=("partial", "timeout")),
        Attack("header-bomb", Reply(raw=_header_bomb), verdicts=("connection-error",)),
        Attack("silent", Reply(raw=_silent), verdicts=("timeout",)),
        Attack("not-http", Reply(raw=_garbage), verdicts=("connection-error",)),
        Attack("history-flood", page("<p>words<script>setInterval(()=>{for(let i=0;i<100;i++)history.pushState({},'','?'+Math.random())},10)</script>")),
        Attack("print-loop", page("<p>words<script>setInterval(()=>print(),10)</script>")),
        Attack("socket-flood", page("<p>words<script>for(let i=0;i<300;i++){const s=new WebSocket('{A}/h/silent/'.replace('http','ws'));s.onerror=()=>new WebSocket(s.url)}</script>")),
        Attack("stuck-service-worker", page("<p>words<script>navigator.serviceWorker.register('sw.js');setTimeout(()=>location.reload(),1500)</script>"), {"sw.js": js("self.addEventListener('install',()=>self.skipWaiting());self.addEventListener('fetch',e=>e.respondWith(new Promise(()=>{})))")}, verdicts=("ok", "partial", "timeout")),
        Attack("many-dialogs-in-frames", page("<p>words" + "<iframe srcdoc='<script>for(;;)confirm(1)</script>'></iframe>" * 5)),
        *_probes(),
    ]  # fmt: skip


def install(site: Site) -> None:
    """What all attacks share."""
    site.add("/h/inside", cors(png("inside")))
