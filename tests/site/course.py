# ruff: noqa: E501 (a page is easier to read on one line)
"""The course: one page for each difficulty that a capture has to overcome."""

from __future__ import annotations

import asyncio
import base64
import hashlib

from tests.site.further import further
from tests.site.lessons import Lesson, Reply, Request, bytes_of, cors, css, js, json, page, png, to
from tests.site.server import Log, Route, Site

ADD = "<script>const add = t => { const p = document.createElement('p'); p.textContent = t; document.body.append(p); }</script>"


def _resources() -> list[Lesson]:
    """What a page names in markup and styles."""
    images: dict[str, Route] = {f"i{n}.png": png(f"i{n}") for n in range(8)}
    return [
        Lesson(
            "plain",
            page("<h1>Plain</h1><img src=a.png><script src=a.js></script>", "<link rel=stylesheet href=a.css>"),
            {"a.png": png("plain"), "a.js": js("document.title='Done'"), "a.css": css("p{color:red}")},
        ),
        Lesson(
            "css-import",
            page("<p class=a>x", "<link rel=stylesheet href=a.css>"),
            {
                "a.css": css('@import "b.css"; .a{background:url(bg.png)}'),
                "b.css": css("@import url(c.css);"),
                "c.css": css("body{background:url('c.png')}"),
                "bg.png": png("bg"),
                "c.png": png("c"),
            },
        ),
        Lesson(
            "fonts",
            page("<p style='font-family:F'>text", "<style>@font-face{font-family:F;src:url(f.woff2)}</style>"),
            {"f.woff2": Reply(bytes_of(900, 3), type="font/woff2")},
        ),
        Lesson(
            "media-queries",
            page(
                "<div class=a>x</div>",
                "<link rel=stylesheet href=p.css media=print><style>@media (max-width:100px){.a{background:url(s.png)}} @media (min-width:100px){.a{background:url(l.png)}}</style>",
            ),
            {"p.css": css("p{}"), "s.png": png("mq-small"), "l.png": png("mq-large")},
        ),
        Lesson(
            "srcset",
            page(
                "<img srcset='i0.png 1x, i1.png 2x' src=i2.png><picture><source media='(max-width:50px)' srcset=i3.png><source type=image/webp srcset='i4.png 100w, i5.png 900w' sizes=100vw><img src=i6.png></picture>"
            ),
            images,
            without=["i7.png"],
        ),
        Lesson(
            "lazy-native",
            page("<div style='height:6000px'></div>" + "".join(f"<img loading=lazy src=i{n}.png>" for n in range(8))),
            images,
        ),
        Lesson(
            "lazy-data-src",
            page(
                "<div style='height:4000px'></div><img class=l data-src=i0.png src='data:image/gif;base64,R0lGODlhAQABAAAAACw='><img class=l data-srcset='i1.png 1x, i2.png 2x'><script>new IntersectionObserver(e=>e.forEach(x=>{if(x.isIntersecting&&x.target.dataset.src)x.target.src=x.target.dataset.src})).observe(document.querySelector('.l'))</script>"
            ),
            {k: images[k] for k in ("i0.png", "i1.png", "i2.png")},
        ),
        Lesson(
            "lazy-background",
            page(
                "words<div style='height:4000px'></div><div id=b style='height:50px'></div><script>addEventListener('scroll',()=>{if(scrollY>3000)b.style.backgroundImage='url(i0.png)'})</script>"
            ),
            {"i0.png": images["i0.png"]},
        ),
        Lesson(
            "iframes",
            page(
                "<iframe src=f.html></iframe><iframe src='{B}/l/iframes/g.html'></iframe><iframe srcdoc='<img src=i2.png>srcdoc words'></iframe>"
            ),
            {
                "f.html": Reply(page("frame words <img src=i0.png><iframe src=n.html></iframe>")),
                "n.html": Reply(page("nested words <img src=i3.png>")),
                "g.html": Reply(page("other origin words <img src=i1.png>")),
                **{f"i{n}.png": images[f"i{n}.png"] for n in range(4)},
            },
            required=["", "f.html", "n.html", "B:g.html", "i0.png", "B:i1.png", "i2.png", "i3.png"],
            seen=["frame words", "nested words", "other origin words", "srcdoc words"],
        ),
        Lesson(
            "preload",
            page(
                "words<link rel=preload as=image href=i0.png><link rel=prefetch href=i1.png><link rel=modulepreload href=m.js><link rel=preload as=fetch crossorigin href=d.json>"
            ),
            {
                "i0.png": images["i0.png"],
                "i1.png": images["i1.png"],
                "m.js": js("export default 1"),
                "d.json": json("{}"),
            },
        ),
        Lesson(
            "icons",
            page(
                "x", "<link rel=icon href=i0.png><link rel=apple-touch-icon href=i1.png><link rel=manifest href=m.json>"
            ),
            {"i0.png": images["i0.png"], "i1.png": images["i1.png"], "m.json": json("{}")},
            without=["m.json"],
        ),
        Lesson(
            "svg-and-objects",
            page(
                "<object data=o.svg></object><embed src=e.svg><svg><image href=i0.png /><use href='u.svg#a'/></svg><input type=image src=i1.png><video poster=i2.png></video><body background=i3.png>"
            ),
            {
                "o.svg": Reply("<svg xmlns='http://www.w3.org/2000/svg'><text>o</text></svg>", type="image/svg+xml"),
                "e.svg": Reply("<svg xmlns='http://www.w3.org/2000/svg'><text>e</text></svg>", type="image/svg+xml"),
                "u.svg": Reply("<svg xmlns='http://www.w3.org/2000/svg'><g id='a'/></svg>", type="image/svg+xml"),
                **{f"i{n}.png": images[f"i{n}.png"] for n in range(3)},
            },
        ),
        Lesson(
            "data-and-blob",
            page(
                "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>"
                + ADD
                + "<script>fetch('d.json').then(r=>r.blob()).then(b=>{const i=new Image();i.src=URL.createObjectURL(b);document.body.append(i);add('blob made')})</script>"
            ),
            {"d.json": json('{"a":1}')},
            text=["blob made"],
        ),
        Lesson("base-href", page("<img src=x.png>", "<base href='/l/base-href/deep/'>"), {"deep/x.png": png("base")}),
    ]


