"""Pipermail, the archive of Mailman 2: a message of a mailing list on a page of its own."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

PIPERMAIL = Platform(
    name="pipermail",
    marks=("link[rel=made][href*='mailto:'], link[rel=Made][href*='mailto:']", "h1 + b + a[href^='mailto:']"),
    post="body",
    title=("h1",),
    post_id=(),
    author=("h1 + b",),
    date=("h1 ~ i",),
    body="pre",
    next_page=(),
    previous_page=(),
)
