"""One picture, many addresses: sizes, formats, proxies and copies of one file have one key."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

from pagearchive.patterns import regex
from pagearchive.urls.resolve import split
from pagearchive.urls.wrapped import unwrapped

# Endings of a file's stem that speak of its size or its making.
_ENDINGS = regex(
    r"(?:(?:_\d)?[-_.]\d{2,4}x(?:\d{2,4})?(?:[-_.]?(?:c|crop|cropped|crop[-_](?:center|top|bottom)|q\d+))?"
    r"|[-_.](?:thumb(?:nail|s)?|small|medium|large|grande|full|scaled|resized?|cropped|rotated|preview|orig|original|big|mini"
    r"|max|square|xx?large|xx?small|[smlx]|xl|xs|sm|md|lg|tn|hd|web|retina|q\d{1,3}|e\d{10,13}|\d{2,4}[wpx]|\d{2,4}px"
    r"|[wh][-_]?\d{2,4}|[wh]\d{2,4}[-_]?h\d{2,4}|\d+x)"
    r"|\.v\d{9,10}|\.fill|[-_.]size[-_]\d{2,4}x\d{2,4}|@\dx|~[a-z0-9]{1,8}|\._[a-z0-9,_]+_|[-_](?:320|480|640|720|768|800|960|1024|1080|1200|1280|1440|1600|1920|2048|2560))$"
)
_EXTENSION = regex(r"\.(?:jpe?g|png|gif|webp|avif|svg|heic|bmp|tiff?|jfif|jxl)$")
_HASH_BEHIND = regex(r"\.[0-9a-f]{32}$")
_WIDTH_BEFORE = regex(r"^(?:\d{2,4}px-|thumb(?:nail)?[-_.]|small[-_]|large[-_]|medium[-_]|resized?[-_]|th-)")
# A stem that many different pictures share.
_GENERIC = regex(
    r"(?:[a-z]{0,5}[-_ ]?\d{0,3}|\d{1,6}|[\d.x:_-]+|(?:image|img|photo|picture|pic|foto|bild|original|default|master"
    r"|hero|featured?|lead|header|banner|cover|main|index|file|download|unnamed|untitled|screenshot|large|medium|small|full"
    r"|thumb|thumbnail|poster|slide|media|attachment|hqdefault|sddefault|mqdefault|maxresdefault|social|share|og|card|preview|square|standard|wide|landscape|portrait)"
    r"(?:[-_. ]?(?:image|img|photo|picture|hero|fill|size|crop|[\d.x_-]++|[a-z]))*+)"
)
# Directories that speak of the size, not of the picture.
_SIZE_DIRECTORY = regex(
    r"(?:resize[sd]?|thumbs?|thumbnails?|small|medium|large|full|original|originals|optimized|styles|public|scaled|crop|cropped|master"
    r"|cache|max|s\d{2,4}(?:-[a-z-]+)?|[wh]\d{2,4}(?:[-_,]?h\d{2,4})?(?:-[a-z-]+)*|\d{2,4}x\d{0,4}|\d+:\d+|(?!(?:19[89]|20[0-3])\d$)\d{3,4}|q\d+|\d+x"
    r"|(?:[a-z]{1,2}|width|height|quality|format|fit|crop|auto)[_:=-][^/]*|fit-in|smart|\d+x\d+:\d+x\d+|filters:.*|unsafe|image|upload"
    r"|[\w-]{27}=|v\d{6,}|!|quality|strip|true|dims[34]?|default|[0-9a-f]{7}|\d{9,10}|[^/]*,[^/]*)"
)
_IDENTIFIER = regex(r"(?:^|[&;])(?:attachmentid|attach|aid|id|photoid|fid|did|image_id|attach_id)=(\d+)")
_SCRIPT = regex(r"(?:\.php|\.aspx?|\.cgi|/fetch|/download)$")
_XENFORO = regex(
    r"/attachments/(?:[^/]*\.)?(\d+)/?$|/data/attachments/\d+/(\d+)-[0-9a-f]{32}\.|/attachments/\d+/(\d+)-[0-9a-f]{32}"
)
_WIX = regex(r"/media/([^/]+~mv2[^/.]*)")
_TIMES_OF_INDIA = regex(r"/msid-(\d+)[,/.]")
_GOOGLE_SIZE = regex(r"=(?:[swh]\d+|no|rw|[a-z]\d*)(?:-[a-z0-9-]+)?$")
_FLICKR = regex(r"^(\d{8,}_[0-9a-f]{8,})(?:_[a-z0-9])?$")
_IMGUR = regex(r"^([a-z0-9]{7})[sbtmlhr]$", re.IGNORECASE)


MAX_ADDRESS = 2000
"""A longer address is its own key: nobody names a picture's size in it."""


