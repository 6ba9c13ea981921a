# ruff: noqa: E501 (a page is easier to read on one line)
"""The second half of the course: what is rarer, and what goes wrong in the details."""

from __future__ import annotations

import asyncio
import gzip
import zlib

from tests.site.lessons import Lesson, Reply, Request, bytes_of, css, js, json, page, png, to
from tests.site.server import Log, Route

ADD = "<script>const add = t => { const p = document.createElement('p'); p.textContent = t; document.body.append(p); }</script>"


def _pngs(*names: str) -> dict[str, Route]:
    return {name: png(f"further {name}") for name in names}


def _resources() -> list[Lesson]:
    """What a page names in markup and styles."""
    return [
        Lesson(
            "css-more",
            page("<p class=a>x<ul><li>y</ul>", "<link rel=stylesheet href=a.css>"),
            {
                "a.css": css(
                    "@font-face{font-family:G;src:url(greek.woff2) format('woff2'),url(greek.ttf);unicode-range:U+370-3FF}"
                    ".a{cursor:url(cur.png),auto;border-image:url(bor.png) 1;mask-image:url(mask.png);background:image-set(\"x1.png\" 1x,'x2.png' 2x,url(x3.png) 3x)}"
                    "li{list-style:square url(li.png)} .a::before{content:url(con.png)} .a:hover{background:url(hov.png)}"
                    "@media (prefers-color-scheme:dark){p{background:url(dark.png)}} @media (min-resolution:3dppx){p{background:url(res.png)}}"
                    "@media print{p{background:url( 'print.png' )}} @supports (display:nothing){p{background:url(sup.png)}}"
                    "@container (min-width:9999px){p{background:url(cont.png)}} @layer x{p{background:url(lay.png)}} .none{background:url(none.png)}"
                ),
                **{
                    name: Reply(bytes_of(500, number), type="font/woff2")
                    for number, name in enumerate(("greek.woff2", "greek.ttf"), 71)
                },
                **_pngs(
                    "cur.png",
                    "bor.png",
                    "mask.png",
                    "x1.png",
                    "x2.png",
                    "x3.png",
                    "li.png",
                    "con.png",
                    "hov.png",
                    "dark.png",
                    "res.png",
                    "print.png",
                    "sup.png",
                    "cont.png",
                    "lay.png",
                    "none.png",
                ),
            },
        ),
        Lesson(
            "css-in-shadow",
            page(
                "<div id=h></div><script>h.attachShadow({mode:'open'}).innerHTML='<style>@media (max-width:1px){p{background:url(never.png)}}</style><p>in shadow</p><img loading=lazy src=lazy.png>';"
                "const s=new CSSStyleSheet();s.replaceSync('p{background:url(adopted.png)} p:hover{background:url(hover.png)}');document.adoptedStyleSheets=[s];document.body.append(document.createElement('p'));document.querySelector('body>p').textContent='adopted'</script>"
            ),
            _pngs("never.png", "lazy.png", "adopted.png", "hover.png"),
            seen=["in shadow", "adopted"],
        ),
        Lesson(
            "css-in-zstd",
            page("<p>x", "<link rel=stylesheet href=z.css><link rel=stylesheet href=b.css>"),
            {
                "z.css": css("@media print{p{background:url(z.png)}}", encoding="zstd"),
                "b.css": css("@media print{p{background:url(b.png)}}", encoding="br"),
                **_pngs("z.png", "b.png"),
            },
        ),
        Lesson(
            "media-on-demand",
            page(
                "<p>x<video preload=none src=v.mp4 poster=p.png></video><audio preload=none src=a.mp3></audio><video><source src=w.webm type=video/webm><track default kind=captions src=t.vtt></video>"
            ),
            {
                "v.mp4": Reply(bytes_of(300_000, 21), type="video/mp4", ranges=True),
                "a.mp3": Reply(bytes_of(90_000, 22), type="audio/mpeg", ranges=True),
                "w.webm": Reply(bytes_of(90_000, 23), type="video/webm", ranges=True),
                "t.vtt": Reply("WEBVTT\n\n00:00.000 --> 00:02.000\nhello", type="text/vtt"),
                **_pngs("p.png"),
            },
        ),
        Lesson(
            "image-preload",
            page(
                "<p>x",
                "<link rel=preload as=image href=i0.png imagesrcset='i1.png 1x, i2.png 2x'><link rel='icon' sizes=any href=i3.svg><link rel=manifest href=m.json>",
            ),
            {
                **_pngs("i1.png", "i2.png", "k.png"),
                "i3.svg": Reply("<svg xmlns='http://www.w3.org/2000/svg'/>", type="image/svg+xml"),
                "m.json": Reply(
                    '{"name":"x","icons":[{"src":"k.png","sizes":"9x9"}]}', type="application/manifest+json"
                ),
            },
        ),
        Lesson(
            "odd-frames",
            page(
                "<div style='height:5000px'>words</div><iframe loading=lazy src=lazy.html></iframe><iframe id=w></iframe><iframe src='data:text/html,<p>in data</p>'></iframe><iframe id=b></iframe><iframe sandbox src=boxed.html></iframe><object data=o.html></object>"
                "<script>w.contentDocument.write('<p>written words<img src=w.png>');w.contentDocument.close();b.src=URL.createObjectURL(new Blob(['<p>in blob<img src={A}/l/odd-frames/b.png>'],{type:'text/html'}))</script>"
            ),
            {
                "lazy.html": Reply(page("<p>lazy frame<img src=l.png>")),
                "boxed.html": Reply(page("<p>boxed frame<img src=x.png>")),
                "o.html": Reply(page("<p>object frame<img src=o.png>")),
                **_pngs("l.png", "w.png", "b.png", "x.png", "o.png"),
            },
            seen=["lazy frame", "written words", "boxed frame", "object frame", "in data", "in blob"],
        ),
        Lesson(
            "frameset",
            "<!doctype html><html><head><title>Frames</title></head><frameset cols='50%,50%'><frame src=l.html><frame src=r.html></frameset></html>",
            {
                "l.html": Reply(page("<p>left words<img src=l.png>")),
                "r.html": Reply(page("<p>right words")),
                **_pngs("l.png"),
            },
            seen=["left words", "right words"],
        ),
        Lesson(
            "noscript",
            page(
                "<noscript><meta http-equiv=refresh content='0;url=plain.html'><img src=pixel.png></noscript><p>with script"
            ),
            never=["plain.html"],
            text=["with script"],
        ),
        Lesson(
            "speculation",
            page(
                "<p>words<a href=next.html>next</a>",
                '<link rel=dns-prefetch href=//example.invalid><link rel=preconnect href=https://example.invalid><script type=speculationrules>{"prefetch":[{"urls":["next.html"],"eagerness":"immediate"}],"prerender":[{"urls":["next.html"],"eagerness":"immediate"}]}</script>',
            ),
            {"next.html": Reply(page("<p>later"))},
            required=[""],
            never=["next.html"],
        ),
    ]