def _scripts() -> list[Lesson]:
    """What scripts bring in."""

    async def poll(request: Request) -> Reply:
        await asyncio.sleep(40)
        return json("{}")

    return [
        Lesson(
            "fetch-after-load",
            page(
                ADD
                + "<script>addEventListener('load',()=>fetch('a.json').then(r=>r.json()).then(d=>{add(d.t);const x=new XMLHttpRequest();x.open('GET','b.json');x.onload=()=>add(x.responseText);x.send()}))</script>"
            ),
            {"a.json": json('{"t":"from fetch"}'), "b.json": json('"from xhr"')},
            text=["from fetch", "from xhr"],
        ),
        Lesson(
            "timer-1500",
            page(ADD + "<script>setTimeout(()=>fetch('a.json').then(r=>r.text()).then(add),1500)</script>"),
            {"a.json": json('"after timer"')},
            text=["after timer"],
        ),
        Lesson(
            "timer-3000",
            page(
                ADD
                + "<script>setTimeout(()=>{const i=new Image();i.src='a.png';document.body.append(i);add('late')},3000)</script>"
            ),
            {"a.png": png("late")},
            text=["late"],
        ),
        Lesson(
            "timer-chain",
            page(
                ADD
                + "<script>let n=0;(function f(){ if(n++<4) setTimeout(()=>fetch('a'+n+'.json').then(r=>r.text()).then(t=>{add(t);f()}),400+n*50)})()</script>"
            ),
            {f"a{n}.json": json(f'"round {n}"') for n in range(1, 5)},
            text=["round 4"],
        ),
        Lesson(
            "slow-fetch",
            page(ADD + "<script>fetch('a.json').then(r=>r.text()).then(add)</script>"),
            {"a.json": json('"slow answer"', delay=4)},
            text=["slow answer"],
        ),
        Lesson(
            "infinite-scroll",
            page(
                ADD
                + "<div id=l></div><div id=end style='height:10px'></div><script>let n=0;new IntersectionObserver(async e=>{if(e[0].isIntersecting&&n<6){const r=await fetch('p'+(n++)+'.json');const t=await r.text();const d=document.createElement('div');d.style.height='900px';d.textContent=t;l.append(d)}}).observe(end)</script>"
            ),
            {f"p{n}.json": json(f'"scrolled {n}"') for n in range(6)},
            text=["scrolled 5"],
        ),
        Lesson(
            "scroll-inside",
            page(
                "<main style='height:700px;overflow:auto'><div style='height:5000px'></div><div id=x></div></main><script>document.querySelector('main').addEventListener('scroll',e=>{if(e.target.scrollTop>3500&&!window.d){window.d=1;fetch('a.json').then(r=>r.text()).then(t=>x.textContent=t)}})</script>"
            ),
            {"a.json": json('"inner scroll"')},
            text=["inner scroll"],
        ),
        Lesson(
            "load-more",
            page(
                ADD
                + "<button onclick=\"fetch('p'+(++window.n||(window.n=1))+'.json').then(r=>r.text()).then(t=>{add(t);if(n>=3)this.remove()})\">Load more</button>"
            ),
            {f"p{n}.json": json(f'"more {n}"') for n in range(1, 4)},
            text=["more 3"],
        ),
        Lesson(
            "show-replies",
            page(
                ADD
                + "<a href='#' role=button onclick=\"fetch('r.json').then(r=>r.text()).then(t=>{add(t);this.remove()});return false\">Show more replies</a><form action=/l/show-replies/bad><button>Load more</button></form>"
            ),
            {"r.json": json('"a reply"')},
            text=["a reply"],
        ),
        Lesson(
            "post-bodies",
            page(
                ADD
                + "<script>(async()=>{await fetch('a',{method:'POST',headers:{'Content-Type':'application/json'},body:JSON.stringify({q:'ä',n:[1]})});await fetch('b',{method:'POST',body:new URLSearchParams({x:'1',y:'é'})});const f=new FormData();f.append('file',new Blob(['abc']),'n.txt');await fetch('c',{method:'PUT',body:f});add('posted')})()</script>"
            ),
            {"a": json('{"ok":1}'), "b": json('{"ok":2}'), "c": json('{"ok":3}')},
            required=["", "POST a", "POST b", "PUT c"],
            text=["posted"],
        ),
        Lesson(
            "options-head",
            page(
                ADD
                + "<script>(async()=>{await fetch('{B}/l/options-head/a',{headers:{'X-Own':'1'}});await fetch('h',{method:'HEAD'});await fetch('o',{method:'OPTIONS'});add('asked')})()</script>"
            ),
            {"a": cors(json('{"a":1}')), "h": json('{"h":1}'), "o": json('{"o":1}')},
            required=["", "OPTIONS B:a", "B:a", "HEAD h", "OPTIONS o"],
            text=["asked"],
        ),
        Lesson(
            "workers",
            page(
                ADD
                + "<script>const w=new Worker('w.js');w.onmessage=e=>add(e.data);const m=new Worker('m.js',{type:'module'});const s=new SharedWorker('s.js');s.port.onmessage=e=>add(e.data)</script>"
            ),
            {
                "w.js": js("importScripts('i.js');fetch('w.json').then(r=>r.text()).then(postMessage)"),
                "i.js": js("self.x=1"),
                "w.json": json('"worker data"'),
                "m.js": js("import './n.js'; fetch('m.json')"),
                "n.js": js("export default 2"),
                "m.json": json('"module data"'),
                "s.js": js("onconnect=e=>fetch('s.json').then(r=>r.text()).then(t=>e.ports[0].postMessage(t))"),
                "s.json": json('"shared data"'),
            },
            text=["worker data", "shared data"],
        ),
        Lesson(
            "service-worker",
            page(
                ADD
                + "<script>navigator.serviceWorker.register('sw.js').then(()=>navigator.serviceWorker.ready).then(async()=>{if(!navigator.serviceWorker.controller)await new Promise(r=>navigator.serviceWorker.oncontrollerchange=r);const r=await fetch('through');add(await r.text())})</script>"
            ),
            {
                "sw.js": js(
                    "self.addEventListener('install',e=>{self.skipWaiting();e.waitUntil(caches.open('x').then(c=>c.addAll(['pre.json'])))});self.addEventListener('activate',e=>e.waitUntil(clients.claim()));self.addEventListener('fetch',e=>{if(e.request.url.endsWith('through'))e.respondWith(fetch('real.json'))})"
                ),
                "pre.json": json('"precached"'),
                "real.json": json('"by service worker"'),
            },
            text=["by service worker"],
        ),
        Lesson(
            "modules",
            page(
                ADD
                + '<script type=importmap>{"imports":{"lib":"./lib.js"}}</script><script type=module>import {v} from "lib"; import("./dyn.js").then(m=>add(m.d)); add(v)</script>'
            ),
            {"lib.js": js("export const v='mapped'"), "dyn.js": js("export const d='dynamic'")},
            text=["mapped", "dynamic"],
        ),
        Lesson(
            "wasm",
            page(ADD + "<script>WebAssembly.instantiateStreaming(fetch('a.wasm')).then(()=>add('wasm ran'))</script>"),
            {"a.wasm": Reply(b"\0asm\1\0\0\0", type="application/wasm")},
            text=["wasm ran"],
        ),
        Lesson(
            "websocket",
            page(
                ADD
                + "<script>const s=new WebSocket('{A}/l/websocket/ws'.replace('http','ws'));s.onopen=()=>s.send('hello');s.onmessage=e=>add(e.data)</script>"
            ),
            {"ws": Reply(raw=_websocket)},
            required=[""],
            text=["echo: hello"],
        ),
        Lesson(
            "event-source",
            page(ADD + "<script>new EventSource('s').onmessage=e=>add(e.data)</script>"),
            {"s": Reply(raw=_events)},
            required=[""],
            text=["event 2"],
            truncated={"s": "time"},
        ),
        Lesson(
            "long-poll",
            page(ADD + "<script>add('words');(function f(){fetch('poll').then(f)})()</script>"),
            {"poll": poll},
            required=[""],
            text=["words"],
        ),
        Lesson(
            "endless-stream",
            page(
                ADD
                + "<script>fetch('s').then(async r=>{const d=r.body.getReader();const c=await d.read();add('first '+new TextDecoder().decode(c.value))})</script>"
            ),
            {"s": Reply(raw=_endless)},
            required=[""],
            text=["first tick"],
            truncated={"s": "time"},
        ),
        Lesson(
            "dialogs",
            page(
                ADD
                + "<script>addEventListener('beforeunload',e=>e.preventDefault());alert('one');confirm('two');prompt('three');fetch('a.json').then(r=>r.text()).then(add)</script>"
            ),
            {"a.json": json('"after dialogs"')},
            text=["after dialogs"],
        ),
        Lesson(
            "shadow",
            page(
                "<div id=h><b>slotted</b></div><x-c></x-c><script>h.attachShadow({mode:'open'}).innerHTML='<p>open shadow</p><img src=a.png><slot></slot>';customElements.define('x-c',class extends HTMLElement{constructor(){super().attachShadow({mode:'closed'}).innerHTML='<p>closed shadow</p>'}})</script>"
            ),
            {"a.png": png("shadow")},
            text=["open shadow", "closed shadow", "slotted"],
            seen=["open shadow", "closed shadow", "slotted"],
        ),
        Lesson(
            "canvas",
            page("<canvas id=c></canvas><script>const x=c.getContext('2d');x.fillText('drawn words',10,10)</script>"),
            text=["drawn words"],
            seen=["drawn words"],
        ),
        Lesson(
            "intervals",
            page(
                ADD
                + "<script>let n=0;setInterval(()=>{document.querySelector('#t').textContent=++n},100)</script><p id=t>"
            ),
            text=['<p id="t">'],
        ),
        Lesson(
            "beacon",
            page(ADD + "<script>navigator.sendBeacon('b','data');add('sent')</script>"),
            {"b": Reply(status=204, type=None)},
            required=["", "POST b"],
        ),
    ]


