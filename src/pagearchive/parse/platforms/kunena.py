"""Kunena, the forum of Joomla (templates Crypsis and Aurelia, and Blue Eagle before them)."""

from __future__ import annotations

from msgspec import structs

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

KUNENA_BLUE_EAGLE = structs.replace(
    KUNENA,
    marks=("div.kmsgtext", ".kpost-username, .kpost-profile, td[class^=kprofile]"),
    post="table:has(> tbody > tr > td[class^=kmessage])",
    title=(".kheader h2~^[^:]*:\\s*(.+)$", "#Kunena h2 span", "h1"),
    board=".kpathway a, .kforum-pathway .path-element:not(.path-element-first) a",
    post_id=("<[class^=kmsg-id] a[id]@id", "<a[name]@name~^(\\d+)$", "th a[name]@name", "th a[id]@id"),
    post_url=("<a[href*='#']@href", "th a[href*='#']@href"),
    author=(".kpost-username",),
    author_url=(".kpost-username a@href",),
    date=("<.kmsgdate@title", ".kmsgdate@title", "<.kmsgdate", ".kmsgdate"),
    date_raw=("<.kmsgdate", ".kmsgdate"),
    modified=(".kmessage-editmarkup",),
    body="div.kmsgtext",
    quote=".kmsgtext .kmsgtext-quote, .kmsgtext blockquote",
    quote_noise=".kmsgtext b:has(+ .kmsgtext-quote), .kmsgtext b:has(+ br + .kmsgtext-quote), "
    ".kmsgtext-quote > b:first-child",
    signature=".kmsgsignature",
    noise={"edit notice": ".kmessage-editmarkup"},
    attachments=".kmsgattach",
    reactions={},
    page=(".kpagination .active",),
)
