"""What is not content, and by which sign it is known: tables of words, and named passes over a page that use them.

Every word here is the web's: what themes and content systems call their parts, in several languages where the page
shows it to people. Nothing is decided by one word alone where it would cost the content: see `Verdicts.of` and the
reader's guard on what holds most of a page's prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from pagearchive import dom
from pagearchive.dom import Node
from pagearchive.patterns import regex

_CLASS_WORDS: dict[str, str] = {
    # reason -> what classes and ids begin with, after a word boundary (camelCase counts as one)
    "hidden text": "sr-only sronly screen-reader visually-hidden visuallyhidden assistive-text offscreen off-screen "
    "u-hidden is-hidden hidden! hide! hideme! boring! d-none! display-none invisible! a11y-hidden print-only only-print visible-print",
    "share bar": "share sharing sharedaddy social addtoany addthis a2a ssba sociable follow-us followus heateor likes$ "
    "like-button reaction bookmark tweet-button whatsapp facebook twitter-share post-actions article-actions story-tools "
    "article-tools clipboard copy-link permalink headerlink! header-anchor! hash-link! anchor-link! anchorjs-link!",
    "navigation": "nav navbar navigation menu breadcrumb crumbs pagination pager paging page-links prev$ previous next$ "
    "post-nav skip-link skip-to skip-block skip-nav skiplink jump-to-recipe back-to-top scroll-to site-header masthead topbar",
    "related links": "related recommended recommendation recirc recirculation more-from more-stories more-posts more-articles "
    "read-more readmore read-next readnext also-like up-next upnext most-read most-popular mostread trending "
    "popular-posts outbrain taboola zergnet revcontent similar-posts yarpp crp_related jp-relatedposts seealso see-also "
    "further-reading suggested latest-news latest-posts latest-articles latest-stories recent-posts next-article "
    "next-post read-also lire-aussi more-on-this onward",
    "announcement bar": "announcement-bar announcementbar promo-bar promobar notification-bar notice-bar header-banner usa-banner gov-banner",
    "promotion": "promo promoted promotional cta ctas call-to-action sponsor sponsored partner-content affiliate "
    "upsell offer$ app-download download-app inline-cta in-content-cta shop-now",
    "newsletter banner": "newsletter subscribe subscription signup sign-up mailing-list mailchimp mc4wp mc_embed optin "
    "opt-in email-capture email-signup emailsignup lead-magnet convertkit klaviyo hs-form hbspt gform wpforms wpcf7 "
    "inline-form nl-signup",
    "comments": "comment$ comments comment- commentlist disqus respond! reply-form livefyre fb-comments discussion-thread",
    "author box": "author-bio authorbio author-box authorbox author-card author-info author-details author-profile "
    "about-author abouttheauthor about-the-author author-description author-about author-block author-section author-wrap "
    "author_bio post-author bio$ biography$ contributor-bio contributor$ contributors writer-bio author-container author$ authors$ author__",
    "byline": "byline by-line bylines article-info article-meta articlemeta entry-meta post-meta postmeta "
    "meta-data metadata meta$ story-meta dateline-wrap timestamp time-stamp publish-date published-date pub-date "
    "publication-date post-date entry-date article-date date$ posted-on posted-by last-updated reading-time read-time "
    "readtime fact-check-box entry-header post-header article-header views$ post-views view-count",
    "subtitle": "dek$ deck$ subtitle sub-title article-summary",
    "not for print": "d-print-none no-print hidden-print print-hidden print-hide display-none-print do-not-print donotprint",
    "line numbers": "lineno linenos linenodiv linenumber line-number line-numbers gutter$ rouge-gutter crayon-nums hljs-ln-n lnt$ ln$ "
    "react-syntax-highlighter-line-number",
    "table of contents": "toc$ ez-toc lwptoc rank-math-toc mntl-toc toc-container toc-wrapper toc-list toc-wrap table-of-contents "
    "table-of-content tableofcontents on-this-page jump-links jumplinks",
    "tags": "tags$ tag-list taglist tagcloud tag-cloud tags-list tags-links post-tags entry-tags article-tags topics$ topic-tags "
    "topic-list categories$ cat-links category-list cats$ keywords",
    "advertisement": "ad$ ads$ advert advertisement adslot ad-slot ad-unit adunit ad-container ad-wrapper adbox "
    "adsbygoogle dfp gpt-ad google-ad googlead banner-ad ad-banner mpu leaderboard-ad commercial-unit sponsored-ad",
    "cookie notice": "cookie consent gdpr onetrust truste cli-modal cky- cmplz",
    "social feed": "sbi sb-instagram instagram-feed insta-feed twitter-feed social-feed instafeed",
    "paywall": "paywall pay-wall regwall registration-wall piano-offer meter-wall subscriber-only-message gate-message restricted-content restricted-message",
    "popup": "modal popup pop-up lightbox overlay tooltip dialog toast interstitial",
    "disclaimer": "disclaimer disclosure affiliate-disclosure",
    "sidebar": "sidebar side-bar rail$ right-rail left-rail widget-area widgets$ widget! secondary$ complementary rightside!",
    "footer": "footer foot! colophon copyright",
    "control": "btn button buttons toolbar font-size audio-player listen-button player-controls print-link "
    "print-button dropdown search-form searchform mw-editsection mw-cite-backlink rating-stars star-rating",
}


class _Word(NamedTuple):
    """A word of the table: its text without marks, how it must end, what it says."""

    text: str
    whole: bool
    last: bool
    reason: str

    def stands_at(self, name: str, at: int) -> bool:
        """Whether the name has this word at a boundary between its parts."""
        if not name.startswith(self.text, at):
            return False
        end = at + len(self.text)
        if self.whole:
            return at == 0 and end == len(name)
        return not self.last or end == len(name) or not name[end].isalnum()


def _indexed() -> dict[str, list[_Word]]:
    index: dict[str, list[_Word]] = {}
    for reason, words in _CLASS_WORDS.items():
        for word in words.split():
            text = word.rstrip("$!")
            index.setdefault(text[:_KEY], []).append(_Word(text, word.endswith("!"), word.endswith("$"), reason))
    return index


def _begins(words: list[str]) -> str:
    """A pattern that finds where any of the words begins, letter by letter: one try for all of them."""
    if "" in words:
        return ""
    branches = (
        re.escape(letter) + _begins([word[1:] for word in words if word[0] == letter])
        for letter in sorted({word[0] for word in words})
    )
    return f"(?:{'|'.join(branches)})"


_KEY = 2
_INDEX = _indexed()
_LIKELY = regex(r"(?<![a-z0-9])" + _begins([word.text for words in _INDEX.values() for word in words]))
_PARTS = regex(r"[a-z0-9]+")
_ODD = regex(r"[A-Z0-9]")
_CAMEL = regex(r"(?<=[a-z])(?=[A-Z])")
_HASH = regex(
    r"(?<=[a-z])(?:__|--?|_)(?=[A-Za-z0-9-]*[A-Z0-9])[A-Za-z0-9-]{4,7}$|(?=[A-Za-z]*\d)(?=[a-z0-9]*[A-Z])[A-Za-z0-9]{6,}"
)
"""What build tools add to a class ("table_root__adKqa")."""
_SET_UP = frozenset(
    "has no with without show is not enable hide js page single category tag format type status hentry layout template "
    "bg text border ring divide fill stroke outline decoration accent caret placeholder shadow color".split()
)
"""First words of classes that say what stands elsewhere or how the page is set up ("has-sidebar", "tag-newsletter"), or
how the element looks ("border-secondary", "text-size-large")."""
_STATE = regex(r"-+(?:enabled|disabled|open|closed|true|false|none|on|off)(?![a-z])")
"""Behind a word, what says how it is with a part that stands elsewhere ("sidebar-enabled--false")."""
_PLAIN_HIDDEN = frozenset(("hidden", "hide", "d-none"))


@lru_cache(maxsize=65536)
def _verdict_of(token: str) -> tuple[str, str] | None:
    """What one class or id says: the reason and the word it is known by."""
    if ":" in token:
        return None  # a utility for one state or width: "hover:…", "[.sidebar-open_&]:…"
    name = token
    if _ODD.search(token) is not None:
        name = _CAMEL.sub("-", _HASH.sub("", token)).lower()
    name = name.replace("_", "-")
    if _LIKELY.search(name) is None:
        return None
    first = True
    for part in _PARTS.finditer(name):
        at = part.start()
        if first and part[0] in _SET_UP and part.end() < len(name) and name not in _EXCEPTIONS:
            return None
        first = False
        for word in _INDEX.get(name[at : at + _KEY], ()):
            if word.stands_at(name, at) and _STATE.match(name, at + len(word.text)) is None:
                return word.reason, word.text
    return None


_EXCEPTIONS = frozenset(("is-hidden", "tag-list", "tag-cloud", "no-print", "page-links", "category-list", "page-link"))


LINE_NUMBERS = "line numbers"
"""A reason only for what consists of numbers."""
CONTENTS = "table of contents"
"""A reason only for what consists of links to places on the page."""
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
WEAK = frozenset(("byline", "subtitle", "tags", "share bar", "control", "promotion", "disclaimer", "not for print"))
"""Reasons whose parts are small: one that holds paragraphs is something else."""
LAST = frozenset(("disclaimer", "promotion"))
"""Of these, those that may be long where they come last."""
WEAK_SIGNS = frozenset(("read-more", "readmore", "seealso", "see-also"))
"""Words that links to more are called by, and so are texts that unfold."""
OF_DOCUMENTATION = frozenset(("seealso", "see-also", "tag-list"))
"""Words by which documentation calls a part of its text."""
ONCE = frozenset(("byline",))
"""Reasons whose parts come once or twice on a page."""
SURE = tuple(
    "promo-bar announcement comment disqus respond related recommended cookie onetrust consent gdpr cli-modal cky- cmplz "
    "disclaimer disclosure role=dialog role=alertdialog <dialog>".split()
)
"""Signs that may hold most of a page's prose and be no content all the same: two hundred comments below a notice."""
STRUCTURAL = frozenset(("<footer>", "role=contentinfo"))
"""Signs of elements that frame a page."""
_TOLD_NUMBERS = dom.numbers_of(" ".join(TAG_REASONS))
_NOTE = regex(r"(?<![a-z])(?:admonition|callout|note|tip|hint|warning|caution|important|alert)(?![a-z])", re.I)
"""Asides that are the text's own: documentation sets its notes apart in them."""
_TELLING = frozenset(("role", "hidden", "aria-hidden", "style"))
"""Attributes that may say so, besides names."""
_LONGEST_NAMES = 2000
_SLUGGED = dom.numbers_of("h1 h2 h3 h4 h5 h6 section span")
"""Their ids repeat their headings' words."""
_TOLD_CLOSER = frozenset(("aside", "form", "footer"))
"""Elements whose classes say more of what they are."""
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
_RESPONSIVE = regex(
    r"(?<!\S)(?:xs|sm|md|lg|xl|2xl|tablet|desktop|d-(?:sm|md|lg|xl))[:-](?:block|flex|grid|inline|contents|table)"
)
"""Shown after all, on wider screens."""
_INVISIBLE = regex(r"display\s*:\s*none|visibility\s*:\s*hidden")
"""In a style in lower case."""


