"""Where a forum's post came from: the attribution line at its end or its head."""

from __future__ import annotations

import html as markup
import re

from msgspec import structs

from pagearchive.model import Attribution, Image, Post
from pagearchive.parse.attribution.lines import ReadDate, read_line
from pagearchive.patterns import regex

_BREAK = regex(r"<br>|</?(?:p|div|li|h[1-6])\b[^>]*>")
"""What parts a post's clean HTML into lines."""
_TAG = regex(r"<[^<>]+>")
_IMG = regex(r"<img [^<>]*>")
_SRC = regex(r'src="([^"]*)"')
_LINES_LOOKED_AT = 4
_LOGO_PIXELS = 130


def in_post(
    post: Post, *, site_name: str | None = None, read_date: ReadDate | None = None
) -> tuple[Post, Attribution | None]:
    """The attribution at the end (or the head) of a post, and the post without that line, its logo told apart."""
    lines = post.text.split("\n")
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    for at in [*_last_lines(lines), first]:
        line = " ".join(lines[at].split())
        found = read_line(
            line,
            links=[link for link in post.links if (link.text and link.text in line) or link.url in line],
            site_name=site_name,
            read_date=read_date,
            opening=at == first and len(lines) > 1,
            posted=len(lines) > 1,
        )
        if found is None or (found.attribution.kind == "translated" and not found.whole) or _is_quoted(post, line):
            continue
        if not found.whole:
            return post, found.attribution
        text = "\n".join([*lines[:at], *lines[at + 1 :]]).strip()
        html, beside = _without_line(post.html, line)
        images = [_as_logo(image, image.url in beside, found.attribution) for image in post.images]
        return structs.replace(post, text=re.sub(r"\n{3,}", "\n\n", text), html=html, images=images), found.attribution
    return post, None


def _last_lines(lines: list[str]) -> list[int]:
    """The numbers of the last lines that say something, from the end."""
    found: list[int] = []
    for at in range(len(lines) - 1, -1, -1):
        if lines[at] and not lines[at].isspace():
            found.append(at)
            if len(found) == _LINES_LOOKED_AT:
                break
    return found


def _is_quoted(post: Post, line: str) -> bool:
    """Whether a line is another's: it stands in a quotation."""
    return any(line in " ".join(quote.text.split()) for quote in post.quotes)


def _without_line(html: str, line: str) -> tuple[str, set[str]]:
    """The HTML without the line's words (its pictures stay), and the addresses of these pictures."""
    ends = [0, *(at for found in _BREAK.finditer(html) for at in found.span()), len(html)]
    for at in range(len(ends) - 2, -1, -2):
        start, end = ends[at], ends[at + 1]
        piece = html[start:end]
        if " ".join(markup.unescape(_TAG.sub(" ", piece)).split()) == line:
            pictures = _IMG.findall(piece)
            addresses = {markup.unescape(src[1]) for picture in pictures if (src := _SRC.search(picture))}
            before, behind = html[:start], html[end:]
            if not pictures and before.endswith("<p>") and behind.startswith("</p>"):
                before, behind = before[:-3], behind[4:]
            elif before.endswith("<br>"):
                before = before[:-4]
            elif behind.startswith("<br>"):
                behind = behind[4:]
            return before + "".join(pictures) + behind, addresses
    return html, set()


def _as_logo(image: Image, beside: bool, attribution: Attribution) -> Image:
    """The picture as a credit logo if it stands in the line, or is small and bears the source's name."""
    small = max(image.width or 0, image.height or 0) <= _LOGO_PIXELS and (image.width or image.height) is not None
    words = (image.alt or "").lower()
    named = "logo" in words or any(
        name and re.search(rf"\b{re.escape(name.lower())}\b", words) for name in attribution.source_names
    )
    if beside or (small and named):
        return structs.replace(image, role="credit-logo")
    return image
