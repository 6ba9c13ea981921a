"""Baidu Tieba."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

TIEBA = Platform(
    name="tieba",
    marks=("div.d_post_content", "div.l_post"),
    post="div.l_post:has(.d_post_content)",
    title=(".core_title_txt@title", ".core_title_txt", "h1"),
    board=".card_title_fname",
    post_id=("@data-pid", '@data-field~"post_id":"?(\\d+)'),
    author=(".p_author_name",),
    author_url=("a.p_author_name@href",),
    author_id=('@data-field~"user_id":"?([1-9]\\d*)',),
    # the last of what is said below a post; before 2015 in the data alone
    date=(".post-tail-wrap > .tail-info:last-child", '@data-field~"date":"([^"]+)"'),
    body=".d_post_content",
    thread_id=("link[rel=canonical]@href~/p/(\\d+)",),
    page=(".l_pager .tP",),
)