def _scripts() -> list[Lesson]:
    """What scripts bring in."""
    events = iter(range(1, 1000))

    def one_event(request: Request) -> Reply:
        return Reply(f"retry: 150\ndata: event {next(events)}\n\n", type="text/event-stream", close=True)

    counts: dict[str, int] = {}

    def counted(request: Request) -> Reply:
        counts[request.method] = counts.get(request.method, 0) + 1
        return json(
            f'"{request.method} {counts[request.method]} {request.body.decode()}"',
            headers=[("Cache-Control", "no-store")],
        )

    def visited(request: Request) -> Reply:
        if "seen=1" in request.headers.get("cookie", ""):
            return Reply(page("<p>cookie accepted <img src=a.png>"))
        return Reply(page("<p>one moment<script>document.cookie='seen=1';location.reload()</script>"))

    return [
        Lesson(
            "until-touched",
            page(
                ADD
                + "<script>const go=()=>{if(window.gone)return;window.gone=1;fetch('a.json').then(r=>r.text()).then(add)};for(const n of ['mousemove','touchstart','keydown','wheel'])addEventListener(n,go,{passive:true})</script><p>words"
            ),
            {"a.json": json('"touched"')},
            text=["touched"],
        ),
        Lesson(
            "folded",
            page(
                "<details><summary>More</summary><img loading=lazy src=d.png><p>in details</details><div style='height:3000px'></div><section style='content-visibility:auto;contain-intrinsic-size:900px'><img loading=lazy src=c.png><p>skipped at first</section>"
                "<div hidden><img loading=lazy src=h.png></div><template><img src=t.png></template>"
            ),
            _pngs("d.png", "c.png", "h.png"),
            never=["t.png"],
            text=["in details", "skipped at first"],
            seen=["skipped at first"],
        ),
        Lesson(
            "observers",
            page(
                ADD
                + "<script>requestIdleCallback(()=>fetch('idle.json').then(r=>r.text()).then(add));const o=new ResizeObserver(()=>{o.disconnect();fetch('resize.json').then(r=>r.text()).then(add)});o.observe(document.body);if(document.visibilityState=='visible')fetch('visible.json').then(r=>r.text()).then(add);requestAnimationFrame(()=>requestAnimationFrame(()=>fetch('frame.json').then(r=>r.text()).then(add)))</script>"
            ),
            {f"{name}.json": json(f'"{name} came"') for name in ("idle", "resize", "visible", "frame")},
            text=["idle came", "resize came", "visible came", "frame came"],
        ),
        Lesson(
            "document-write",
            page(
                "<script>document.write('<script src=w.js><\\/script><img src=w.png>')</script><script>addEventListener('load',()=>setTimeout(()=>{document.open();document.write('<title>New</title><p>all new<img src=n.png>');document.close()},300))</script>"
            ),
            {"w.js": js("document.write('<img src=x.png>')"), **_pngs("w.png", "x.png", "n.png")},
            text=["all new"],
        ),
        Lesson(
            "storage",
            page(
                ADD
                + "<script>if(!localStorage.n){localStorage.n='1';sessionStorage.n='1';const r=indexedDB.open('d',1);r.onupgradeneeded=()=>r.result.createObjectStore('s');r.onsuccess=()=>{const t=r.result.transaction('s','readwrite');t.objectStore('s').put('stored words','k');t.oncomplete=()=>location.reload()}}"
                "else{const r=indexedDB.open('d',1);r.onsuccess=()=>{const g=r.result.transaction('s').objectStore('s').get('k');g.onsuccess=()=>{add(g.result+sessionStorage.n);const i=new Image();i.src='a.png';document.body.append(i)}}}</script>"
            ),
            _pngs("a.png"),
            text=["stored words1"],
        ),
        Lesson(
            "one-address-twice",
            page(
                ADD
                + "<script>(async()=>{for(const b of ['x','y'])add(await(await fetch('api',{method:'POST',body:b})).text());for(let i=0;i<2;i++)add(await(await fetch('api')).text())})()</script>"
            ),
            {"api": counted},
            required=["", "POST api", "api"],
            text=["POST 1 x", "POST 2 y", "GET 1 ", "GET 2 "],
        ),
        Lesson(
            "module-kinds",
            page(
                ADD
                + "<script type=module>import d from './d.json' with {type:'json'};import s from './m.css' with {type:'css'};add(d.words);document.adoptedStyleSheets=[s];"
                "new Worker(URL.createObjectURL(new Blob([\"importScripts('{A}/l/module-kinds/i.js');new Worker('{A}/l/module-kinds/n.js')\"],{type:'text/javascript'})));new AudioContext().audioWorklet.addModule('w.js').then(()=>add('worklet'))</script>"
            ),
            {
                "d.json": json('{"words":"json module"}'),
                "m.css": css("body{background:url(m.png)}"),
                "i.js": js("1"),
                "n.js": js("fetch('n.json')"),
                "n.json": json("1"),
                "w.js": js("1"),
                **_pngs("m.png"),
            },
            text=["json module", "worklet"],
        ),
        Lesson(
            "leaving",
            page(
                "<p>leaving<script>addEventListener('pagehide',()=>{navigator.sendBeacon('bye','b');fetch('kept',{method:'POST',body:'k',keepalive:true})});addEventListener('load',()=>setTimeout(()=>location.href='next.html',2000))</script>"
            ),
            {"bye": json("1"), "kept": json("2"), "next.html": Reply(page("<p>arrived"))},
            required=["", "POST bye", "POST kept", "next.html"],
            text=["arrived"],
            end="next.html",
        ),
        Lesson(
            "event-source-again",
            page(
                ADD
                + "<script>const s=new EventSource('s');s.onmessage=e=>{add(e.data);if(e.data=='event 3')s.close()}</script>"
            ),
            {"s": one_event},
            required=["", "s"],
            text=["event 3"],
        ),
        Lesson("cookie-check", visited, _pngs("a.png"), text=["cookie accepted"]),
        Lesson(
            "popup-written",
            page(
                "<p>words<script>addEventListener('load',()=>{const w=window.open('about:blank');if(w){w.document.write('<p>popup<img src={A}/l/popup-written/a.png>');w.document.close()}})</script>"
            ),
            _pngs("a.png"),
        ),
    ]


