"""Kunena, the forum of Joomla (templates Crypsis and Aurelia)."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

KUNENA = Platform(
    name="kunena",
    marks=("div.kmsg, p.kmsg", "#Kunena, #kunena, .kfrontend, .layout"),
    post=".message:has(.kmsg), .kmessage-row:has(.kmsg), table.kmsg-table:has(.kmsg)",
    title=("#kunena h1", "#kunena h2", "#kunena h3", "h1"),
    board="#kunena .breadcrumb-item:not(:last-child) a, #kunena .breadcrumb li:not(:last-child) a, .kpathway a",
    post_id=("a[rel=canonical]@id", "a[id][href^='#']@id~(\\d+)"),
    post_url=("a[rel=canonical]@href",),
    author=(".profilebox a.kwho-user, .profilebox [class*=kwho-]", ".profilebox strong", ".kpost-username a"),
    author_url=(".profilebox a[class*=kwho-]@href",),
    date=(".text-muted [title]@title", ".text-muted .kdate@title", ".text-muted"),
    date_raw=(".text-muted [title]@title",),
    modified=(".alert-info@title", ".alert-info"),
    body=".kmsg",
    quote=".kmsg .kmsgtext-quote, .kmsg blockquote",
    quote_author=(
        "b:first-child~^(.+?) (?:wrote|schrieb|a écrit|escribió|ha scritto)",
        "<b~^(.+?) (?:wrote|schrieb|a écrit|escribió|ha scritto)",
    ),
    quote_noise=".kmsg b:has(+ .kmsgtext-quote), .kmsgtext-quote > b:first-child",
    signature=".ksig, .ksignature",
    noise={"edit notice": ".message > .alert-info", "share bar": ".kmsg .social"},
    attachments=".kattach",
    reactions={"Thanks": (".kmessage-thankyou a@#",)},
    thread_id=("input[name=tid]@value", "[data-topicid]@data-topicid"),
    page=("#kunena .pagination .active",),
)
