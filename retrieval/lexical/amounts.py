"""Which kind of amount a question asks for, and whether a text holds one: “how heavy is it?” isn't answered without a weight.

Question classification by the expected kind of answer (Li & Roth 2002, “Learning question classifiers”, its class *numeric*), by tables of
patterns in the languages that customers write most.
"""

from __future__ import annotations

import re
from functools import lru_cache

from data.both_scripts import compiled

# An amount: a figure, or a number in words.
NUMBER = (
    r"(?:(?<!\d)(?<!\d[.,])\d[\d.,]{0,9}|\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|half|few)\b"
    r"|[一二两三四五六七八九十半百])"
)
MASS = r"kg|kilos?|kilogram(?:me)?s?|g|gram(?:me)?s?|gsm|lbs?|stone|公斤|千克|公克|[台臺]?斤|克|磅|キロ|グラム"
LENGTH = (
    r"[cm]?m|(?:centi|milli)?met(?:re|er)s?|inch(?:es)?|ft|feet|厘米|公分|公厘|毫米|公尺|英寸|米|寸|吋|呎|尺|坪|平方|センチ|ミリ|[x×]\s?\d"
)
VOLUME = r"l|ml|(?:milli)?lit(?:re|er)s?|cups?|公?升|毫升|cc|リットル"
TIME = (
    r"s|seconds?|min(?:ute)?s?|h|hours?|(?:(?:working|business) )?days?|weeks?|months?|years?|times?"
    r"|秒|分钟|个?(?:小时|钟头|钟)|天|日|个?工作[日天]|个?(?:星期|礼拜)|周|个?月|年|岁|遍|次"
)
# A kind of amount: words that ask for it, and what stands after its number or, after the bar of two, for the whole of it.
KINDS: dict[str, tuple[str, str, str]] = {
    "mass": (
        r"\bhow heavy\b|\bhow much (?!longer).{0,40}?\b(?:weight|weighs?|hold|carry|take|bear|support)\b|\bweight limit\b"
        r"|\b(?:max(?:imum|\.)?|what|which) (?:weight|load)\b|\bwhat (?:does|do|can) .{0,40}?\b(?:weigh|carry|hold)\b"
        r"|\bhow many (?:kilos?|kg|grams?|pounds|stone)\b|\bgsm\b|(?:多|几)重|承重|载重|(?:几|多少|几多)(?:公?斤|公?克|千克|磅)|克重"
        r"|\bwie schwer\b|\bwie viel (?:wiegt|trägt)\b|\bwas wiegt\b|\bcuánto (?:pesa|aguanta)\b|\bcombien pèse\b"
        r"|\bquanto pesa\b|重さ|何キロ|耐荷重",
        MASS,
        r"(?!)",
    ),
    "length": (
        r"\bhow (?:tall|high|wide|deep|thick|big|large)\b|\bhow long (?:is|are) (?:the|your|its|that)\b|\bdiameter\b"
        r"|\bdimensions?\b|\bmeasurements?\b"
        r"|\bwhat(?:['’]s| is| are) the (?:height|width|length|depth|thickness|size)\b|\b(?:what|which) sizes?\b"
        r"|[多几][高宽阔厚深]|[多几]长(?!时间)|直径|尺寸|高度|宽度|阔度|长度|厚度|[多几]大(?!年|岁)"
        r"|(?:几|多少|几多)(?:公分|公厘|公尺|厘米|毫米|米|英?寸|吋|呎|坪)"
        r"|\bwie (?:hoch|breit|lang|tief|dick|groß)\b|\bdurchmesser\b|\bcuánto mide\b|\bmedidas\b|\bdiámetro\b|\bdimensions\b|\bdiamètre\b"
        r"|高さ|直径|長さ|幅は",
        LENGTH,
        r"\b(?:small|medium|large|single|double|king)\b|[大中小]号",
    ),
    "volume": (
        r"\bhow many (?:lit(?:re|er)s|ml|cups)\b|\bcapacity\b|\bhow much .{0,40}?\bhold\b|容量|(?:几|多少|几多)(?:公?升|毫升|cc)"
        r"|\bwie viele? liter\b|\bcuántos litros\b|\bcapacidad\b|\bcombien de litres\b|何リットル",
        f"{VOLUME}|{MASS}",
        r"(?!)",
    ),
    "power": (
        r"\bwattage\b|\b(?:what|which|how many|how much) .{0,20}?(?:watts?|volts?|voltage|power)\b"
        r"|(?:几|多少|几多)(?:瓦|伏)|瓦数|功率|电压是?(?:多少|几多)",
        r"k?w|watts?|v|volts?|mah|千?瓦|伏|毫安",
        r"(?!)",
    ),
    "degrees": (
        r"\b(?:what|which) (?:\w+ )?(?:temperature|heat|angle)\b|\bhow (?:hot|cold|warm)\b|\bhow many degrees\b"
        r"|多少度|几度|什么温度|温度多少|角度"
        r"|\bwie heiß\b|\bwelche temperatur\b|\bqué temperatura\b|\bquelle température\b|何度",
        r"°\s?c?|℃|degrees?|度",
        r"(?!)",
    ),
    "money": (
        r"\bhow much (?:is|are|does|do|would|will|for|to|extra)\b(?!.{0,30}\b(?:weight|weigh|hold|carry|take|load)\b)"
        r"|\bhow expensive\b|\bwhat(?:['’]s| is| does| do| would| will) .{0,40}?\b(?:costs?|price)\b|\bcosts? how much\b"
        r"|多少(?:钱|元)|什么价|价[格钱]|几块钱?|几多?(?:钱|元)|[费金](?:用|要)?(?:是|系)?(?:多少|几多)|收费"
        r"|\bwas kostet\b|\bwie viel kostet\b|\bcuánto (?:cuesta|vale)\b|\bcombien coûte\b|\bquanto costa\b|いくら",
        r"€|£|\$|euros?|eur|pounds?|gbp|pence|%|percent|per cent|元|块|镑|欧元|英镑|蚊|港[币纸]|台币",
        r"[€£$¥]\s?\d|(?<!\d)\d{1,9}[.,]\d\d\b|(?<!feel )\bfree\b(?! to\b)|\b(?:costs?|pays?|charge) (?:you )?nothing\b"
        r"|\bno (?:extra )?(?:cost|charge)\b|免费|包邮|免(?:运|邮)|不收费|不要钱|唔收费",
    ),
    "time": (
        r"\bhow long\b|\bhow many (?:working |business )?(?:days?|hours?|weeks?|months?|years?|minutes?|times)\b"
        r"|\bhow (?:soon|quick(?:ly)?|fast|often|old)\b"
        r"|多久|几耐|(?:几|多少|几多)(?:工作)?[天日](?![圆元])|几个?(?:工作[日天]|小时|钟头|钟|星期|礼拜)"
        r"|(?:几|多少|几多)分钟|多长时间|几个月|几年|几岁"
        r"|\bwie (?:lange|oft|schnell|alt)\b|\bcuánto (?:tiempo|tarda)\b|\bcuántos días\b"
        r"|\bcombien de (?:temps|jours)\b|\bquanto tempo\b|どのくらい|何日|何時間",
        TIME,
        r"\b(?:(?:once|twice) (?:a|an|per|every|in)|daily|weekly|every (?:\d|other|second|few|day|night|week|month|year|morning|evening"
        r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|next (?:working )?day|immediately|at once|spring|summer|autumn|winter)\b"
        r"|\d[:.]\d\d|每[天日周月年]|马上|立即|即时|即刻|隔[天日]|当[天日]",
    ),
    "colour": (
        r"\b(?:what|which) colou?rs?\b|\bcolou?r options\b|[什甚]么(?:颜)?色|哪些颜色|几(?:种|多)(?:颜)?色|哪几[种个]颜色|[咩乜](?:颜)?色"
        r"|\bwelche farben?\b|\bqué colores?\b|何色",
        r"colou?rs?|种?颜色",
        r"\b(?:red|blue|green|white|black(?! friday)|gr[ea]y|yellow|pink|orange|brown|beige|navy|mustard|sage|moss)\b|[红蓝绿白黑灰黄粉棕]",
    ),
}  # fmt: skip
IN_PASSING = re.compile(r"\b(?:one|a|just a|another) (?:second|sec|minute|moment)\b", re.IGNORECASE)
ASKS = {kind: compiled(asks, re.IGNORECASE) for kind, (asks, _, _) in KINDS.items()}
HOLDS = {
    kind: compiled(rf"{NUMBER}[\s–-]{{0,2}}(?:(?:-|–|to|or|and|至|到)\s?{NUMBER}\s?)?(?:{units})(?![a-z])|{whole}", re.IGNORECASE)
    for kind, (_, units, whole) in KINDS.items()
}


def asked_amounts(text: str) -> frozenset[str]:
    """The kinds of amount that a question asks for; more than one where its words leave it open: “how long is it?”"""
    return frozenset(kind for kind, pattern in ASKS.items() if pattern.search(text))


def holds_amount(text: str, kinds: frozenset[str]) -> bool:
    """Whether a text says an amount of one of the kinds; “one moment” is none."""
    text = IN_PASSING.sub(" ", text)
    return any(HOLDS[kind].search(text) for kind in kinds)


@lru_cache(maxsize=20_000)
def says_measure(text: str) -> bool:
    """Whether a text says an amount of any kind in figures: “25 kg on each board”."""
    return any(character.isdecimal() for character in text) and holds_amount(text, frozenset(KINDS) - {"colour"})