def reason_of_words(names: str) -> tuple[str, str] | None:
    """Why an element with these classes and this id is no content, and by which word; None: nothing says so."""
    for token in names.split():
        found = _verdict_of(token)
        if found is not None and not (found[1] in _PLAIN_HIDDEN and (_RESPONSIVE.search(names) or _unfolds(names))):
            return found
    return None


def reason_of(node: Node) -> tuple[str, str] | None:
    """Why this element is no content, and the sign it is known by (tag, role, attribute or a word of its names).

    None: nothing says so.
    """
    number = node.tag_id
    attrs = node.attributes
    if number in _TOLD_NUMBERS:
        tag = node.tag or ""
        if tag == "aside" and _NOTE.search(attrs.get("class") or "") is not None:
            return None
        if tag == "button" and unfolds_text(node):
            return None
        named = reason_of_words((attrs.get("class") or "")[:_LONGEST_NAMES]) if tag in _TOLD_CLOSER else None
        return named[0] if named is not None else TAG_REASONS[tag], f"<{tag}>"
    if not attrs:
        return None
    if not _TELLING.isdisjoint(attrs):
        found = _reason_of_attributes(node, attrs)
        if found is not None:
            return found
    classes = attrs.get("class") or ""
    if "id" in attrs and number not in _SLUGGED:
        name = attrs["id"] or ""
        if name.count("-") + name.count("_") < _WORDS_OF_A_HEADING:
            classes = f"{classes} {name}"
    named = _known_reason(classes if len(classes) < _LONGEST_NAMES else classes[:_LONGEST_NAMES])
    if named is not None and "id" in attrs and "class" in attrs and _is_chapter(node):
        named = reason_of_words((attrs["class"] or "")[:_LONGEST_NAMES])
    if named is not None and named[0] == LINE_NUMBERS and _has_letters(node):
        return None  # a listing that has numbers, or a column of a page
    return named