def _navigation() -> list[Lesson]:
    """Where the page goes."""
    loop = page("<h1>Here</h1>")
    return [
        Lesson(
            "redirect-chain",
            loop,
            {
                "r1": to("r2", 301),
                "r2": to("r3", 302),
                "r3": to("{B}/l/redirect-chain/r4", 307),
                "r4": to("{A}/l/redirect-chain/", 308),
            },
            required=["r1", "r2", "r3", "B:r4", ""],
            start="r1",
            end="",
        ),
        Lesson(
            "redirected-resources",
            page("<img src=a><script src=b></script>"),
            {
                "a": to("a2"),
                "a2": to("{B}/l/redirected-resources/a.png"),
                "a.png": png("redirected"),
                "b": to("b.js", 301),
                "b.js": js("1"),
            },
            required=["", "a", "a2", "B:a.png", "b", "b.js"],
        ),
        Lesson(
            "meta-refresh",
            page("<p>leaving", "<meta http-equiv=refresh content='1;url=next.html'>"),
            {"next.html": Reply(page("<p>arrived <img src=a.png>")), "a.png": png("refresh")},
            text=["arrived"],
            end="next.html",
        ),
        Lesson(
            "script-navigation",
            page("<script>addEventListener('load',()=>setTimeout(()=>location.href='next.html',500))</script>"),
            {"next.html": Reply(page("<p>arrived <img src=a.png>")), "a.png": png("navigated")},
            text=["arrived"],
            end="next.html",
        ),
        Lesson(
            "replace-at-once",
            page("<script>location.replace('next.html?x=1')</script>"),
            {"next.html": Reply(page("<p>arrived"))},
            required=["", "next.html?x=1"],
            text=["arrived"],
            end="next.html?x=1",
        ),
        Lesson(
            "push-state",
            page(
                ADD
                + "<script>setTimeout(()=>{history.pushState({},'','/l/push-state/virtual');add('pushed')},300)</script>"
            ),
            text=["pushed"],
            end="virtual",
        ),
        Lesson(
            "popup",
            page("<p>opener<script>addEventListener('load',()=>window.open('pop.html'))</script>"),
            {"pop.html": Reply(page("popup <img src=a.png>")), "a.png": png("popup")},
            text=["opener"],
        ),
        Lesson("window-close", page("<p>still here<script>window.close()</script>"), text=["still here"]),
        Lesson("fragment", page("<p id=x>words"), start="#x", required=[""], text=["words"]),
        Lesson(
            "post-form",
            page(
                "<form method=post action=target><input name=a value='1 2'></form><script>document.forms[0].submit()</script>"
            ),
            {"target": Reply(page("<p>posted form"))},
            required=["", "POST target"],
            text=["posted form"],
            end="target",
        ),
        Lesson(
            "cookies",
            page("<img src=a.png><script>document.cookie='own=1'</script>"),
            {
                "a.png": _needs_cookie,
                "enter": Reply(
                    "",
                    status=302,
                    headers=[
                        ("Location", "/l/cookies/"),
                        ("Set-Cookie", "s=1"),
                        ("Set-Cookie", "t=2; Path=/; HttpOnly"),
                    ],
                ),
            },
            start="enter",
            end="",
        ),
        Lesson(
            "download-link",
            page("<a download href=f.zip id=a>x</a><script>a.click()</script>"),
            {
                "f.zip": Reply(
                    bytes_of(300_000, 5),
                    type="application/zip",
                    headers=[("Content-Disposition", "attachment; filename=../../evil.zip")],
                )
            },
        ),
    ]


