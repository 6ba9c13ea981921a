"""News agencies and wires of press releases, by the names that datelines and source lines print (in lower case)."""

from __future__ import annotations

AGENCIES: dict[str, str] = {
    "ap": "AP",
    "associated press": "Associated Press",
    "the associated press": "Associated Press",
    "reuters": "Reuters",
    "thomson reuters": "Reuters",
    "afp": "AFP",
    "agence france-presse": "AFP",
    "dpa": "dpa",
    "upi": "UPI",
    "pti": "PTI",
    "ians": "IANS",
    "ani": "ANI",
    "xinhua": "Xinhua",
    "kyodo": "Kyodo",
    "kyodo news": "Kyodo",
    "yonhap": "Yonhap",
    "bernama": "Bernama",
    "antara": "Antara",
    "bss": "BSS",
    "unb": "UNB",
    "app": "APP",
    "tass": "TASS",
    "interfax": "Interfax",
    "efe": "EFE",
    "ansa": "ANSA",
    "apa": "APA",
    "sda": "SDA",
    "keystone-sda": "Keystone-SDA",
    "sid": "SID",
    "epd": "epd",
    "kna": "KNA",
    "belga": "Belga",
    "anp": "ANP",
    "lusa": "Lusa",
    "aap": "AAP",
    "cp": "CP",
    "the canadian press": "The Canadian Press",
    "pa": "PA",
    "press association": "PA",
    "tns": "TNS",
    "tribune news service": "Tribune News Service",
    "bloomberg": "Bloomberg",
    "cna": "CNA",
    "pna": "PNA",
    "saba": "SABA",
    "wam": "WAM",
    "spa": "SPA",
    "irna": "IRNA",
    "mti": "MTI",
    "stt": "STT",
    "ntb": "NTB",
    "tt": "TT",
    "ritzau": "Ritzau",
    "europa press": "Europa Press",
    "notimex": "Notimex",
    "telam": "Télam",
    "télam": "Télam",
    "ats": "ATS",
    "map": "MAP",
    "inter press service": "IPS",
    "ips": "IPS",
    "deutsche presse-agentur": "dpa",
    "dpa-infocom": "dpa",
    "dpa-afx": "dpa-AFX",
    "austria presse agentur": "APA",
    "press trust of india": "PTI",
    "agencia efe": "EFE",
    "agence belga": "Belga",
    "asian news international": "ANI",
    "united news of bangladesh": "UNB",
    "canadian press": "The Canadian Press",
    "australian associated press": "AAP",
    "agencia sputnik": "Sputnik",
    "anadolu agency": "Anadolu Agency",
    "anadolu": "Anadolu Agency",
    "agência brasil": "Agência Brasil",
    "jiji press": "Jiji Press",
    "agerpres": "Agerpres",
    "pap": "PAP",
    "ctk": "ČTK",
    "čtk": "ČTK",
}
"""What is printed -> the name in the record."""
PRESS_WIRES: dict[str, str] = {
    "business wire": "Business Wire",
    "businesswire": "Business Wire",
    "pr newswire": "PR Newswire",
    "prnewswire": "PR Newswire",
    "globe newswire": "GlobeNewswire",
    "globenewswire": "GlobeNewswire",
    "newsfile corp": "Newsfile Corp.",
    "newsfile": "Newsfile Corp.",
    "accesswire": "ACCESSWIRE",
    "ein presswire": "EIN Presswire",
    "prweb": "PRWeb",
    "marketwired": "Marketwired",
    "canada newswire": "Canada Newswire",
    "cnw": "CNW",
    "ots": "ots",
    "news aktuell": "news aktuell",
    "presseportal": "Presseportal",
    "cision": "Cision",
    "einpresswire": "EIN Presswire",
    "acn newswire": "ACN Newswire",
}
"""What is printed -> the name in the record."""


def agency_of(name: str) -> str | None:
    """The agency or wire that a name means, as the record has it; None: it is neither."""
    folded = " ".join(name.split()).strip(" .,;:()[]").lower()
    return AGENCIES.get(folded) or PRESS_WIRES.get(folded)


AMBIGUOUS = frozenset(
    ("MAP", "SPA", "APP", "CP", "PA", "TT", "IPS", "CNA", "ATS", "SID", "WAM", "STT", "SABA", "PAP", "ANI")
)
"""Names that are words or other names as well: a line that is nothing else states no agency."""


def is_wire(name: str) -> bool:
    """Whether a name of the record is a wire's, whose texts are press releases."""
    return name in _WIRES


_WIRES = frozenset(PRESS_WIRES.values())
