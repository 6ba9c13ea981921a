# ruff: noqa: E501 (a page is easier to read on one line)
"""Pages with something lying over them, in the shapes that occur: what must be pressed, and what set aside."""

from __future__ import annotations

from tests.site.lessons import page

WORDS = "<h1>Topic</h1>" + "<p>What the page is about, in words that matter. " * 40
FIXED = "position:fixed;left:0;right:0;bottom:0;background:#fff;padding:20px;z-index:999"
WHOLE = "position:fixed;inset:0;background:rgba(0,0,0,.5);z-index:998"
BOX = "position:fixed;left:20%;right:20%;top:20%;height:50%;background:#fff;z-index:999"


def refusing() -> str:
    """A banner with a button that refuses; the page says what was pressed."""
    return page(
        WORDS
        + f"<div id=bar style='{FIXED}'>We use cookies to improve your experience. "
        + "<button onclick=\"document.title='accepted';bar.remove()\">Accept all</button>"
        + "<button onclick=\"document.title='refused';bar.remove()\">Reject all</button></div>"
    )


def german_shadow() -> str:
    """A banner inside a shadow tree, in German, that appears after a while."""
    return page(
        WORDS
        + "<div id=host></div><script>setTimeout(()=>{const r=host.attachShadow({mode:'open'});"
        + f'r.innerHTML=\'<div id=b style="{FIXED}">Diese Seite verwendet Cookies. <button>Alle akzeptieren</button>'
        + "<button id=n>Nur notwendige Cookies</button></div>';"
        + "r.querySelector('#n').onclick=()=>{document.title='refused';r.innerHTML=''}},400)</script>"
    )


def accept_only() -> str:
    """A banner that can only be agreed to, over a locked page: set aside, not agreed to."""
    return page(
        WORDS
        + f"<div id=back style='{WHOLE}'></div><div id=bar style='{BOX}'>This site uses cookies and you must consent. "
        + "<button onclick=\"document.title='accepted'\">I agree</button></div>"
        + "<style>body{overflow:hidden}</style>"
    )


def framed() -> str:
    """A consent dialog that is a frame of another origin."""
    return page(
        WORDS
        + f"<iframe id=f title='consent dialog' src='{{B}}/o/dialog' style='{BOX};width:60%'></iframe>"
        + "<script>addEventListener('message',e=>{if(e.data=='no'){document.title='refused';f.remove()}})</script>"
    )


DIALOG = page(
    "We value your privacy. We and our partners store cookies. <button>Accept</button>"
    "<button onclick=\"parent.postMessage('no','*')\">Reject all</button>"
)


def sign_in() -> str:
    """A sign-in box that locks the page, with a cross."""
    return page(
        WORDS
        + f"<div id=back style='{WHOLE}'></div><div id=box role=dialog aria-modal=true style='{BOX}'>Sign in to continue reading"
        + "<form><input name=user><input type=password><button>Sign in</button></form>"
        + "<button aria-label=Close onclick='box.remove();back.remove();document.body.style.overflow=\"\"'>×</button></div>"
        + "<script>document.body.style.overflow='hidden'</script>"
    )


def newsletter() -> str:
    """A newsletter box that cannot be closed."""
    return page(
        WORDS
        + f"<div style='{WHOLE}'><div style='{BOX}'>Subscribe to our newsletter! <form><input type=email>"
        + "<button>Subscribe</button></form></div></div>"
    )


def harmless() -> str:
    """A fixed header with navigation and a chat button: nothing to set aside."""
    return page(
        "<header style='position:fixed;top:0;left:0;right:0;height:60px;background:#eee'><nav><a href=/>Home</a> "
        + "<a href=/login>Log in</a></nav></header>"
        + WORDS
        + "<div style='position:fixed;right:10px;bottom:10px;width:60px;height:60px'><button>Chat</button></div>"
    )


def onetrust() -> str:
    """OneTrust's markup, whose first layer has settings and acceptance only."""
    return page(
        WORDS
        + "<div id=onetrust-consent-sdk><div class=onetrust-pc-dark-filter></div>"
        + f"<div id=onetrust-banner-sdk role=region style='{FIXED}'><div id=onetrust-policy>We use cookies.</div>"
        + "<button id=onetrust-pc-btn-handler onclick=\"pc.style.display='block'\">Cookie Settings</button>"
        + "<button id=onetrust-accept-btn-handler onclick=\"document.title='accepted'\">Accept All Cookies</button></div>"
        + f"<div id=onetrust-pc-sdk><div id=pc style='display:none;{BOX}'>"
        + "<button class=save-preference-btn-handler onclick=\"document.title='refused';document.getElementById('onetrust-consent-sdk').remove()\">Confirm My Choices</button>"
        + "</div></div></div>"
    )
