"""What the tokens of dates look like: two regular expressions, whose last matched group says which token it is."""

from __future__ import annotations

from pagearchive.dates.words import Meaning
from pagearchive.patterns import regex

# Kinds made here, beside those of `words`:
#   D a numeric date: first, second, third number, code of the separator   d the same with a year of two digits
#   E a date whose order is certain: year, month, day   e month and day
#   T a time: hour, minute, second, 1 if it was told in halves of a day
#   N a number of one or two digits   H of three   Y a year   y a year of two digits after an apostrophe
#   L "3 hours ago" in one word: number, unit   V two numbers and a full stop, a time or not   X anything else
_NUMERIC = (
    r"(?<![\d./-])(\d{1,4})([./-]|\.[ ])(\d{1,2})\2(\d{1,4})(?!\d|[./-]\d)"  # 1-4 numeric date
    r"|(?<![\d:.])(\d{1,2})(?::|[ ]?h[ ]?)([0-5]\d)(?::([0-5]\d)(?:[.,]\d{1,9})?)?(?![\d:])"  # 5-7 time
    r"|(?:\b(?:utc|gmt)[ ]?|(?<=[\d\s(]))([+-])(\d{1,2})(?::?([0-5]\d))?(?![\d:])"  # 8-10 offset
    r"|(?<![\d./-])(\d{1,2})\.(\d{2})(?![\d.,%/-])"  # 11-12 dotted pair
)
_NUMBER = r"|(?<!\w)(\d+)(?:(?:st|nd|rd|th|er|ère|º|ª|°|e|-го|ης|η)\b)?"  # 13
_WORDS = (
    r"|['’](\d\d)(?!\w)"  # 14 short year
    r"|\b(un['’](?:ora|anno)\s+fa|il\s+y\s+a|cách\s+đây|just\s+now|right\s+now|hari\s+ini"
    r"|hôm\s+(?:nay|qua)|th(?:áng|g)\s*\d{1,2}|i\s+(?:dag|går|gar)"
    r"|[apπμ]\.\s?[mμ]\.)"  # 15 words that count together
)
_WORD = r"|([^\W\d_]+(?:['’-][^\W\d_]+)?)"  # 16
_SYMBOL = r"|[#$€£%&=+]"
_EAST = (
    r"|(?:(\d{4}|\d\d)\s?[年년]\s?)?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]?"  # 17-19 date
    r"|(?:(上午|下午|午前|午後|午后|오전|오후|凌晨|清晨|早上|晚上|傍晚|中午)\s?)?"  # 20 half of the day
    r"(?:(\d{1,2})\s?[時时點点시]\s?(?:(\d{1,2})\s?[分분]?)?(?:\s?(\d{1,2})\s?[秒초])?(?![\d間间간])"  # 21-23 time
    r"|(?<=[午전후晨上晚\s])(\d{1,2})[:：](\d\d)(?:[:：](\d\d))?)"  # 24-26 time behind it
    r"|(\d{1,3}|半)\s?[个個]?(秒[鐘钟]?|分[鐘钟]?|小[時时]|[時时][間间]|[時时]|天|日|週間?|周|星期|[かヶカケヵ]?月|年"
    r"|초|분|시간|일|주|개월|달|년)\s?(?:之?以?前|전)"  # 27-28 ago
    r"|(今天|今日|오늘)|(昨天|昨日|어제)|(前天|一昨日|그저께|그제)|(刚刚|剛剛|たった今|방금)"  # 29-32
    r"|([（(][月火水木金土日월화수목금토일][)）]|(?:星期|[週周]|礼拜|禮拜)[一二三四五六日天]"
    r"|[월화수목금토일]요일)"  # 33 weekday
    r"|[^\W\d_]"
)
_EASTERN = "\u3040-\u30fa\u30fc-\u30ff\u3400-\u9fff\uac00-\ud7af"
TOKEN = regex(_NUMERIC + _NUMBER + _WORDS + _WORD + _SYMBOL)
TOKEN_EAST = regex(
    _NUMERIC
    + _NUMBER.replace(r"(\d+)", rf"(\d+)(?!\d|\s?[{_EASTERN}])")
    + _WORDS
    + _WORD.replace("([", f"((?![{_EASTERN}])[")
    + _SYMBOL
    + _EAST
)
EASTERN = regex(f"[{_EASTERN}]")
NOT_BY_WORDS = regex(f"[{_EASTERN}\u0530-\u058f\u0900-\u10ff\u1200-\u139f\u1780-\u17ff]")
"""Scripts whose words are not apart by spaces, or are left to the library."""
EAST_UNITS = {
    "秒": 0, "초": 0, "分": 1, "분": 1, "小": 2, "時": 2, "时": 2, "시": 2, "天": 3, "日": 3, "일": 3,
    "週": 4, "周": 4, "星": 4, "주": 4, "月": 5, "か": 5, "ヶ": 5, "カ": 5, "ケ": 5, "ヵ": 5, "개": 5, "달": 5,
    "年": 6, "년": 6,
}  # fmt: skip
PHRASES: dict[str, Meaning] = {
    "ilya": ("P", 0),
    "cáchđây": ("P", 0),
    "justnow": ("Q", 0),
    "rightnow": ("Q", 0),
    "hariini": ("R", 0),
    "hômnay": ("R", 0),
    "hômqua": ("R", 1),
    "idag": ("R", 0),
    "igår": ("R", 1),
    "igar": ("R", 1),
    "a.m.": ("A", 0),
    "p.m.": ("A", 12),
    "π.μ.": ("A", 0),
    "μ.μ.": ("A", 12),
}
