"""What is not content, and by which sign it is known: tables of words, and named passes over a page that use them.

Every word here is the web's: what themes and content systems call their parts, in several languages where the page
shows it to people. Nothing is decided by one word alone where it would cost the content: see `Verdicts.of` and the
reader's guard on what holds most of a page's prose.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pagearchive.dom import Node

_CLASS_WORDS: dict[str, str] = {
    # reason -> what classes and ids begin with, after a word boundary (camelCase counts as one)
    "hidden text": "sr-only sronly screen-reader visually-?hidden visuallyhidden assistive-text offscreen off-screen "
    "u-hidden is-hidden ^hidden! ^hide! ^d-none! display-none ^invisible! a11y-hidden print-only only-print visible-print",
    "share bar": "share sharing shared?addy social addtoany addthis a2a ssba sociable follow-us followus heateor likes$ "
    "like-button reactions? bookmark tweet-button whatsapp facebook twitter-share post-actions article-actions story-tools "
    "article-tools clipboard copy-link permalink",
    "navigation": "nav navbar navigation menu breadcrumbs? crumbs pagination pager paging page-links prev$ previous next$ "
    "post-nav skip-link skip-to jump-to-recipe back-to-top scroll-to site-header masthead topbar",
    "related links": "related recommended recommendation recirc recirculation more-from more-stories more-posts more-articles "
    "read-more readmore read-next readnext also-like up-next upnext most-read most-popular mostread trending "
    "popular-posts outbrain taboola zergnet revcontent similar-posts yarpp crp_related jp-relatedposts seealso see-also "
    "further-reading suggested latest-news latest-posts latest-articles latest-stories recent-posts next-article "
    "next-post read-also lire-aussi more-on-this onward",
    "promotion": "promo promoted promotional cta ctas call-to-action sponsor sponsored partner-content affiliate "
    "upsell offer$ app-download download-app inline-cta in-content-cta shop-now",
    "newsletter banner": "newsletter subscribe subscription signup sign-up mailing-list mailchimp mc4wp mc_embed optin "
    "opt-in email-capture email-signup emailsignup lead-magnet convertkit klaviyo hs-form hbspt gform wpforms wpcf7 "
    "inline-form nl-signup",
    "comments": "comments? commentlist disqus respond$ reply-form livefyre fb-comments discussion-thread",
    "author box": "author-bio authorbio author-box authorbox author-card author-info author-details author-profile "
    "about-author abouttheauthor about-the-author author-description author-about author-block author-section author-wrap "
    "author_bio post-author bio$ biography$ contributor-bio contributors? writer-bio author-container authors?$ author__",
    "byline": "byline by-line bylines article-info article-meta articlemeta entry-meta post-meta postmeta "
    "meta-data metadata meta$ story-meta dateline-wrap timestamp time-stamp publish-date published-date pub-date "
    "publication-date post-date entry-date article-date date$ posted-on posted-by last-updated reading-time read-time "
    "readtime fact-check-box entry-header post-header article-header views$ post-views view-count",
    "tags": "tags?$ tag-list taglist tagcloud tag-cloud tags-list tags-links post-tags entry-tags article-tags topics$ topic-tags "
    "topic-list categories$ cat-links category-list cats$ keywords",
    "advertisement": "ads?$ ads? advert advertisement adslot ad-slot ad-unit adunit ad-container ad-wrapper adbox "
    "adsbygoogle dfp gpt-ad google-ad googlead banner-ad ad-banner mpu leaderboard-ad commercial-unit sponsored-ad",
    "cookie notice": "cookie consent gdpr onetrust truste",
    "paywall": "paywall pay-wall regwall registration-wall piano-offer meter-wall subscriber-only-message gate-message",
    "popup": "modal popup pop-up lightbox overlay tooltip dialog drawer toast interstitial",
    "disclaimer": "disclaimer disclosure affiliate-disclosure",
    "sidebar": "sidebar side-bar rail$ right-rail left-rail widget-area widgets$ secondary$ complementary",
    "footer": "footer colophon copyright",
    "control": "btn button buttons toolbar font-size text-size audio-player listen-button player-controls print-link "
    "print-button dropdown search-form searchform toggle$ rating-stars star-rating",
}


def _alternatives(words: str) -> str:
    """Each word as a pattern: "^" in front, it begins the whole class; "$" behind, it ends there or at a hyphen."""
    patterns = []
    for word in words.split():
        start = r"(?<![^\s])" if word.startswith("^") else r"(?<![a-z0-9])"
        end = r"(?![a-z0-9])" if word.endswith("$") else r"(?![^\s])" if word.endswith("!") else ""
        patterns.append(start + word.strip("^$!") + end)
    return "|".join(patterns)


_CHROME_CLASS = re.compile(
    "|".join(f"(?P<r{at}>{_alternatives(words)})" for at, words in enumerate(_CLASS_WORDS.values()))
)
_REASONS = list(_CLASS_WORDS)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_A_PART = re.compile(
    r"(?<![a-z0-9])(?:has|no|with|without|show|is|not|enable|hide|js|post|page|single|category|tag|format|type|status)"
    r"-(?:[a-z-]*)?(?:sidebar|comments?|share|sharing|social|newsletter|ads?|banner|header|author|thumbnail|tags?)[a-z-]*"
)
"""Classes that say what stands elsewhere or how the page is set up ("has-sidebar", "category-newsletter")."""

TAG_REASONS = {
    "nav": "navigation",
    "footer": "footer",
    "aside": "sidebar",
    "form": "form",
    "dialog": "popup",
    "menu": "navigation",
    "button": "control",
    "select": "control",
    "fieldset": "form",
}
SURE = ("comment", "disqus", "respond", "related", "recommended", "cookie", "onetrust")
"""Signs that may hold most of a page's prose and be no content all the same: two hundred comments below a notice."""
_ROLE_REASONS = {
    "navigation": "navigation",
    "banner": "navigation",
    "contentinfo": "footer",
    "complementary": "sidebar",
    "search": "form",
    "dialog": "popup",
    "alertdialog": "popup",
    "menu": "navigation",
    "menubar": "navigation",
    "tooltip": "popup",
    "button": "control",
}
_RESPONSIVE = re.compile(
    r"(?<!\S)(?:xs|sm|md|lg|xl|2xl|tablet|desktop|d-(?:sm|md|lg|xl))[:-](?:block|flex|grid|inline|contents|table)"
)
"""Shown after all, on wider screens."""
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