def _is_chapter(node: Node) -> bool:
    """Whether an element is a section of a manual, whose id repeats its heading: "Comments", "Navigation"."""
    names = dom.classes(node)
    return not _CHAPTERS.isdisjoint(names) or (
        "section" in names and dom.select_first(node, ".headerlink, .permalink") is not None
    )


_CHAPTERS = frozenset("subsection subsubsection chapter appendix unnumbered sect1 sect2 sect3 sect4 refsect1".split())
"""What Texinfo, DocBook and AsciiDoc call them."""


def _has_letters(node: Node) -> bool:
    return any(letter.isalpha() for letter in dom.first_words(node, _LONGEST_QUESTION))


_WORDS_OF_A_HEADING = 4
"""An id of so many repeats a heading."""
_known_reason = lru_cache(maxsize=16384)(reason_of_words)


def _reason_of_attributes(node: Node, attrs: dict[str, str | None]) -> tuple[str, str] | None:
    role = attrs.get("role")
    if role and role in _ROLE_REASONS and not (role == "button" and unfolds_text(node)):
        return _ROLE_REASONS[role], f"role={role}"
    if ("hidden" in attrs or attrs.get("aria-hidden") == "true") and not _folds(node):
        return "hidden text", "[hidden]"
    if "style" in attrs and _is_invisible(attrs["style"] or "") and not _folds(node):
        return "hidden text", "[style]"
    return None