def _http() -> list[Lesson]:
    """What servers do."""
    big = bytes_of(30_000_000, 9)
    statuses: dict[str, Route] = {
        f"s{code}": Reply("" if code == 204 else f"body of {code}", status=code, type="text/plain")
        for code in (204, 404, 410, 500)
    }
    long = "q=" + "x" * 8000
    return [
        Lesson(
            "encodings",
            page(
                "words"
                + "".join(f"<script src={name}.js></script>" for name in ("gzip", "br", "zstd", "deflate", "both"))
            ),
            {
                **{
                    f"{name}.js": js(f"window.{name}=1//" + "x" * 3000, encoding=name)
                    for name in ("gzip", "deflate", "br", "zstd")
                },
                "both.js": js("1//" + "y" * 200_000, encoding="gzip", chunked=True),
            },
        ),
        Lesson(
            "chunked",
            Reply(page("<p>chunked page <img src=a.png>"), chunked=True),
            {"a.png": Reply(png("chunked").body, type="image/png", chunked=True)},
        ),
        Lesson(
            "statuses",
            page(ADD + "<script>Promise.all([204,404,410,500].map(c=>fetch('s'+c).then(r=>add(r.status))))</script>"),
            statuses,
            text=["204", "410"],
        ),
        Lesson(
            "not-modified",
            page(
                ADD
                + "<script>fetch('e',{cache:'no-store',headers:{'If-None-Match':'\"x\"'}}).then(r=>add(r.status))</script>"
            ),
            {"e": Reply(status=304, headers=[("ETag", '"x"')])},
            text=["304"],
        ),
        Lesson(
            "wrong-types",
            page("<img src=a><img src=b><iframe src=c></iframe><link rel=stylesheet href=d>"),
            {
                "a": Reply(png("wrong-a").body, type="text/plain"),
                "b": Reply(png("wrong-b").body, type=None),
                "c": Reply("<p>untyped frame", type=None),
                "d": css("p{}", headers=[("X-Content-Type-Options", "nosniff")]),
            },
        ),
        Lesson(
            "reset",
            page("<img src=a.png onerror=\"fetch('told')\">"),
            {"a.png": Reply(bytes_of(50_000), type="image/png", cut=20_000), "told": json("1")},
            truncated={"a.png": "disconnect"},
        ),
        Lesson(
            "reset-chunked",
            page("<img src=a.png>"),
            {"a.png": Reply(bytes_of(50_000), type="image/png", cut=20_000, chunked=True)},
            truncated={"a.png": "disconnect"},
        ),
        Lesson(
            "thirty-megabytes",
            page(ADD + "<script>fetch('big').then(r=>r.arrayBuffer()).then(b=>add('got '+b.byteLength))</script>"),
            {"big": Reply(big, type="application/octet-stream")},
            text=["got 30000000"],
        ),
        Lesson(
            "video",
            page("<video src=v.mp4 preload=auto></video><audio src=a.mp3 autoplay></audio>"),
            {
                "v.mp4": Reply(bytes_of(3_000_000, 7), type="video/mp4", ranges=True),
                "a.mp3": Reply(bytes_of(800_000, 8), type="audio/mpeg", ranges=True),
            },
        ),
        Lesson(
            "range-fetch",
            page(
                ADD
                + "<script>fetch('r.bin',{headers:{Range:'bytes=100-199'}}).then(async r=>add(r.status+' '+(await r.arrayBuffer()).byteLength))</script>"
            ),
            {"r.bin": Reply(bytes_of(5000, 11), type="application/octet-stream", ranges=True)},
            text=["206 100"],
        ),
        Lesson("same-bytes", page("<img src=a.png><img src=b.png>"), {"a.png": png("same"), "b.png": png("same")}),
        Lesson(
            "headers",
            page(ADD + "<script>fetch('h').then(r=>add(r.headers.get('x-two')))</script>"),
            {
                "h": Reply(
                    "1",
                    headers=[
                        ("X-Two", "one"),
                        ("x-two", "two"),
                        ("Set-Cookie", "a=1"),
                        ("Set-Cookie", "b=2"),
                        ("X-Latin", "caf\xe9"),
                    ],
                )
            },
            text=["one, two"],
        ),
        Lesson(
            "http-1.0",
            Reply(page("<p>old server <img src=a.png>"), version="HTTP/1.0"),
            {"a.png": Reply(png("old").body, type="image/png", version="HTTP/1.0")},
            text=["old server"],
        ),
        Lesson(
            "bad-status-lines",
            page(
                ADD
                + "<script>for(const n of ['a','b','c'])fetch(n).then(async r=>add(n+r.status+await r.text()))</script>"
            ),
            {
                "a": Reply(raw=_status_line(b"HTTP/1.1 200")),
                "b": Reply(raw=_status_line(b"HTTP/1.1 200 ")),
                "c": Reply(raw=_status_line(b"HTTP/1.1 404 Gone \xfc fishing")),
            },
            text=["a200words", "c404words"],
        ),
        Lesson(
            "bare-line-feeds",
            page(ADD + "<script>fetch('a').then(r=>r.text()).then(add)</script>"),
            {"a": Reply(raw=_bare)},
            text=["bare words"],
        ),
        Lesson(
            "until-close",
            page(ADD + "<script>fetch('a').then(r=>r.text()).then(add)</script>"),
            {"a": Reply(raw=_until_close)},
            text=["until close"],
        ),
        Lesson(
            "slow-first-byte",
            Reply(page("<p>finally <img src=a.png>"), delay=10),
            {"a.png": png("finally")},
            text=["finally"],
        ),
        Lesson(
            "slow-image", page("<p>words<img src=a.png>"), {"a.png": Reply(png("slow").body, type="image/png", delay=5)}
        ),
        Lesson(
            "long-urls",
            page(f"<img src='a.png?{long}'><img src='b.png?x=%zz|^{{}}`\"&amp;ü=é#f'><img src='c%20d%2Fe.png'>"),
            {"a.png": png("long"), "b.png": png("odd"), "c d/e.png": png("space")},
            required=["", f"a.png?{long}", "c%20d%2Fe.png"],
        ),
        Lesson(
            "basic-auth",
            page("<iframe src=secret></iframe>"),
            {"secret": Reply("<p>who are you", status=401, headers=[("WWW-Authenticate", 'Basic realm="x"')])},
        ),
        Lesson(
            "policies",
            Reply(
                page(
                    "<img src=a.png><img src='{B}/l/policies/b.png'><script src=s.js integrity=\""
                    + _integrity("window.ok=1")
                    + '" crossorigin></script>'
                ),
                headers=[
                    ("Content-Security-Policy", "default-src 'self' {B}; script-src 'self'"),
                    ("Cross-Origin-Opener-Policy", "same-origin"),
                    ("Cross-Origin-Embedder-Policy", "require-corp"),
                ],
            ),
            {
                "a.png": png("csp"),
                "b.png": Reply(
                    png("corp").body, type="image/png", headers=[("Cross-Origin-Resource-Policy", "cross-origin")]
                ),
                "s.js": js("window.ok=1"),
            },
            required=["", "a.png", "B:b.png", "s.js"],
        ),
        Lesson(
            "five-megabytes", page("<p>start " + "<p>" + "word " * 1_000_000 + "<p>the very end"), text=["the very end"]
        ),
        Lesson(
            "early-hints",
            page(ADD + "<script>fetch('a').then(r=>r.text()).then(add)</script>"),
            {"a": Reply(raw=_early)},
            text=["after hints"],
        ),
        Lesson(
            "extra-bytes",
            page(ADD + "<script>fetch('a').then(r=>r.text()).then(add)</script>"),
            {"a": Reply(raw=_extra)},
            text=["exact"],
        ),
    ]