@lru_cache(maxsize=8192)
def reason_of_words(names: str) -> tuple[str, str] | None:
    """Why an element with these classes and this id is no content, and by which word; None: nothing says so."""
    lowered = _CAMEL.sub("-", names).lower().replace("_", "-")
    lowered = _NOT_A_PART.sub(" ", lowered)
    found = _CHROME_CLASS.search(lowered)
    if found is not None and found[0] in ("hidden", "hide", "d-none") and _RESPONSIVE.search(lowered):
        found = _CHROME_CLASS.search(lowered.replace(found[0], " "))
    return (_REASONS[int((found.lastgroup or "r0")[1:])], found[0]) if found else None


def reason_of(node: Node) -> tuple[str, str] | None:
    """Why this element is no content, and the sign it is known by (tag, role, attribute or a word of its names).

    None: nothing says so.
    """
    tag = node.tag or ""
    reason = TAG_REASONS.get(tag)
    if reason is not None:
        return reason, f"<{tag}>"
    attrs = node.attrs
    role = attrs.get("role")
    if role and role in _ROLE_REASONS:
        return _ROLE_REASONS[role], f"role={role}"
    if "hidden" in attrs or attrs.get("aria-hidden") == "true":
        return "hidden text", "[hidden]"
    style = attrs.get("style")
    if style and _INVISIBLE.search(style):
        return "hidden text", "[style]"
    names = f"{attrs.get('class') or ''} {attrs.get('id') or ''}"
    return reason_of_words(names) if len(names) > 1 else None
