"""Invented content of the same shape: words, names, numbers, hosts; the same one by the same everywhere on a page."""

from __future__ import annotations

import random
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

_WORDS = """
a i of to in on at by or and the for with from over under into near salt oar tar rope knot mast sail deck hull keel
boat pier moss fern pine oak ash elm birch cedar maple stone river brook creek field meadow barn mill wheel cart plank
copper brass iron tin clay brick slate linen wool cotton basket barrel bottle candle lantern kettle ladle spoon bowl
plate bread butter honey apple pear plum cherry barley oats wheat garden orchard hedge gate fence path bridge tunnel
window shutter chimney cellar attic corner ladder hammer chisel anvil bellows needle thread button ribbon pocket
morning evening autumn winter spring summer weather thunder breeze harbour lighthouse compass anchor rudder paddle
quiet gentle sturdy simple narrow hollow polished wooden ancient ordinary excellent remarkable comfortable
carried planted painted measured repaired borrowed gathered collected discovered considered remembered travelled
usually slowly together yesterday's somewhere otherwise carefully afterwards workshop blacksmith carpenter
"""
_BY_LENGTH: dict[int, list[str]] = defaultdict(list)
for _word in sorted(set(re.findall(r"[a-z]+", _WORDS))):
    _BY_LENGTH[len(_word)].append(_word)

_ALPHABETS = (
    ("aeiou", "bdfgklmnprstvw"),
    ("аеиоу", "бвгдклмнпрст"),
    ("αειου", "βγδκλμνπρστ"),
    ("あいうえお", "かきくけこさしすせそたちつてと"),
    ("アイウエオ", "カキクケコサシスセソタチツテト"),
    ("אוי", "בגדהזחטכלמנסעפצקרשת"),
    ("اوي", "بتثجحخدذرزسشصضطظعغفقكلمنه"),
    ("กขคง", "จชดตทนบปผพมยรลวส"),
    ("अआइई", "कखगघचजटडतदनपबमयरलव"),
)
_CJK = "山川田木水火土日月石竹米糸花草雨雪風空海湖島村町道橋門家車船馬牛羊魚鳥"
_HANGUL = "가나다라마바사아자차카타파하고노도로모보소오조"
_NAME = re.compile(r"[^\W\d_]+|\d+|_|\W")
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_DIGITS = re.compile(r"\d+")
_SUFFIXES = frozenset(("jpg", "jpeg", "png", "gif", "webp", "pdf", "zip", "mp"))
MAX_SMALL = 3
"""Letters of a small word."""
MIN_NUMBER = 3
"""Digits: shorter numbers are no identifiers that tell anybody."""


class Inventor:
    """Invents the content of one page. `seed` makes it repeatable; without one nobody can guess it back."""

    def __init__(self, seed: int | None = None) -> None:
        self._random: random.Random = random.SystemRandom()
        if seed is not None:
            self._random = random.Random(seed)  # noqa: S311 - asked for: what is repeatable can be guessed
        self._known: dict[str, str] = {}
        self._taken: set[str] = set()

    def word(self, word: str) -> str:
        """Another word of the same length, script and case."""
        lower = word.lower()
        made = self._known.get(lower)
        if made is None:
            made = self._known[lower] = self._new(lower)
        return _in_case_of(word, made)

    def words(self, text: str) -> str:
        """The text with its words replaced; numbers of five digits and more get other digits.

        The small words stay ("of", "und", "le"): they name nobody, and by them a text's language is known.
        """
        text = _TOKEN.sub(lambda found: found[0] if _stays(found) else self.word(found[0]), text)
        return _DIGITS.sub(lambda found: self.digits(found[0]) if len(found[0]) > 4 else found[0], text)

    def name(self, name: str) -> str:
        """An invented name: the same length, signs and case, other letters and digits."""
        parts = _NAME.findall(name)
        made = "".join(
            self.digits(part)
            if part[0].isdigit()
            else _in_case_of(part, self._fresh(part.lower()))
            if part[0].isalpha()
            else part
            for part in parts
        )
        return made if made != name else self.name(name) if any(map(str.isalnum, name)) else made

    def digits(self, digits: str) -> str:
        """Other digits, as many."""
        first = self._random.choice("123456789")
        return first + "".join(self._random.choice("0123456789") for _ in digits[1:])

    def _new(self, lower: str) -> str:
        choices = [word for word in _BY_LENGTH[len(lower)] if word not in self._taken]
        made = self._random.choice(choices) if lower.isascii() and choices else self._syllables(lower)
        self._taken.add(made)
        return made

    def _fresh(self, lower: str) -> str:
        for _attempt in range(8):
            made = self._syllables(lower)
            if made != lower and made not in self._taken:
                break
        self._taken.add(made)
        return made

    def _syllables(self, lower: str) -> str:
        """Letters of the same script, vowels for vowels, so that it can be spoken."""
        return "".join(self._letter(letter) for letter in lower)

    def _letter(self, letter: str) -> str:
        kind = unicodedata.name(letter, "")
        if kind.startswith("CJK"):
            return self._random.choice(_CJK)
        if kind.startswith("HANGUL"):
            return self._random.choice(_HANGUL)
        if unicodedata.category(letter).startswith("M"):
            return letter  # a sign on the letter before
        bare = unicodedata.normalize("NFD", letter)[0]
        script = kind.partition(" ")[0]
        for vowels, consonants in _ALPHABETS:
            if unicodedata.name(vowels[0]).startswith(script):
                return self._random.choice(vowels if bare in vowels else consonants)
        return letter if not letter.isalpha() or not script else self._random.choice(_ALPHABETS[0][1])


def _stays(found: re.Match[str]) -> bool:
    if len(found[0]) <= MAX_SMALL and found[0].islower():
        return True
    return found[0].lower() in _SUFFIXES and found.string[found.start() - 1 : found.start()] == "."


def _in_case_of(pattern: str, word: str) -> str:
    if pattern.isupper() and len(pattern) > 1:
        return word.upper()
    if pattern[:1].isupper():
        return word[:1].upper() + word[1:]
    return word


def numbers_for(numbers: Iterable[str], inventor: Inventor) -> dict[str, str]:
    """Other numbers of the same length, in the same order: a later post keeps the higher number."""
    by_length: dict[int, list[str]] = defaultdict(list)
    for number in sorted(set(numbers), key=int):
        if len(number) >= MIN_NUMBER and number[0] != "0":
            by_length[len(number)].append(number)
    found = {}
    for length, group in by_length.items():
        low, high = 10 ** (length - 1), 10**length - 1
        step = min(7, (high - low) // (len(group) + 1))
        if step < 1:
            continue
        start = low + int(inventor.digits("9" * length)) % max(1, high - low - step * (len(group) + 1))
        for place, number in enumerate(group):
            found[number] = str(start + place * step)
    return found
