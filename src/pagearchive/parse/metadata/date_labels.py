"""What pages write before a date: words that say of publication, and words that say of an update.

Stems, in the languages that pages are written in; all are looked for in a text in lower case, since a search that is
to tell no cases apart is three times as slow.
"""

from __future__ import annotations

from pagearchive.patterns import regex

_UPDATE = "|".join(
    (
        r"updated|modifi|last\sedited|edited(?!\sby)|reviewed|revised|last\schanged|last\supdate|laatste\supdate|\bupdate:",
        r"aktuali[sz]|geändert|änderung|überarbeitet|\bstand\b",
        r"mise?\sà\sjour|actuali[sz]|atuali[sz]|alterado|aggiorna|bijgewerkt|gewijzigd|geüpdatet|ostatnia\szmiana",
        r"обновл|изменен|изменён|оновлен|oppdatert|uppdatera|opdatere|endret|ändrad|ændret|päivitetty|güncelle|frissít",
        r"diperbarui|cập\snhật|ενημέρω|تحديث|עודכן|更新|修正|修改|修订|수정|업데이트",
    )
)
_PUBLICATION = "|".join(
    (
        r"publish(?!er|ing)|posted|created|submitted|veröffentlicht|erschienen|erstellt",
        r"publié|publica[dt]|pubblicat|gepubliceerd|geplaatst|opublikowan|dodano|publikov|zveřejn",
        r"опубликован|размещен|опубліков|publicera|publisert|publiceret|julkaistu|yayın|közzétéve|dipublikasikan",
        r"δημοσ|公開|公开|投稿|掲載|发布|發布|发表|게시|등록|입력",
    )
)
UPDATE = regex(_UPDATE)
"""Says of an update or of a review."""
PUBLICATION = regex(f"{_PUBLICATION}|first")
"""Says of publication."""
UPDATE_ALONE = regex(rf"(?:\w+\s){{0,2}}\w*(?:{_UPDATE})\w*(?:\s\w{{1,3}})?\s?[:：]?$")
"""Is nothing but the label of an update: the date stands in the next line."""
OPENS_WITH_PUBLICATION = regex(
    r"(?:(?:this|the) (?:article|post|story|page) was )?(?:originally |first\s+)?"
    rf"(?:date published|publication date|post time|data (?:publikacji|di pubblicazione)|{_PUBLICATION})"
)
"""Begins by saying when something was published."""
SENTENCE = regex(
    r"(?:this|the)\s(?:entry|post|article|story|item|news)\s(?:was|is)\s(?:\w+\s){0,2}(?:post|publish|writ|creat|add|submit)|"
    r"dieser\s(?:artikel|beitrag|eintrag|post|text)\s(?:wurde|ist)\s(?:veröffentlicht\s|erschienen\s)?(?:am|im|vom)\b|"
    r"(?:cet?|cette)\s(?:article|entrée|billet|post|note)\sa\sété\s(?:publi|post|écrit|rédig|ajout)|"
    r"est[ea]\s(?:entrada|artículo|artigo|post)\s(?:fue|ha\ssido|foi)\s(?:publica|escrit|postea|posta)|"
    r"quest[oa]\s(?:articolo|post|voce)\sè\s(?:\w+\s)?stat[oa]\s(?:pubblica|scritt|inserit)|"
    r"dit\s(?:bericht|artikel)\s(?:is|werd)\s(?:\w+\s)?(?:geplaatst|gepubliceerd|geschreven)|"
    r"(?:ten|ta)\s(?:wpis|artykuł|notka)\s(?:został|pojawił)|(?:эта|данная)\s(?:запись|статья)\s(?:была\s)?опубл"
)
"""How weblogs say below an entry when it was published, before they say where it is filed and how to answer."""
SENTENCE_BEGINS = frozenset("TtDdCcEeQqТтЭэДд")
LABEL = regex(
    rf"(?:(?:originally|first|date|this (?:article|post|story|page) was)\s)*\w*(?:{_PUBLICATION})\w*"
    r"(?:\s(?:in|on|at|am|le|el|em|il|op|den|w))?\b\s*:?"
)
"""What stands before a date of publication."""
LONGEST_ALONE = 30
"""Characters of a label that stands alone."""


def lowered(text: str) -> str:
    """The text in lower case, unless that moves its letters (one Turkish letter becomes two)."""
    low = text.lower()
    return low if len(low) == len(text) else text
