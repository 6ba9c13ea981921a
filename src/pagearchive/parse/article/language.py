"""Which language a text is in, as far as its letters and its commonest words show it plainly.

Meant to catch a page that declares the wrong language, so it answers only when it is sure: a script that one language
writes, or a clear lead in function words.
"""

from __future__ import annotations

from collections import Counter

from pagearchive.patterns import regex

_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset("the of and to in is that for it with as was on are be this by you have from they not at which their will has".split()),
    "de": frozenset("der die und das ist nicht ein eine den von mit sich auf für dem im auch als es an werden aus wird sind oder bei zu".split()),
    "fr": frozenset("le la les des et est une un que pour dans du qui sur pas au avec ce sont par plus ne se ont mais cette aux il nous".split()),
    "es": frozenset("el la los las que de y en un una es por con para del se no su al como más pero sus lo este ha entre son fue".split()),
    "it": frozenset("il di che è la un una per non con del sono della nel le gli alla più anche si da dei come ma ha questo delle al i".split()),
    "pt": frozenset("o a de que e do da em um uma para com não os as por no na mais dos como se foi ao das mas seu sua são ou pelo".split()),
    "nl": frozenset("de het een van en is in dat op te met voor niet zijn die aan er als ook door naar bij om maar dan nog wordt uit".split()),
    "sv": frozenset("och att det som en på är av för med den till inte har de ett om var jag så men från vi kan när ska eller".split()),
    "da": frozenset("og at det er en til på af for med den som ikke har de et var jeg om så fra vi kan men der hvor eller blev".split()),
    "no": frozenset("og å det er en til på av for med den som ikke har de et var jeg om så fra vi kan men der hvor eller ble etter".split()),
    "pl": frozenset("w i na z że się nie do to jest o jak po co od za dla przez był ale są tym oraz lub może jego ich być".split()),
    "cs": frozenset("a se v na je že to s z do o i pro jsou by ale jako jeho po které který nebo od si za aby své při než".split()),
    "tr": frozenset("ve bir bu için de da ile olarak çok daha en olan gibi kadar sonra ancak ise ya var değil göre her ne o".split()),
    "id": frozenset("yang dan di dengan untuk dari ini pada itu dalam tidak akan adalah juga ke oleh sebagai karena atau bisa".split()),
    "vi": frozenset("và của là có cho không được các một những trong với người đã khi này để từ như đến về tôi sẽ cũng".split()),
}  # fmt: skip
_SCRIPTS = {"ja": "\u3040-\u30ff", "ko": "\uac00-\ud7af", "zh": "\u4e00-\u9fff", "th": "\u0e00-\u0e7f",
            "he": "\u0590-\u05ff", "el": "\u0370-\u03ff", "hi": "\u0900-\u097f"}  # fmt: skip
"""Scripts that one language writes, the first to be asked first: Japanese is written with Chinese characters as well."""
_SCRIPT = regex("|".join(f"(?P<{language}>[{letters}]+)" for language, letters in _SCRIPTS.items()))
_FOREIGN = regex(f"[{''.join(_SCRIPTS.values())}]")
_ENOUGH_WORDS = 60
_LEAD = 1.5
"""How many times as many common words a language has as the next, to be plainly the text's."""
_SAMPLE = 1200
"""Characters looked at."""


def detected(text: str) -> str | None:
    """The text's language (BCP 47 primary tag); None where it is too short or not plain."""
    sample = text[:_SAMPLE]
    if not sample.isascii() and _FOREIGN.search(sample) is not None:
        found = _by_script(sample)
        if found is not None:
            return found
    words = sample.lower().split()
    if len(words) < _ENOUGH_WORDS:
        return None
    often = Counter(words)
    counts = dict.fromkeys(_WORDS, 0)
    for word in _LANGUAGES_OF.keys() & often.keys():
        for language in _LANGUAGES_OF[word]:
            counts[language] += often[word]
    second, best = sorted(counts.values())[-2:]
    if best <= 0.15 * len(words) or best <= _LEAD * second:
        return None
    return next(language for language, count in counts.items() if count == best)


def _by_script(sample: str) -> str | None:
    letters = sum(map(str.isalpha, sample))
    written: Counter[str] = Counter()
    for run in _SCRIPT.finditer(sample):
        written[run.lastgroup or ""] += len(run[0])
    return next((language for language in _SCRIPTS if written[language] > 0.25 * letters), None)


_LANGUAGES_OF: dict[str, list[str]] = {}
for _name, _common in _WORDS.items():
    for _word in _common:
        _LANGUAGES_OF.setdefault(_word, []).append(_name)


def settled(declared: str | None, text: str) -> tuple[str | None, str | None]:
    """The text's language, and the declared one where it is another.

    A declared language is believed with its region while the text does not plainly contradict it.
    """
    own = _WORDS.get(_primary(declared)) if declared else None
    if own is not None and _is_plainly(own, text[:_SAMPLE]):
        return declared, None
    found = detected(text)
    if found is None or (declared and _primary(declared) in (found, *_KIN.get(found, ()))):
        return declared, None
    return found, declared


def _is_plainly(own: frozenset[str], sample: str) -> bool:
    """Whether so many of a text's common words are a language's own that no other can have a clear lead."""
    if not sample.isascii() and _FOREIGN.search(sample) is not None:
        return False
    common = [word for word in sample.lower().split() if word in _LANGUAGES_OF]
    return _LEAD * sum([word in own for word in common]) >= len(common)


_KIN = {"no": ("nb", "nn", "da"), "da": ("no", "nb", "nn"), "id": ("ms",), "zh": ("yue",)}
"""Codes that mean the same or that these words do not tell apart."""


def _primary(tag: str) -> str:
    return tag.split("-")[0].lower()