def _charsets() -> list[Lesson]:
    """Encodings, declared rightly, wrongly and not at all."""
    russian, japanese, chinese = (
        "Привет, это обычный русский текст",
        "日本語のページです。これはテストです",
        "这是一个简体中文网页",
    )

    def doc(words: str, codec: str, declared: str = "") -> bytes:
        return f"<!doctype html><html><head>{declared}<title>x</title></head><body><p>{words}</p></body></html>".encode(
            codec
        )

    return [
        Lesson("windows-1251", Reply(doc(russian, "cp1251"), type="text/html; charset=windows-1251"), text=[russian]),
        Lesson(
            "shift-jis",
            Reply(doc(japanese, "shift_jis", "<meta charset=shift_jis>"), type="text/html"),
            text=[japanese],
        ),
        Lesson(
            "gb18030",
            Reply(
                doc(chinese, "gb18030", '<meta http-equiv=Content-Type content="text/html; charset=gb18030">'),
                type="text/html",
            ),
            text=[chinese],
        ),
        Lesson("utf-16", Reply(b"\xff\xfe" + doc(russian, "utf-16-le"), type="text/html"), text=[russian]),
        Lesson(
            "wrong-charset",
            Reply(doc(russian, "utf-8", "<meta charset=utf-8>"), type="text/html; charset=windows-1251"),
            text=["<p>"],
        ),
        Lesson("no-charset", Reply(doc(russian * 20, "cp1251"), type="text/html"), text=["<p>"]),
    ]


