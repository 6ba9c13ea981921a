"""Addresses: resolving, comparing, unwrapping, naming pictures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pagearchive import urls
from pagearchive.errors import NotAnAddressError

PAGE = "https://forum.example.org/dir/viewtopic.php?f=1&t=2"
SESSION = "0123456789abcdef0123456789abcdef"

RESOLVED = {
    "https://a.example.org/b?c=d#e": "https://a.example.org/b?c=d#e",
    "https://a.example.org": "https://a.example.org/",
    "HTTP://A.Example.ORG:80/../x/./y?z#f": "http://a.example.org/x/y?z#f",
    "https://a.example.org:8443/": "https://a.example.org:8443/",
    "//cdn.example.org/a.png": "https://cdn.example.org/a.png",
    "/x y": "https://forum.example.org/x%20y",
    "/a%20b|c": "https://forum.example.org/a%20b|c",
    "../up": "https://forum.example.org/up",
    "../../../up": "https://forum.example.org/up",
    "./viewtopic.php?t=2#p3": "https://forum.example.org/dir/viewtopic.php?t=2#p3",
    "a/b/../../c": "https://forum.example.org/dir/c",
    "..": "https://forum.example.org/",
    ".": "https://forum.example.org/dir/",
    "/%2e%2e/x": "https://forum.example.org/x",
    "?page=2": "https://forum.example.org/dir/viewtopic.php?page=2",
    "#p3": "https://forum.example.org/dir/viewtopic.php?f=1&t=2#p3",
    "": "https://forum.example.org/dir/viewtopic.php?f=1&t=2",
    "  /padded\n": "https://forum.example.org/padded",
    "/bro\nken/li\tnk": "https://forum.example.org/broken/link",
    "https:page": "https://forum.example.org/dir/page",
    "http:host": "http://host/",
    "http:///host/x": "http://host/x",
    "\\\\host\\p": "https://host/p",
    "https://bücher.example/straße?q=ü#ä": "https://xn--bcher-kva.example/stra%C3%9Fe?q=%C3%BC#%C3%A4",
    "http://[::1]:8080/x": "http://[::1]:8080/x",
    "https://user:pw@a.example.org/x": "https://user:pw@a.example.org/x",
    "/a?b=c?d=e": "https://forum.example.org/a?b=c?d=e",
    "/:80": "https://forum.example.org/:80",
    # no address
    "javascript:alert(1)": None,
    " java\nscript:alert(1)": None,
    "JavaScript:void(0)": None,
    "data:image/png;base64,AAAA": None,
    "blob:https://forum.example.org/1": None,
    "about:blank": None,
    "mailto:anna@example.org": None,
    "ftp://example.org/x": None,
    "http://": None,
    "http://a b/": None,
    "http://host:99999/": None,
    "http://host:port/": None,
    "http://ho<st/": None,
    "http://[::1/": None,
}


@pytest.mark.parametrize(("href", "expected"), RESOLVED.items())
def test_resolves_as_a_browser_does(href: str, expected: str | None) -> None:
    assert urls.absolute(PAGE, href) == expected


def test_without_a_base_only_whole_addresses_count() -> None:
    assert urls.absolute(None, "https://example.org/a") == "https://example.org/a"
    assert urls.absolute(None, "/a") is None
    assert urls.absolute("no address", "/a") is None
    assert urls.absolute(None, "//example.org/a") is None


def test_an_endless_address_is_none() -> None:
    assert urls.absolute(PAGE, "/" + "a" * 70_000) is None
    assert urls.absolute(PAGE, "/" + "a" * 8_000) == "https://forum.example.org/" + "a" * 8_000


@given(st.one_of(st.none(), st.text(), st.just(PAGE)), st.text(alphabet=st.sampled_from("ah:/\\?#[]@%.ü \n0=&;htps")))
def test_no_text_raises(base: str | None, href: str) -> None:
    found = urls.absolute(base, href)
    assert found is None or (found.startswith(("http://", "https://")) and urls.absolute(None, found) == found)
    for function in (urls.without_tracking, urls.canonical, urls.unwrapped, urls.picture_key, urls.origin):
        function(href)
        function("https://example.org/" + href)
    urls.same_site(href, "https://example.org/")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/?utm_source=a&id=3&fbclid=zz#c", "https://example.org/?id=3#c"),
        ("https://example.org/a?utm_source=a", "https://example.org/a"),
        ("https://example.org/a?UTM_Source=a&amp;b=c", "https://example.org/a?b=c"),
        ("https://example.org/a?b=c&gclid=1#utm_source=x", "https://example.org/a?b=c"),
        (f"https://example.org/viewtopic.php?f=1&sid={SESSION}#p3", "https://example.org/viewtopic.php?f=1#p3"),
        (f"https://example.org/showthread.php?s={SESSION}&t=12", "https://example.org/showthread.php?t=12"),
        ("https://example.org/index.php?PHPSESSID=abc;topic=1.0", "https://example.org/index.php?topic=1.0"),
        ("https://example.org/a;jsessionid=AB12?x=1", "https://example.org/a?x=1"),
        # what only looks alike
        ("https://example.org/search?s=shoes&sid=5", "https://example.org/search?s=shoes&sid=5"),
        ("https://example.org/index.php?topic=1.0;wap2", "https://example.org/index.php?topic=1.0;wap2"),
        ("https://example.org/utm_source=a", "https://example.org/utm_source=a"),
        ("https://example.org/?", "https://example.org/?"),
    ],
)
def test_takes_away_campaigns_and_sessions_only(url: str, expected: str) -> None:
    assert urls.without_tracking(url) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HTTP://Example.ORG:80", "http://example.org/"),
        ("https://example.org/%7euser/%e4?a=%2f#frag", "https://example.org/~user/%E4?a=%2F"),
        ("https://example.org/a/../b?", "https://example.org/b"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://example.org./a", "https://example.org/a"),
        (" https://example.org/a ", "https://example.org/a"),
        ("https://example.org/ä", "https://example.org/%c3%a4"),
    ],
)
def test_two_spellings_of_one_address_have_one_key(one: str, other: str) -> None:
    assert urls.canonical(one) == urls.canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.org/a/"),
        ("https://example.org/a", "http://example.org/a"),
        ("https://example.org/a?b=1&c=2", "https://example.org/a?c=2&b=1"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
        ("https://example.org/#!/a", "https://example.org/#!/b"),
        ("https://example.org/#/a", "https://example.org/"),
        ("https://example.org/A", "https://example.org/a"),
    ],
)
def test_two_addresses_have_two_keys(one: str, other: str) -> None:
    assert urls.canonical(one) != urls.canonical(other)


def test_origin() -> None:
    assert urls.origin("HTTPS://me@Example.org:443/a") == "https://example.org"
    assert urls.origin("http://example.org:8080/a") == "http://example.org:8080"
    assert urls.origin("ftp://example.org/") is None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("http://www.example.org", "https://forum.example.org/x", True),
        ("https://a.example.co.uk/", "https://b.example.co.uk", True),
        ("https://a.co.uk/", "https://b.co.uk", False),
        ("https://a.github.io/", "https://b.github.io", False),
        ("https://example.org", "https://example.com", False),
        ("http://10.0.0.1:80/", "http://10.0.0.1/", True),
        ("http://10.0.0.1/", "http://20.0.0.1/", False),
        ("http://localhost:1/", "http://localhost:2/", False),
        ("no address", "no address", False),
    ],
)
def test_same_site(one: str, other: str, expected: bool) -> None:
    assert urls.same_site(one, other) is expected


UNWRAPPED = {
    "https://example.org/_next/image?url=%2Fimg%2Fx.jpg&w=640": "https://example.org/img/x.jpg",
    "https://example.org/_next/image?url=https%3A%2F%2Fcdn.example.org%2Fx.jpg&w=640": "https://cdn.example.org/x.jpg",
    "https://substackcdn.com/image/fetch/$s_!a!,w_14,c_limit/https%3A%2F%2Fcdn.example.org%2Fa_1x1.png": (
        "https://cdn.example.org/a_1x1.png"
    ),
    "https://res.cloudinary.com/demo/image/fetch/w_300/https://example.org/a.jpg": "https://example.org/a.jpg",
    "https://example.org/cdn-cgi/image/width=80/https://cdn.example.org/a.png": "https://cdn.example.org/a.png",
    "https://example.org/cdn-cgi/image/width=80,fit=cover/up/a.png": "https://example.org/up/a.png",
    "https://i0.wp.com/example.org/content/a.jpg?resize=1,2&ssl=1": "https://example.org/content/a.jpg",
    "https://img.example.org/dims4/default/ab/resize/800x/?url=https%3A%2F%2Fs3.example.org%2Fa.jpg": (
        "https://s3.example.org/a.jpg"
    ),
    "https://img.example.org/insecure/rs:fit:300/plain/https%3A%2F%2Fexample.org%2Fa.png@webp": (
        "https://example.org/a.png"
    ),
    "https://img.example.org/sig/rs:fit/aHR0cHM6Ly9leGFtcGxlLm9yZy9hLnBuZw.png": "https://example.org/a.png",
    "https://camo.example.org/ab12/68747470733a2f2f6578616d706c652e6f72672f612e706e67": "https://example.org/a.png",
    "https://f.example.org/proxy.php?image=https%3A%2F%2Fexample.org%2Fa.png&hash=1": "https://example.org/a.png",
    "https://wsrv.nl/?url=example.org/a.png&w=300": "https://example.org/a.png",
    "https://img.example.org/x?w=3&src=https%3A%2F%2Fexample.org%2Fa.png%3Fv%3D1": "https://example.org/a.png?v=1",
    "https://www.google.com/url?q=https://example.org/a&sa=D": "https://example.org/a",
    "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fx&h=1": "https://example.org/x",
    "https://out.reddit.com/t3_x?url=https%3A%2F%2Fexample.org%2F&token=1": "https://example.org/",
    "https://vb.example.org/redirect-to/?redirect=http%3A%2F%2Fexample.org%2Fa": "http://example.org/a",
    "https://steamcommunity.com/linkfilter/?u=https%3A%2F%2Fexample.org%2F": "https://example.org/",
    "https://href.li/?https://example.org/a": "https://example.org/a",
    # a wrapper inside a wrapper
    "https://l.facebook.com/l.php?u=https%3A%2F%2Fi0.wp.com%2Fexample.org%2Fa.jpg%3Fssl%3D1": (
        "https://example.org/a.jpg"
    ),
}


@pytest.mark.parametrize(("url", "expected"), UNWRAPPED.items())
def test_finds_the_address_inside(url: str, expected: str) -> None:
    assert urls.unwrapped(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a.png",
        "https://example.org/login?redirect=https://example.org/a",
        "https://www.facebook.com/sharer.php?u=https://example.org",
        "https://web.archive.org/web/2020/https://example.org/",
        "https://example.org/search?q=https://example.com/",
        "https://example.org/redirect?to=javascript:alert(1)",
        "https://example.org/aHR0c/notbase64!",
        "not an address",
    ],
)
def test_leaves_alone_what_is_no_wrapper(url: str) -> None:
    assert urls.unwrapped(url) == url


ONE_PICTURE = [
    (
        "https://example.org/2020/05/holiday-beach.jpg",
        "https://example.org/2020/05/holiday-beach-300x200.jpg",
        "https://example.org/2020/05/holiday-beach-scaled.jpg",
        "https://example.org/2020/05/holiday-beach@2x.webp?w=300",
        "https://cdn.example.net/resize/640/holiday-beach_thumb.jpg",
        "https://i0.wp.com/example.org/2020/05/holiday-beach-1024x683.jpg?fit=1",
        "https://example.org/_next/image?url=%2F2020%2F05%2Fholiday-beach.jpg&w=640",
        "https://example.org/w_640,c_limit/holiday%2520beach.jpg".replace("%2520", "-"),
    ),
    (
        f"https://example.org/monthly_2024_03/kitchen.png.{SESSION}.png",
        f"https://example.org/monthly_2024_03/kitchen.thumb.png.{SESSION[::-1]}.png",
    ),
    (
        "https://example.org/attachments/kitchen-jpg.12345/",
        f"https://example.org/data/attachments/12/12345-{SESSION}.jpg",
    ),
    (
        "https://example.org/download/file.php?id=77&mode=view",
        "https://example.org/download/file.php?id=77&t=1",
    ),
    (
        "https://example.org/thumb/a/ab/Castle_of_Example.jpg/640px-Castle_of_Example.jpg",
        "https://example.org/a/ab/Castle_of_Example.jpg",
    ),
    (
        "https://example.org/optimized/2X/a/a1b2c3d4e5f6_2_690x388.jpeg",
        "https://example.org/original/2X/a/a1b2c3d4e5f6.jpeg",
    ),
    (
        "https://live.staticflickr.com/1/12345678_0a1b2c3d4e_b.jpg",
        "https://live.staticflickr.com/1/12345678_0a1b2c3d4e.jpg",
    ),
    ("https://i.imgur.com/AbCdEfGm.jpg", "https://i.imgur.com/AbCdEfG.png"),
    ("https://i.imgur.com/AbCdEfG.jpg", "https://i.imgur.com/AbCdEfGl.png"),
    ("https://example.org/2018/RTX4/original.jpg", "https://example.org/0x72:4739x2738/960x540/2018/RTX4/original.jpg"),
]


@pytest.mark.parametrize("addresses", ONE_PICTURE)
def test_one_picture_has_one_key(addresses: tuple[str, ...]) -> None:
    assert len({urls.picture_key(address) for address in addresses}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/abc/original.jpg", "https://example.org/abd/original.jpg"),
        ("https://example.org/story-a/860x394.jpg", "https://example.org/story-b/860x394.jpg"),
        ("https://example.org/2025/12/untitled-design.png", "https://example.org/2025/01/untitled-design.png"),
        ("https://example.org/holiday-beach-1.jpg", "https://example.org/holiday-beach-2.jpg"),
        ("https://example.org/a/1.jpg", "https://example.org/a/2.jpg"),
        ("https://i.ytimg.com/vi/AAAAAAAAAAA/hqdefault.jpg", "https://i.ytimg.com/vi/BBBBBBBBBBB/hqdefault.jpg"),
        ("https://example.org/attachment.php?attachmentid=1", "https://example.org/attachment.php?attachmentid=2"),
        ("https://example.org/image.php?n=1", "https://example.org/image.php?n=2"),
        ("https://i.imgur.com/AbCdEfG.jpg", "https://i.imgur.com/AbCdEfH.jpg"),
    ],
)
def test_two_pictures_have_two_keys(one: str, other: str) -> None:
    assert urls.picture_key(one) != urls.picture_key(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://example.org", "https://example.org/"),
        ("  https://example.org/topic/1#post-5\n", "https://example.org/topic/1#post-5"),
        ("HTTP://Bücher.example/ä", "http://xn--bcher-kva.example/%C3%A4"),
    ],
)
def test_takes_an_address_as_typed(text: str, expected: str) -> None:
    assert urls.check_address(text) == expected


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("example.org/x", "did you mean https://example.org/x ?"),
        ("localhost:8000/x", "did you mean http://localhost:8000/x ?"),
        ("192.168.1.1/x", "did you mean http://192.168.1.1/x ?"),
        ("//example.org/x", "https://example.org/x"),
        ("", "empty"),
        ("hello", "not an address"),
        ("ftp://example.org/", "only http and https"),
        ("mailto:anna@example.org", "only http and https"),
        ("https:/example.org", "two slashes"),
        ("https://", "no host name"),
        ("https://exa mple.org/", "%20"),
        ("https://example.org/\x00", "white space"),
        ("https://host:99999/", "no host name"),
        ("https://example.org/" + "a" * 70_000, "too many"),
    ],
)
def test_says_in_one_line_why_a_text_is_no_address(text: str, hint: str) -> None:
    with pytest.raises(NotAnAddressError) as caught:
        urls.check_address(text)
    message = str(caught.value)
    assert hint in message
    assert "\n" not in message
    assert len(message) < 300
