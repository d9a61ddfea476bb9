"""What a text speaks of in particular: figures with what they count, model codes, and names. Where they differ, another thing is meant."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from data.both_scripts import compiled, in_both_scripts
from data.languages import HAN, HAN_RANGE, sentences_of

Figures = Mapping[str, frozenset[str]]

NUMBER = r"\d+(?:[.,]\d+)?"
# “30 days”, “3 to 5 working days”, “250 °C”, “59元”: a figure or two, and what they count.
FIGURE = compiled(
    rf"(?<![A-Za-z\d.,-])({NUMBER})(?:\s?(?:-|–|to|or|and|至|到|和)\s?({NUMBER}))?"
    rf"\s*(working days?|business days?|°C|°|%|€|£|\$|[A-Za-z]+"
    rf"|个?(?:工作[日天]|小时|钟头|月|星期|礼拜)|公(?:斤|克|分|厘|尺|升)|千克|厘米|毫米|毫升|英寸|分钟|[{HAN_RANGE}])?",
    re.IGNORECASE,
)
CURRENCY_FIRST = re.compile(rf"[€£$¥]\s?({NUMBER})")
PRICE = re.compile(r"^\d+[.,]\d\d$")
FREE = compiled(
    r"\bfree(?! from\b)\b|\b(?:costs?|pay) (?:you )?nothing\b|\bno (?:extra )?(?:cost|charge)\b|免费|包邮|免(?:运|邮)|不收费|不要钱|唔收费",
    re.IGNORECASE,
)
# “Free from 50 upwards” is a price for some.
CONDITIONAL = compiled(r"\b(?:from|over|above) (?:[€£$] ?)?\d|\d (?:or more|upwards)|满\s?\d", re.IGNORECASE)
MONEY = "money"
UNITS = {
    unit: name
    for name, units in {
        "day": "day days 天 日", "workday": "working business 工作日 工作天", "hour": "h hour hours 小时 钟头",
        "week": "week weeks 周 星期 礼拜",
        "month": "month months 月", "year": "year years 年", "money": "€ £ $ euro euros eur pound pounds gbp 元 块 镑 蚊",
        "degree": "°c ° degrees degree 度 ℃", "kg": "kg kilo kilos kilogram kilograms 公斤 千克", "g": "g gram grams 克 公克",
        "cm": "cm centimetre centimetres centimeters 厘米 公分", "mm": "mm 毫米 公厘", "m": "m metre metres meters 米 公尺",
        "inch": "inch inches 英寸 寸 吋", "litre": "l litre litres liter liters 升 公升", "ml": "ml 毫升", "watt": "w watt watts 瓦",
    }.items()
    for unit in in_both_scripts(units.split())
}  # fmt: skip
# Of what there are several sizes, each is another thing.
SIZES = ("cm", "mm", "inch", "litre", "ml")
# AX-200, M6x40, E14, EN71-3, 14C28N: letters and digits, at least one of each.
CODE = re.compile(r"(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[A-Za-z\d]+(?:-[A-Za-z\d]+)*(?![\w-])")
NO_CODE = re.compile(r"^(?:\d+(?:st|nd|rd|th|s|x|[a-z]{1,2}|days?|hours?|pcs)|[a-z]{1,2}\d)$", re.IGNORECASE)
CLAUSE = re.compile(
    r"[,;:.!?](?!\d)\s*|[。，；：！？]|\s[–—]\s|\s(?=(?:but|as|because|since|unless|except|although|if|when)\b)", re.IGNORECASE
)
NEGATED = compiled(r"\b(?:not|no|never|none|neither|nor|cannot|without)\b|n['’]t\b|[不没未无冇]|唔(?!该)|非(?!常)", re.IGNORECASE)
# “Neither this nor that” and “not this, nor that” say no once, or to each.
NOR = re.compile(r"\b(?:nor|not even)\b", re.IGNORECASE)
# Words that put somebody at ease before they are told something, and say no to nothing that is told.
AT_EASE = compiled(
    r"(?:^|(?<=[.!?] )|(?<=[。！？]))\s*"
    r"(?:no (?:worries|problem|surprise|trouble|rush|need to (?:worry|hurry))|not (?:a problem|to worry)"
    r"|(?:you |please )?(?:needn['’]t|don['’]t) (?:worry|be \w{1,20})"
    r"|别担心|不用担心|不(?:用|必)着急|没(?:问题|关系)|唔(?:使|好)(?:担心|急)|唔紧要|冇问题)"
    r"[^,.;:!–—，。！]{0,40}[,.;:!–—，。！]\s*",
    re.IGNORECASE,
)
# “No, it doesn't” says no once.
NO_FIRST = re.compile(r"^\s*(?:no|nope|不(?:是|行|能|可以)?的?)\s*[,.;:!–—，。！]", re.IGNORECASE)

CAPITALISED = re.compile(r"(?<=[a-z0-9,;:’)] )([A-Z][a-zà-öø-ÿ]+(?:[A-Z][a-z]+)*)\b")
LATIN = re.compile(r"(?<![A-Za-z\d-])([A-Z][A-Za-zà-öø-ÿ]{2,})(?![A-Za-z\d-])")
# A Latin word ends where Chinese characters begin: “搪瓷锅Aune电磁炉”.
WORD = re.compile(rf"[{HAN_RANGE}]+|[^\W\d_{HAN_RANGE}]+")
NO_NAMES = frozenset(
    "mr mrs ms dr miss monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september"
    " october november december".split()
)
# A name recurs in so many answers, and hardly ever without its capital.
RECURS, UNCAPITALISED = 2, 0.1


@lru_cache(maxsize=20_000)
def figures_of(text: str) -> Figures:
    """The figures of a text by what they count; what is free costs 0."""
    found: dict[str, set[str]] = {}
    for first, second, unit in FIGURE.findall(text):
        said = UNITS.get(re.sub(r" days?$|^[个個]", "", unit.casefold()), unit.casefold().rstrip("s"))
        said = MONEY if PRICE.match(first) and said not in UNITS.values() else said
        if said:
            found.setdefault(said, set()).update(_plain(figure) for figure in (first, second) if figure)
    for figure in CURRENCY_FIRST.findall(text):
        found.setdefault(MONEY, set()).add(_plain(figure))
    if MONEY not in found and FREE.search(text) and not CONDITIONAL.search(text):
        found[MONEY] = {"0"}
    return {unit: frozenset(figures) for unit, figures in found.items()}


@lru_cache(maxsize=20_000)
def codes_of(text: str) -> frozenset[str]:
    """The model codes in a text, folded."""
    return frozenset(code.casefold().replace("-", "") for code in CODE.findall(text) if not NO_CODE.match(code))


def negated(text: str) -> bool:
    """Whether a text says no to something; a no to a no is none, but for one that begins an answer."""
    text = AT_EASE.sub("", text)
    answer = NO_FIRST.sub("", text)
    count = len(NEGATED.findall(answer))
    if count > 1:
        count = max(1, count - len(NOR.findall(answer)))
    return count % 2 == 1 if count else answer != text


def denied(text: str) -> list[str]:
    """The clauses of a text that say no to something."""
    return [clause for clause in CLAUSE.split(AT_EASE.sub("", text)) if NEGATED.search(clause)]


def differ(one: str, other: str) -> bool:
    """Whether two texts in nearly the same words say different things: other figures, codes or names, or one of them not."""
    return (
        figures_of(one) != figures_of(other)
        or _numbers(one) != _numbers(other)
        or codes_of(one) != codes_of(other)
        or capitalised(one) != capitalised(other)
        or negated(one) != negated(other)
    )


@lru_cache(maxsize=20_000)
def capitalised(text: str) -> frozenset[str]:
    """Words that may be names, folded: capitalised inside a sentence, or Latin ones in a Chinese text."""
    found = LATIN.findall(text) if HAN.search(text) else [word for each in sentences_of(text) for word in CAPITALISED.findall(each)]
    return frozenset(word.casefold() for word in found) - NO_NAMES


def learned_names(answers: Iterable[str]) -> frozenset[str]:
    """The names that recur in answers, folded: words that agents write with a capital wherever they stand."""
    names: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    for answer in answers:
        names.update(capitalised(answer))
        plain.update({word for word in WORD.findall(answer) if word.islower()})
    return frozenset(name for name, count in names.items() if count >= RECURS and plain[name] <= UNCAPITALISED * count)


def names_in(text: str, names: frozenset[str]) -> frozenset[str]:
    """Which of the names stand in a text, however they are written there."""
    return names & _words(text)


def other_thing(asked: str, question: str, answer: str, names: frozenset[str]) -> str | None:
    """Why an entry speaks of another thing than what is asked, in words, or None: another model, size, or name."""
    codes, sizes, mine = codes_of(asked), figures_of(asked), names_in(asked, names)
    if not codes and not mine and not any(unit in sizes for unit in SIZES):
        return None  # most questions name nothing in particular
    said = f"{question} {answer}"
    if codes and (theirs := codes_of(said)) and not codes & theirs and _alike(codes, theirs):
        return f"it speaks of {_list(theirs)}, not of {_list(codes)}"
    own = figures_of(said)
    for unit in SIZES:
        if unit in sizes and unit in own and not sizes[unit] & own[unit]:
            return f"it speaks of {_list(own[unit])} {unit}, not of {_list(sizes[unit])}"
    its = names_in(said, names)
    if mine and its and not mine & its:
        return f"it speaks of {_list(its)}, not of {_list(mine)}"
    return None


def _alike(codes: frozenset[str], others: frozenset[str]) -> bool:
    """Whether codes are of one kind: the same letters with other digits."""
    return bool({re.sub(r"\d", "", code) for code in codes} & {re.sub(r"\d", "", code) for code in others})


@lru_cache(maxsize=20_000)
def _words(text: str) -> frozenset[str]:
    return frozenset(WORD.findall(text.casefold()))


def _numbers(text: str) -> Counter[str]:
    return Counter(map(_plain, re.findall(NUMBER, text)))


def _plain(figure: str) -> str:
    """A figure without the zeros that say nothing: 4,50 is 4.5."""
    plain = figure.replace(",", ".")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _list(said: frozenset[str]) -> str:
    return " and ".join(sorted(said))