def _is_invisible(style: str) -> bool:
    """Whether a style hides its element. Most have no such word, which is sooner told than by the pattern."""
    lowered = style.lower()
    return ("none" in lowered or "hidden" in lowered) and _INVISIBLE.search(lowered) is not None


def _folds(node: Node) -> bool:
    """Whether a hidden element is one that readers open: an accordion's panel, a tab, an answer."""
    attrs = node.attrs
    if attrs.get("role") in ("tabpanel", "region"):
        return True
    if _unfolds(f"{attrs.get('class') or ''} {attrs.get('id') or ''}"):
        return True
    before = dom.element_before(node)
    return before is not None and before.tag_id in _TITLES and any("aria-expanded" in x.attrs for x in _outer(before))


def unfolds_text(node: Node) -> bool:
    """Whether a button is the heading of a text that it unfolds: it stands in a heading or holds one, or asks what the
    text behind it answers.
    """
    above: Node | None = node
    for _level in range(_NEAR):
        if above is None:
            break
        if above.tag_id in _TITLES:
            return not _UNFOLDING.isdisjoint(node.attributes)
        above = above.parent
    first = node.first_child
    if first is None or (first.tag_id == dom.TEXT and first.next is None and "?" not in (first.text_content or "")):
        return False
    for inner in _outer(node):  # an icon and a word, more often than not
        if inner.tag_id in _SAID:
            return True
    asked = dom.first_words(node, _LONGEST_QUESTION)
    return asked.endswith("?") and asked.count(" ") >= _WORDS_OF_A_QUESTION and dom.element_after(node) is not None


def _outer(node: Node) -> Iterator[Node]:
    """An element and the first few elements in it."""
    yield node
    for inner in islice(dom.nodes_of(node), _FIRST):
        if inner.tag_id != dom.TEXT:
            yield inner


def _unfolds(names: str) -> bool:
    lowered = names.lower()
    return any(word in lowered for word in _FOLDING)


_TITLES = dom.numbers_of("h1 h2 h3 h4 h5 h6 dt")
_SAID = _TITLES | dom.numbers_of("p")
"""What a button holds that is more than a word to press on."""
_UNFOLDING = frozenset(("aria-expanded", "aria-controls", "data-toggle", "data-bs-toggle"))
"""Attributes of a button that unfolds something."""
_NEAR = 3
_FIRST = 12
_LONGEST_QUESTION = 200
_WORDS_OF_A_QUESTION = 3
_FOLDING = ("accordion", "collaps", "faq", "tab-", "tabs", "panel", "toggle", "expand", "answer", "details", "readmore")