def _navigation() -> list[Lesson]:
    """Where the page goes."""
    return [
        Lesson(
            "odd-redirects",
            page("<p>elsewhere"),
            {
                "one/r1": Reply(status=301, type=None, headers=[("Location", "../r2")]),
                "r2": to("/l/odd-redirects/r%C3%A4#frag", 302),
                "r\u00e4": Reply(
                    status=302, type=None, headers=[("Location", "{A}/l/odd-redirects/../odd-redirects/r4?a=1&b=%zz")]
                ),
                "r4": to("there?", 307),
                "there": Reply(page("<p>there")),
            },
            required=["one/r1", "r2", "r%C3%A4", "r4?a=1&b=%zz", "there?"],
            start="one/r1",
            end="there?#frag",
        ),
        Lesson(
            "see-other",
            page(
                "<form method=post action=target><input name=a value=b></form><script>document.forms[0].submit()</script>"
            ),
            {"target": to("done", 303), "done": Reply(page("<p>done"))},
            required=["", "POST target", "done"],
            text=["done"],
            end="done",
        ),
        Lesson(
            "http-refresh",
            Reply(page("<p>leaving"), headers=[("Refresh", "1; url=next.html")]),
            {"next.html": Reply(page("<p>arrived"))},
            text=["arrived"],
            end="next.html",
        ),
        Lesson(
            "meta-refresh-3",
            page("<p>leaving in three", "<meta http-equiv=Refresh content=\"3; URL='next.html'\">"),
            {"next.html": Reply(page("<p>arrived"))},
            text=["arrived"],
            end="next.html",
        ),
        Lesson(
            "idn",
            page(
                ADD
                + "<script>const i=new Image();i.onload=()=>add('loaded');i.src='http://b\u00fccher.localhost:'+location.port+'/l/idn/\u00fc \u65e5.png';document.body.append(i)</script>"
            ),
            {"\u00fc \u65e5.png": png("idn")},
            required=[""],
            text=["loaded"],
        ),
        Lesson(
            "odd-urls",
            page(
                "<img src='a.png?'><img src='//127.0.0.1:{PORT}/l/odd-urls/b.png'><img src='x/../c.png;v=1'><img src=' d.png\t?q=\n1 '><img src='\\l\\odd-urls\\e.png'><img src='f%2f%2F~(1)!*.png'><img src=\"g.png?a[]=1&b={x}|`\">"
            ),
            {
                name: png(f"odd {name}")
                for name in ("a.png", "b.png", "c.png;v=1", "d.png", "e.png", "f//~(1)!*.png", "g.png")
            },
            required=["", "a.png?", "c.png;v=1", "d.png?q=1", "e.png", "f%2f%2F~(1)!*.png", "g.png?a[]=1&b={x}|`"],
        ),
    ]