def _kinds() -> list[Lesson]:
    """Pages that are no HTML."""
    return [
        Lesson("pdf", Reply(_pdf(), type="application/pdf")),
        Lesson("image-page", png("image-page", 40, 40)),
        Lesson("text-page", Reply("plain words\nsecond line", type="text/plain"), text=["plain words"]),
        Lesson("json-page", json('{"words":"in json"}'), text=["in json"]),
        Lesson(
            "feed",
            Reply(
                '<?xml version="1.0"?><rss version="2.0"><channel><title>Feed words</title></channel></rss>',
                type="application/rss+xml",
            ),
            text=["Feed words"],
        ),
        Lesson(
            "xml-page",
            Reply('<?xml version="1.0"?><a><b>xml words</b></a>', type="application/xml"),
            text=["<a><b>xml words</b></a>"],
            seen=["xml words"],
        ),
        Lesson(
            "xhtml",
            Reply(
                '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><p>strict words</p></body></html>',
                type="application/xhtml+xml",
            ),
            text=["strict words"],
        ),
        Lesson(
            "download-page",
            Reply(
                bytes_of(400_000, 13),
                type="application/zip",
                headers=[("Content-Disposition", "attachment; filename=x.zip")],
            ),
            verdict="not-html",
        ),
        Lesson(
            "not-found-page",
            Reply(page("<p>nothing here <img src=a.png>"), status=404),
            {"a.png": png("404")},
            verdict="not-found",
        ),
        Lesson("error-page", Reply(page("<p>broken"), status=500), verdict="http-error"),
        Lesson("no-content", Reply(status=204, type=None), verdict="empty"),
        Lesson("empty-body", Reply(""), verdict="empty"),
        Lesson(
            "auth-page",
            Reply("<p>who are you", status=401, headers=[("WWW-Authenticate", 'Basic realm="x"')]),
            verdict="login-wall",
        ),
    ]


