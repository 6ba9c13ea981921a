"""What travels between the rooms: frozen records, no behaviour beyond reading themselves.

The first half is the clean data (`Thread`, `Article` and their parts), whose JSON form users rely on: the
docstrings here are its documentation, and the JSON Schema in docs/ is generated from these types. The second half is
what a capture consists of (`Exchange`, `Capture`, `Page`).

Unknown is `None`, an empty list is empty, and neither is ever guessed. Fields that may be absent from the JSON
altogether hold `msgspec.UNSET`.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Literal

from msgspec import UNSET, Struct, UnsetType, field

SCHEMA_VERSION = "1.0"

ImageRole = Literal["content", "lead", "credit-logo"]
AttributionKind = Literal["agency", "republished", "adapted", "translated", "press-release", "licensed"]


# ── the clean data ───────────────────────────────────────────────────────────────────────────────────────────────


class Author(Struct, frozen=True, kw_only=True):
    """Who wrote something, as the page names them (schema.org/author)."""

    name: str | None = None
    """The name shown, without ranks, badges and its mobile or desktop double."""
    url: str | None = None
    """The profile page, absolute."""
    id: str | None = None
    """The site's own identifier of the account, as text."""


class Embedded(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a picture's own bytes say of it (IPTC, XMP, Exif); what they do not say is absent."""

    caption: str | None = None
    """What is shown: IPTC 2:120, dc:description, Exif ImageDescription."""
    creator: str | None = None
    """Who made it: IPTC 2:80, dc:creator, Exif Artist."""
    credit: str | None = None
    """Who provided it: IPTC 2:110 or 2:115, photoshop:Credit or photoshop:Source."""
    copyright: str | None = None
    """The notice of copyright: IPTC 2:116, dc:rights, Exif Copyright."""


class Image(Struct, frozen=True, kw_only=True):
    """A picture that belongs to the content (schema.org/ImageObject)."""

    url: str
    """The picture shown, absolute: the real source of a lazily loaded one."""
    full_url: str | None = None
    """The larger picture that it links to, absolute."""
    alt: str | None = None
    caption: str | None = None
    """The caption as text, without the credit."""
    credit: str | None = None
    """Who made or owns the picture, as printed, without a label such as "Photo:"; where the page prints nothing, as its
    structured data or, from an archive, the picture's own bytes say."""
    width: int | None = None
    """Pixels, as the markup states them."""
    height: int | None = None
    role: ImageRole = "content"
    """"lead": an article's main picture; "credit-logo": the logo beside an attribution line."""
    post_id: str | None = None
    """The post it stands in; None in an article."""
    payload_digest: str | UnsetType = UNSET
    """Digest of the picture's bytes in the archive ("sha256:…"); absent where no archive was read."""
    asset: str | UnsetType = UNSET
    """Path of the picture below the collection's directory; absent where no file was written."""
    embedded: Embedded | UnsetType = UNSET
    """What the picture's bytes in the archive say of it; absent where they say nothing, or were not read."""


class Quote(Struct, frozen=True, kw_only=True):
    """Somebody else's words inside a post."""

    author: str | None = None
    post_id: str | None = None
    """Identifier of the quoted post, where the page names it."""
    text: str = ""


class Link(Struct, frozen=True, kw_only=True):
    """A link inside a post's body."""

    url: str
    """Absolute."""
    text: str = ""


class Reaction(Struct, frozen=True, kw_only=True):
    """How often readers reacted to a post in one way."""

    name: str
    """The reaction as the page names it ("Like", "Thanks"); "score" for votes."""
    count: int


class Comment(Struct, frozen=True, kw_only=True):
    """A short remark below a post (Stack Exchange's kind), or below an article."""

    author: Author | None = None
    date_published: str | None = None
    text: str = ""


class Post(Struct, frozen=True, kw_only=True):
    """One contribution to a thread (schema.org/Comment, DiscussionForumPosting)."""

    post_id: str | None = None
    """The site's own identifier, as text."""
    position: int
    """Place in this record, from 1, in page order."""
    url: str | None = None
    """Permalink, absolute."""
    author: Author
    date_published: str | None = None
    """RFC 3339; without an offset where the page gives none, a bare day ("2025-06-11") where it gives no time."""
    date_published_raw: str | None = None
    """The date as the page prints or states it."""
    date_modified: str | None = None
    """RFC 3339; the last edit that the page states."""
    text: str = ""
    """What was written there, quotes in their place; paragraphs apart by one blank line."""
    html: str = ""
    """The same as clean HTML: no scripts, styles, classes or tracking; URLs absolute; quotes as blockquote."""
    images: list[Image] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    reactions: list[Reaction] = field(default_factory=list)
    in_reply_to: str | None = None
    """`post_id` of the post that this one answers, where the page says so."""
    is_original_post: bool = False
    is_accepted_answer: bool = False
    """Marked on the page as the answer to the thread's question."""
    comments: list[Comment] = field(default_factory=list)


class ThreadPart(Struct, frozen=True, kw_only=True):
    """One page of a thread that was captured as a whole."""

    url: str | None = None
    """The page's own address, after redirects."""
    captured_at: str | None = None
    """RFC 3339, UTC."""
    first_position: int
    """`position` of the first post that came from this page."""
    posts: int
    """How many posts came from it; what an earlier page had already does not count."""
    warc_file: str | None = None
    """File that holds the page's rendered DOM."""
    offset: int | None = None
    """Byte offset of that record's gzip member in the file."""


class ThreadInfo(Struct, frozen=True, kw_only=True):
    """Where a page of posts belongs."""

    id: str | None = None
    """The site's own identifier of the thread, as text."""
    board: list[str] = field(default_factory=list)
    """Names from the outermost board to the one that holds the thread."""
    page: int | None = None
    """Number of this page, from 1."""
    page_count: int | None = None
    next_page: str | None = None
    previous_page: str | None = None
    reply_count: int | None = None
    """Posts of the whole thread less the original one, as the page states it."""
    parts: list[ThreadPart] | UnsetType = UNSET
    """The pages that the posts came from; absent where the record is of one page."""


class Attribution(Struct, frozen=True, kw_only=True):
    """Where the content came from, when it was not first published here."""

    kind: AttributionKind
    raw: str
    """The line as printed."""
    source_names: list[str] = field(default_factory=list)
    adapted_by: str | None = None
    translated_by: str | None = None
    license: str | None = None
    """A licence's name or address as printed ("CC BY-ND 4.0")."""
    source_url: str | None = None
    date: str | None = None
    """RFC 3339 date or date and time that the line states."""


class Removed(Struct, frozen=True, kw_only=True):
    """What was taken away as the site's chrome."""

    reason: str
    """A short name: "sign-in prompt", "newsletter banner", "presence widget", "signature"…"""
    count: int


class Problem(Struct, frozen=True, kw_only=True):
    """Something that was expected and not found."""

    code: str
    """Stable, in kebab case: "no-date", "no-author", "no-posts"…"""
    message: str


class Provenance(Struct, frozen=True, kw_only=True):
    """Which bytes the record was read from."""

    warc_file: str | None = None
    """File name inside the collection."""
    record_id: str | None = None
    """WARC-Record-ID of the record that was read."""
    offset: int | None = None
    """Byte offset of that record's gzip member in the file."""
    payload_digest: str | None = None
    software: str | None = None
    parser_version: str | None = None


class Record(Struct, frozen=True, kw_only=True):
    """What a thread and an article have in common."""

    schema_version: str = SCHEMA_VERSION
    kind: Literal["thread", "article"]
    requested_url: str | None = None
    """The address that was asked for."""
    url: str | None = None
    """The address after redirects."""
    canonical_url: str | None = None
    """The address that the page states for itself."""
    site_name: str | None = None
    language: str | None = None
    """BCP 47, as the page declares it; where its text is plainly in another language, that one."""
    title: str | None = None
    description: str | None = None
    captured_at: str | None = None
    """RFC 3339, UTC; None for a bare HTML file."""
    platform: str | None = None
    """The forum software recognised on the page ("xenforo-2"), or None."""
    read_by: str = "article"
    """The reader that produced the record: a platform's name, "schema.org", "blocks" or "article"."""
    authors: list[Author] = field(default_factory=list)
    """The article's authors, or the thread's original poster."""
    date_published: str | None = None
    date_published_raw: str | None = None
    date_modified: str | None = None
    text: str = ""
    """The content as plain text: paragraphs apart by one blank line; a thread's posts in order."""
    html: str = ""
    """The content as clean HTML."""
    images: list[Image] = field(default_factory=list)
    attribution: Attribution | None = None
    posts: list[Post] = field(default_factory=list)
    """Empty for an article."""
    thread: ThreadInfo | None = None
    """None for an article."""
    removed: list[Removed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    provenance: Provenance | UnsetType = UNSET
    """Absent where no archive was read."""
    tags: dict[str, str] | UnsetType = UNSET
    """The other columns of the list that the address came from; absent where it came from none, or had none."""
    declared_language: str | UnsetType = UNSET
    """BCP 47, as the page declares it; present only where `language` is another."""
    section: str | UnsetType = UNSET
    """The site's section that an article stands in ("Science"); absent where the page names none."""
    license: str | UnsetType = UNSET
    """Name or address of the licence that the page states for itself; absent where it states none."""
    sources: dict[str, str] | UnsetType = UNSET
    """Of an article: field -> where its value was found: what the page states to machines ("json-ld", "microdata",
    "microformats", "opengraph", "meta", "link", "title", "script"), what it shows ("heading", "byline", "author box",
    "text"), its address ("url"), or, where it states no date of publication, that of its last change ("update")."""
    comments: list[Comment] | UnsetType = UNSET
    """What readers wrote below an article, in page order, never in `text`; present only where it was asked for."""
    alternatives: dict[str, dict[str, str]] | UnsetType = UNSET
    """Of an article: field ("title", "authors", "date_published") -> source -> what that source says, where that is
    something else than the value chosen. Names are apart by commas."""


class Thread(Record, frozen=True, kw_only=True):
    """A page of a forum thread, a question with its answers, or a discussion."""

    kind: Literal["thread"] = "thread"


class Article(Record, frozen=True, kw_only=True):
    """Anything whose content is one text."""

    kind: Literal["article"] = "article"


# ── a page on its way to the parser ──────────────────────────────────────────────────────────────────────────────


class StoredPayload(Struct, frozen=True, kw_only=True):
    """Where an archive holds what an address gave."""

    path: Path
    """The WARC or WACZ."""
    warc: str
    """The WARC's name in it."""
    offset: int | None
    """Byte offset of the record that holds the bytes; None: they are in another archive."""
    digest: str | None = None
    """The payload's digest as the archive states it ("sha256:…")."""
    content_type: str | None = None
    location: str | None = None
    """The address that it redirects to instead."""


class Page(Struct, frozen=True, kw_only=True):
    """A page as plain data, with nothing live in it: all that parsing may look at."""

    html: str | bytes
    """The rendered DOM as text, or a response's payload as bytes (decoded as a browser would)."""
    url: str | None = None
    """After redirects."""
    requested_url: str | None = None
    captured_at: datetime | None = None
    """With a time zone; relative dates count from it."""
    content_type: str | None = None
    """The Content-Type header, for its charset, where `html` is bytes."""
    provenance: Provenance | None = None
    payloads: dict[str, StoredPayload] = field(default_factory=dict)
    """The pictures that its archive holds, by canonical address: as far as they were met, and the table of all its
    pages."""

    @property
    def captured(self) -> str | None:
        """When it was captured, as records say it: RFC 3339, in UTC; None where that is unknown."""
        return self.captured_at.astimezone(UTC).isoformat().replace("+00:00", "Z") if self.captured_at else None


# ── what a capture consists of ───────────────────────────────────────────────────────────────────────────────────

Verdict = Literal[
    "ok",
    "partial",
    "http-error",
    "not-found",
    "blocked",
    "challenge",
    "captcha",
    "login-wall",
    "consent-wall",
    "paywall",
    "empty",
    "not-html",
    "timeout",
    "dns-error",
    "connection-error",
    "tls-error",
    "crashed",
    "too-large",
    "refused-by-robots",
    "refused-address",
    "interrupted",
]
"""What became of a page. "ok" and "partial" (something the page used is missing or cut short) carry content."""

Truncation = Literal["length", "time", "disconnect", "unspecified"]
"""WARC-Truncated (WARC 1.1, 5.13)."""


class Payload(Struct, frozen=True, kw_only=True):
    """Bytes of a body, in memory while small and in a file when not."""

    size: int = 0
    data: bytes | None = b""
    path: Path | None = None
    """A temporary file that holds the bytes; set when `data` is None."""

    def open(self) -> BinaryIO:
        """A new reader over the bytes, at their start."""
        if self.path is not None:
            return self.path.open("rb")
        return io.BytesIO(self.data or b"")


class Exchange(Struct, frozen=True, kw_only=True):
    """One request and its response, as they went over the wire.

    Bodies are stored without chunk framing and *with* their Content-Encoding: when the response was chunked its head
    still says so, and the archive room renames the header as it writes.
    """

    url: str
    method: str
    started_at: datetime
    ip_address: str | None = None
    """The address that was connected to."""
    request_head: bytes = b""
    """Request line and headers as sent to the server, ending with an empty line."""
    request_body: Payload = field(default_factory=Payload)
    response_head: bytes | None = None
    """Status line and headers as received, ending with an empty line; None: no response came."""
    response_body: Payload = field(default_factory=Payload)
    truncated: Truncation | None = None
    """Why the response's body is not whole; None: it is."""
    status: int | None = None
    content_type: str | None = None
    error: str | None = None
    """One line: why there is no response, or what else went wrong."""
    redacted: list[str] = field(default_factory=list)
    """Names of header fields and URL parameters whose values were masked in this record (a saved login was used)."""


class Attachment(Struct, frozen=True, kw_only=True):
    """Something made from the page rather than sent by the server; becomes a WARC `resource` record."""

    urn: str
    """WARC-Target-URI: "urn:dom:URL", "urn:text:URL", "urn:view:URL", "urn:fullPage:URL", "urn:pageinfo:URL"."""
    content_type: str
    data: bytes


class Capture(Struct, frozen=True, kw_only=True):
    """One visit to a page. Its exchanges went to the sink while it ran; here is the rest."""

    requested_url: str
    url: str
    """After redirects; the requested one where nothing was loaded."""
    captured_at: datetime
    """When the visit began, UTC."""
    seconds: float
    verdict: Verdict
    evidence: str | None = None
    """One line: why it is this verdict; None for "ok"."""
    status: int | None = None
    """HTTP status of the page itself."""
    logged_in: bool | None = None
    """Whether the mark of a login (`logged_in_if`) is on the page; None where none was asked for, or could be seen."""
    content_type: str | None = None
    """Media type of the page itself ("text/html"): what the server called it, else what the browser took it for."""
    title: str | None = None
    dom: str | None = None
    """The rendered DOM as HTML, after scrolling and settling; None where there is none, and for a PDF, a picture or a
    film, whose DOM is the browser's own viewer."""
    attachments: list[Attachment] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What was done or gave way: a dialog dismissed, a bound reached, a step that ran out of time."""
    exchanges: int = 0
    body_bytes: int = 0
    """Bytes of all response bodies as they came over the wire."""


class RecordRef(Struct, frozen=True, kw_only=True):
    """Where a WARC record was written."""

    warc_file: str
    record_id: str
    offset: int
    payload_digest: str | None = None