def _http() -> list[Lesson]:
    """What servers do."""
    squeezed = zlib.compressobj(wbits=-15)
    raw_deflate = squeezed.compress(b"raw deflate") + squeezed.flush()
    return [
        Lesson(
            "odd-codings",
            page(
                ADD
                + "<script>for(const n of ['raw','twice','upper','x','same','own'])fetch(n).then(r=>r.text()).then(add)</script>"
            ),
            {  # type: ignore[arg-type]
                "same": json('"same"', headers=[("Content-Encoding", "identity")]),
                "own": json('"own coding"', headers=[("Content-Encoding", "x-own")]),
            }
            | {
                name: Reply(data, type="text/plain", payload=payload, headers=[("Content-Encoding", coding)])
                for name, payload, data, coding in (
                    ("raw", b"raw deflate", raw_deflate, "deflate"),
                    ("twice", b"twice", gzip.compress(gzip.compress(b"twice")), "gzip, gzip"),
                    ("upper", b"upper", gzip.compress(b"upper"), "GZIP"),
                    ("x", b"x gzip", gzip.compress(b"x gzip"), "x-gzip"),
                )
            },
            text=["raw deflate", "twice", "upper", "x gzip", "same", "own coding"],
        ),
        Lesson(
            "odd-framing",
            page(
                ADD
                + "<script>for(const n of ['chunks','twice','interim','lower'])fetch(n).then(r=>r.text()).then(add)</script>"
            ),
            {
                "chunks": Reply(
                    raw=_sent(
                        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n",
                        b'5;ext=1\r\nchunk\r\n00003 ; a="b"\r\n ed\r\n0\r\nX-T: 1\r\n\r\n',
                        b"chunk ed",
                    )
                ),
                "twice": Reply(
                    raw=_sent(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n", b"twice", b"twice")
                ),
                "interim": Reply(
                    raw=_sent(
                        b"HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n",
                        b"interim",
                        b"interim",
                    )
                ),
                "lower": Reply(
                    raw=_sent(
                        b"HTTP/1.1 200 ok\r\ncontent-length:5\r\nX-Folded: a\r\n b\r\nno-colon-here\r\nX-Empty:\r\n\r\n",
                        b"lower",
                        b"lower",
                    )
                ),
            },
            text=["chunk ed", "twice", "interim", "lower"],
        ),
        Lesson(
            "length-too-long",
            page(ADD + "<script>fetch('a').then(r=>r.text()).catch(()=>add('failed'))</script>"),
            {"a": Reply(raw=_sent(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n", b"short", b"short"))},
            text=["failed"],
            truncated={"a": "disconnect"},
        ),
        Lesson(
            "forbidden-to-the-page",
            Reply(
                page(
                    ADD
                    + "<script>fetch('{B}/l/forbidden-to-the-page/cors.json').catch(()=>add('no cors'))</script><script src=bad.js integrity=sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=></script><iframe src='{B}/l/forbidden-to-the-page/deny.html'></iframe><img src='{C}/l/forbidden-to-the-page/corp.png'><script src=sniff.js></script>"
                )
            ),
            {
                "cors.json": json("1"),
                "bad.js": js("add('not me')"),
                "deny.html": Reply(page("<p>denied frame"), headers=[("X-Frame-Options", "DENY")]),
                "corp.png": Reply(
                    png("corp far").body, type="image/png", headers=[("Cross-Origin-Resource-Policy", "same-origin")]
                ),
                "sniff.js": Reply("add('nor me')", type="text/plain", headers=[("X-Content-Type-Options", "nosniff")]),
            },
            required=["", "B:cors.json", "bad.js", "B:deny.html", "C:corp.png", "sniff.js"],
            text=["no cors"],
        ),
        Lesson(
            "odd-types",
            page(
                "<script src=a.js></script><link rel=stylesheet href=b.css><iframe src=c></iframe><iframe src=d.zip></iframe>"
            ),
            {
                "a.js": Reply("document.title='ran'", type='text/javascript; charset="UTF-8"; x=y'),
                "b.css": Reply("p{}", type="TEXT/CSS;charset=utf-8"),
                "c": Reply("<p>sniffed", type="unknown/unknown"),
                "d.zip": Reply(
                    bytes_of(5000, 31), type="application/zip", headers=[("Content-Disposition", "attachment")]
                ),
            },
            required=["", "a.js", "b.css", "c", "d.zip"],
        ),
        Lesson(
            "cached",
            page(
                ADD
                + "<img src=a.png><script src=a.js></script><script>addEventListener('load',()=>{const i=new Image();i.src='a.png';document.body.append(i);fetch('a.js').then(r=>r.text()).then(add)})</script>"
            ),
            {
                "a.png": Reply(
                    png("cached").body, type="image/png", headers=[("Cache-Control", "max-age=9999, immutable")]
                ),
                "a.js": js("window.a='kept words'", headers=[("Cache-Control", "max-age=9999"), ("ETag", '"1"')]),
            },
            text=["kept words"],
        ),
    ]


def _kinds() -> list[Lesson]:
    """Encodings, and pages that are no HTML."""
    words = {
        "koi8-r": ("koi8-r", "\u041f\u0440\u043e\u0441\u0442\u043e \u0441\u043b\u043e\u0432\u0430"),
        "euc-kr": ("euc-kr", "\ud55c\uad6d\uc5b4 \ud398\uc774\uc9c0"),
        "big5": ("big5", "\u7e41\u9ad4\u4e2d\u6587"),
        "iso-2022-jp": ("iso-2022-jp", "\u65e5\u672c\u8a9e"),
    }
    pages = [
        Lesson(
            name,
            Reply(f"<title>x</title><p>{text}</p>".encode(codec), type=f'text/html; charset="{name}"'),
            text=[text],
        )
        for name, (codec, text) in words.items()
    ]
    greek = "\u0395\u03bb\u03bb\u03b7\u03bd\u03b9\u03ba\u03ac"
    return [
        *pages,
        Lesson(
            "utf-16-be",
            Reply(
                b"\xfe\xff" + f"<title>x</title><p>{greek}</p>".encode("utf-16-be"),
                type="text/html; charset=iso-8859-1",
            ),
            text=[greek],
        ),
        Lesson(
            "utf-8-bom",
            Reply(b"\xef\xbb\xbf" + f"<title>x</title><p>{greek}</p>".encode(), type="text/html; charset=windows-1252"),
            text=[greek],
        ),
        Lesson(
            "svg-page",
            Reply(
                "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='90'><text y='20'>svg words</text><image href='a.png'/></svg>",
                type="image/svg+xml",
            ),
            _pngs("a.png"),
            text=["svg words"],
        ),
        Lesson(
            "atom",
            Reply(
                '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Atom words</title></feed>',
                type="application/atom+xml",
            ),
            text=["Atom words"],
        ),
        Lesson("css-page", css("p{color:red}"), text=["color:red"]),
        Lesson("csv-page", Reply("a,b\n1,2\n", type="text/csv"), verdict="ok"),
        Lesson("mp3-page", Reply(bytes_of(60_000, 41), type="audio/mpeg", ranges=True)),
        Lesson("mp4-page", Reply(bytes_of(90_000, 42), type="video/mp4", ranges=True)),
        Lesson(
            "mhtml-page",
            Reply(
                "From: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b--",
                type="multipart/related",
            ),
            verdict="not-html",
        ),
        Lesson(
            "torn-page",
            Reply(page("<p>" + "the part that came " * 400), cut=5000),
            text=["the part that came"],
            verdict="partial",
            truncated={"": "disconnect"},
        ),
        Lesson(
            "torn-at-once",
            Reply(page("<!-- nothing to see yet -->" * 400), cut=5000),
            verdict="connection-error",
            truncated={"": "disconnect"},
        ),
    ]


def _sent(head: bytes, rest: bytes, payload: bytes):  # type: ignore[no-untyped-def]
    async def write(request: Request, writer: asyncio.StreamWriter, log: Log) -> None:
        log(200, [payload])
        writer.write(head + rest)
        await writer.drain()

    return write


def further() -> list[Lesson]:
    """The second half of the course."""
    return [*_resources(), *_scripts(), *_navigation(), *_http(), *_kinds()]
