"""Quora: each long answer stands on the page twice, as a cut preview and in full."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

QUORA = Platform(
    name="quora",
    marks=("div[class*=dom_annotate_question_answer_item]", ".puppeteer_test_answer_content"),
    post="[class*=dom_annotate_question_answer_item]:has(.puppeteer_test_answer_content)",
    title=(".puppeteer_test_question_main .puppeteer_test_question_title", ".puppeteer_test_question_title", "h1"),
    post_id=("a.answer_timestamp@href~/answer/([^/?#]+)", "a.answer_timestamp@href~/([^/?#]+)$"),
    post_url=("a.answer_timestamp@href",),
    author=(
        ".spacing_log_answer_header .qu-bold a",
        ".spacing_log_answer_header .qu-bold",
        "a[href*='/profile/']:not(:has(img))",
        "img[alt^='Profile photo for']@alt~^Profile photo for (.+)",
    ),
    author_url=(".spacing_log_answer_header a[href*='/profile/']@href",),
    author_id=(".spacing_log_answer_header a[href*='/profile/']@href~/profile/([^/?#]+)",),
    date=(".answer_timestamp",),
    body=".puppeteer_test_answer_content",
    quote=".puppeteer_test_answer_content blockquote",
    noise={
        "preview of the post": ".puppeteer_test_answer_content .qu-cursor--pointer:has(+ .qu-display--none)",
        "read more": ".puppeteer_test_read_more_button",
        "related topics": ".dom_annotate_related_questions",
    },
    has_opening=False,
    thread_id=("link[rel=canonical]@href~quora\\.com/([^/?#]+)",),
)