def picture_key(url: str) -> str:
    """A key that all addresses of one picture share: its sizes, its formats, its copies behind proxies.

    The file's name without extension and endings of size; where that name says nothing of its own ("original",
    "860x394", "img-3") the directories in front of it too, without those that only state a size. The host is left out:
    services deliver one file under many. An address that is none comes back as it is.
    """
    return _key(unwrapped(url)) if len(url) <= MAX_ADDRESS else url


@lru_cache(maxsize=8192)
def _key(url: str) -> str:
    parts = split(url)
    if parts is None:
        return url
    path = unquote(unquote(parts.path))  # some services encode what is encoded
    known = _known(parts.authority, path, parts.query)
    if known is not None:
        return known
    directory, _, name = path.rstrip("/").rpartition("/")
    stem = _stem(parts.authority, name)
    if _GENERIC.fullmatch(stem) is None and len(stem) >= 6:
        return stem
    kept = [step for step in directory.lower().split("/") if step and _SIZE_DIRECTORY.fullmatch(step) is None]
    if not kept:
        kept = [parts.authority, *[step for step in directory.lower().split("/") if step]]
    return "/".join([*kept, stem])


def _known(host: str, path: str, query: str | None) -> str | None:
    """Pictures that are named by a number or by another part of the path."""
    attachment = _XENFORO.search(path)
    if attachment is not None:
        return f"attachment/{attachment[1] or attachment[2] or attachment[3]}"
    if query and _SCRIPT.search(path):
        identifier = _IDENTIFIER.search(query)
        if identifier is not None:
            return f"{host}{path}/{identifier[1]}".lower()
        return f"{host}{path}?{query}".lower()
    media = _WIX.search(path)
    if media is not None:
        return media[1].lower()
    story = _TIMES_OF_INDIA.search(path)
    return f"msid/{story[1]}" if story is not None else None


def _stem(host: str, name: str) -> str:
    """The file's name without what speaks of size and format."""
    if host.endswith("imgur.com"):
        plain = name.partition(".")[0]
        size = _IMGUR.match(plain)
        return "imgur-" + (size[1] if size and len(plain) == 8 else plain)
    if "googleusercontent.com" in host or host.endswith("ggpht.com"):
        name = _GOOGLE_SIZE.sub("", name)
    stem = _without(_EXTENSION, name.lower())
    stem = _without(_EXTENSION, _without(_HASH_BEHIND, stem))
    if host.endswith("staticflickr.com") or host.endswith("static.flickr.com"):
        flickr = _FLICKR.match(stem)
        if flickr is not None:
            return flickr[1].partition("_")[0]
    stem = _WIDTH_BEFORE.sub("", stem) or stem
    for _ in range(6):
        shorter = _without(_EXTENSION, _without(_ENDINGS, stem))
        if shorter == stem:
            break
        stem = shorter
    return stem


def _without(ending: re.Pattern[str], stem: str) -> str:
    """The stem less an ending, unless nothing were left."""
    return ending.sub("", stem, count=1) or stem