def _needs_cookie(request: Request) -> Reply:
    cookie = request.headers.get("cookie", "")
    return png("with cookie") if "s=1" in cookie and "t=2" in cookie else Reply("no cookie", status=403)


def _integrity(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _status_line(line: bytes):  # type: ignore[no-untyped-def]
    async def write(request: Request, writer: asyncio.StreamWriter, log: Log) -> None:
        log(200, [b"words"])
        writer.write(line + b"\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nwords")
        await writer.drain()

    return write


async def _bare(request: Request, writer: asyncio.StreamWriter, log: Log) -> None:
    log(200, [b"bare words"])
    writer.write(b"HTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Length: 10\n\nbare words")
    await writer.drain()


async def _until_close(request: Request, writer: asyncio.StreamWriter, log: Log) -> None:
    log(200, [b"until close"])
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nuntil ")
    await writer.drain()
    await asyncio.sleep(0.2)
    writer.write(b"close")
    await writer.drain()
    writer.close()
    await writer.wait_closed()


async def _early(request: Request, writer: asyncio.StreamWriter, log: Log) -> None:
    log(200, [b"after hints"])
    writer.write(
        b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nafter hints"
    )
    await writer.drain()


async def _extra(request: Request, writer: asyncio.StreamWriter, log: Log) -> None:
    log(200, [b"exact"])
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nexact and more than that")
    await writer.drain()


async def _events(request: Request, writer: asyncio.StreamWriter, log: Log) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\r\n")
    for number in range(1000):
        writer.write(b"data: event %d\n\n" % number)
        await writer.drain()
        await asyncio.sleep(0.1)


async def _endless(request: Request, writer: asyncio.StreamWriter, log: Log) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(10_000):
        writer.write(b"5\r\ntick\n\r\n")
        await writer.drain()
        await asyncio.sleep(0.1)


async def _websocket(request: Request, writer: asyncio.StreamWriter, log: Log) -> None:
    key = request.headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    accept = base64.b64encode(hashlib.sha1(key.encode()).digest())
    writer.write(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
        + accept
        + b"\r\n\r\n"
    )
    log(101, [])
    while True:
        first, length = await request.reader.readexactly(2)
        size = length & 127
        mask = await request.reader.readexactly(4)
        data = await request.reader.readexactly(size)
        if first & 15 == 8:
            return
        words = b"echo: " + bytes(byte ^ mask[at % 4] for at, byte in enumerate(data))
        writer.write(bytes([0x81, len(words)]) + words)
        await writer.drain()


def _pdf() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )


def lessons() -> list[Lesson]:
    """The whole course."""
    return [*_resources(), *_scripts(), *_navigation(), *_http(), *_charsets(), *_kinds(), *further()]


def install(site: Site) -> dict[str, str]:
    """Serve every lesson; returns the URL to visit by the lesson's name."""
    return {lesson.name: lesson.install(site) for lesson in lessons()}
