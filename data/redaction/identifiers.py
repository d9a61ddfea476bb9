"""Identifiers that people and programs give each other besides numbers: places, keys, doors' codes, profiles, numbers with what they are of
before them, telephone numbers and addresses that are spelt out.
"""

import re

from data.both_scripts import compiled
from data.redaction.kinds import END, SOME, START, Kind, Span, where
from data.redaction.labelled import DATE

COORDINATES = re.compile(r"(?<![\d.])-?\d{1,3}\.\d{4,8}°?(?: ?[NSEWO])?[,;， ] ?-?\d{1,3}\.\d{4,8}(?![\d.])")
WORDS_OF_A_PLACE = re.compile(r"/{3}[^\W\d_]{2,20}\.[^\W\d_]{2,20}\.[^\W\d_]{2,20}(?!\w)")
KOREAN_STREET = re.compile(
    r"(?:[가-힣]{1,6}(?:시|도|군|구|읍|면|동) ){0,4}(?P<road>[가-힣]{1,10})(?:(?<!으)로|길) ?\d{1,4}(?:-\d{1,4})?"
    # No number of a house, but of days, pieces, money.
    r"(?!\d|[.,-]\d| ?%|(?:일|개|분|번(?![길지])|회|시|원|명|월|년|주|초|박|층|대|장|권|병|잔"
    r"|켤레|코스|편|마리|가지|차|등|점|배|퍼|킬로|만|천|백|건|달러|유로|세트|박스|단계)"
    r"| (?:개월|시간|주일|달러|[일개분원명년회번박장])(?![가-힣]{2}))(?:번길 \d{1,4})?(?: ?\d{1,4}호)?"
)
# 로 behind these says by what, how or when.
MEANS = re.compile(
    r"(?:카드|택배|버스|현금|이?메일|할부|무료|유료|전화|계좌|추가|기차|지하철|택시|도보|비행기|문자|카톡|퀵|우편|포인트|쿠폰|달러|원화|하루|[그이]대|마음대|예정대|순서대"
    r"|번호|코드|사이즈|단위|종류|실제|최대|최소|대체|별도|수시)$|^[따바서새별주절제]$"
)
JAPANESE_STREET = re.compile(
    r"[\u3400-\u9fff々ヶケ]{1,4}[都道府県][\u3040-\u30ff\u3400-\u9fff々]{1,20}?\d{1,4}(?:[-－‐]\d{1,4}|丁目|番地?|号){1,4}"
)
RUSSIAN_STREET = re.compile(
    r"(?<!\w)(?i:ул|улица|пр|просп|проспект|пер|переулок|наб|набережная|ш|шоссе|бульвар|площадь)\.?"
    r" [А-ЯЁ][\w -]{1,30}, ?(?:д(?:ом)?\.? ?)?\d{1,4}[А-Яа-я]?"
    r"(?!\d| ?(?:мин|час|дн|день|км|метр|руб|шаг))(?:, ?(?:кв|корп|стр)\.? ?\d{1,4}){0,2}"
)
WALLET = re.compile(START + r"(?:bc1[a-z0-9]{25,60}|(?=[A-Za-z]{0,30}\d)(?=[0-9a-z]{0,30}[A-Z])[13][a-km-zA-HJ-NP-Z1-9]{25,33})" + END)
KEY = re.compile(
    START
    + r"(?:(?:sk|pk|rk|whsec)_(?:live|test)_[A-Za-z0-9]{10,80}|gh[opsu]_[A-Za-z0-9]{20,80}|glpat-[\w-]{15,60}|xox[abprs]-[\w-]{10,120}"
    r"|AKIA[0-9A-Z]{16}|AIza[\w-]{30,45}|sk-[A-Za-z0-9_-]{20,120}|eyJ[\w-]{8,2000}\.[\w-]{8,4000}\.[\w-]{8,600})(?![\w-])"
)
# What an address on the web says for nobody else.
IN_ADDRESS = re.compile(
    r"(?<=[?&#;])(?:[a-z_-]{0,24}(?:token|secret|pwd|password|passcode|signature|api_?key|access_?key|session_?(?:id)?)|auth|sig|key|otp|invite|jwt)="
    r"(?P<secret>[\w%.~+/=-]{6,400})",
    re.IGNORECASE,
)
IS = r"(?:[ ]?(?i:is|was|are|ist|lautet|war|é|era|es|=|:|是|为)(?![^\W\d_])){0,2}[ :：=#]{0,3}"
DOOR = compiled(
    r"(?:\b(?i:door|gate|entry|entrance|building|lobby|garage|key ?box|lock ?box|buzzer|alarm"
    r"|tür|haustür|eingangs?|tor|portão|portaria|portail|porte)"
    r"[ -]?(?i:code|pin|number|combination|nummer)?|(?i:türcode|torcode|código do portão|digicode)|门禁(?:密码|码)?|门锁(?:密码|码)?)"
    rf"{IS}(?P<code>\d{{3,8}}[#*]?)(?![\d.,]\d|[ -]?(?i:mm|cm|m|kg|g|l|w|v|eur|usd|€|£|\$|%|x|hours|days|stunden|tage)\b|\w)"
)
FACTORY = compiled(r"(?i:default|factory|standard|initial|werkseitig|voreingestellt|de fábrica|初始|出厂)")
CODED = compiled(r"(?i:code|pin|combination|buzzer|nummer|código)|门")
LABEL = (
    r"(?i:frequent flyer|loyalty|patient(?:en)?|employee|staff|personnel|student|pupil"
    r"|contract|policy|insurance|insured|serial|meter|tax|steuer|gift ?card"
    r"|bic|swift|versicherten|versicherungs|vertrags|mitglieds|personal|matrikel|zähler|serien|contrato|apólice|matrícula|medidor|imei)"
)
NUMBERED = compiled(
    rf"\b(?P<label>{LABEL})[ -]?(?P<word>(?i:number|numbers|no\.?|nr\.?|nummer|id|code|número|card)(?![^\W\d_]))?"
    rf"(?: (?i:of|for) (?i:my|the|our) \w{{2,12}})?{IS}"
    r"(?P<value>(?=(?:[A-Z0-9/. -]{0,6}\d){3})[A-Z0-9]{1,14}(?:[ /.-][A-Z0-9]{1,12}){0,5})" + END
)
# What these labels name has a price or a term, too.
PRICED = re.compile(r"(?:contract|policy|insur|tax|steuer|gift|loyalty|versicherungs|vertrags|contrato|apólice)", re.IGNORECASE)
AMOUNT = re.compile(
    r"(?:(?i:eur|usd|gbp|chf|cad|aud|inr|rs|rmb|cny|brl|r)\.? ?\d|\d{1,9}(?:[., ]\d{1,3}){0,4} ?(?:-[ -]?)?(?:[%€£$¥₹]|元|円|원"
    r"|(?:(?i:eur|euros?|usd|dollars?|gbp|pounds?|chf|inr|rupees|rs|rmb|yuan|brl|reais|points?|punkte|hours?|days?|weeks?|months?|years?|minutes?"
    r"|people|persons?|pages?|items?|pieces?|stunden?|tagen?|wochen?|monaten?|monate?|jahren?|jahre?|tage|seiten?|stück|dias|días|meses|anos|años"
    r"|jours|mois|ans|kwh|km|miles)|mm|cm|m|kg|g|w|v|x)\b))"
)
BIC = re.compile(r"\b(?i:bic|swift)(?i:[ -]?code)?[ :=]{1,3}(?P<value>[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)" + END)
MAC = re.compile(r"(?<![\w:])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![\w:])")
SITES = r"(?:t\.me|facebook\.com|fb\.com|instagram\.com|twitter\.com|x\.com|tiktok\.com|threads\.net)"
PROFILE = re.compile(
    r"(?:(?<!\w)live:[\w.-]{4,40}|(?<![\w.-])(?:[\w-]{1,6}\.)?(?:linkedin\.com/(?:in|pub)|paypal\.me|paypal\.com/paypalme|wa\.me)/[\w.%+-]{2,60}"
    rf"|(?<![\w/.-])(?:[\w-]{{1,6}}\.)?(?P<place>{SITES})/@?[\w.%-]{{3,60}}|(?<=//)(?:[\w-]{{1,6}}\.)?(?P<site>{SITES})/@?[\w.%-]{{3,60}})",
    re.IGNORECASE,
)
TAGGED = re.compile(r"(?<![\w#@.])[\w.]{2,32}#\d{4}(?!\d)")
MINE = re.compile(r"\b(?:my|me|i am|i'm|mein|meine|ich|meu|minha|mi|mon|profile?|profil|perfil)\b|telegram ?:|我", re.IGNORECASE)
AROUND = 45
SPACED = re.compile(r"(?<!\S)(?:[A-Za-z0-9._-] ){2,40}@(?: [A-Za-z0-9.-]){5,40}(?![A-Za-z0-9])")
DIGIT_WORD = (
    r"(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|triple|hundred|null|eins|zwei|zwo|drei|vier|fünf|sechs|sieben|acht|neun|doppel\w{0,6}"
    r"|um|dois|três|quatro|cinco|seis|meia|sete|oito|nove|shunya|ek|do|teen|char|paanch|cheh|saat|aath|nau|\d{1,12})"
)
SPELT_NUMBER = re.compile(rf"(?<![^\W_])(?:{DIGIT_WORD}[ ,-]{{1,2}}){{5,20}}{DIGIT_WORD}(?![^\W_])", re.IGNORECASE)
CHINESE_DIGITS = re.compile(r"[零〇一二三四五六七八九幺]{7,18}")
ORDINAL = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth"
    r"|twenty[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirtieth|thirty[ -]first)"
)
MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
BORN = re.compile(
    rf"\bborn (?:on )?(?:the )?(?P<date>{ORDINAL} (?:of )?{MONTH},? (?:\d{{2,4}}|nineteen[ -]\w{{3,8}}(?:[ -]\w{{3,6}})?))", re.IGNORECASE
)
BORN_BEHIND = compiled(rf"(?<!\d)(?P<date>(?i:{DATE}))(?= ?(?:geboren|zur Welt|出生|生まれ|(?:的)?生日|nasci|né(?:e)?\b))")


def _door(match: re.Match[str]) -> Span | None:
    """A code that opens one's own door, and none that a factory sets or that isn't called one."""
    before = match.string[max(0, match.start() - 30) : match.start()]
    return match.span("code") if CODED.search(match.group()) and not FACTORY.search(before) else None


def _numbered(match: re.Match[str]) -> Span | None:
    """A number that is somebody's, and no amount: where a price could stand, it is called a number, has letters or is long."""
    value = match["value"]
    if AMOUNT.match(match.string, match.start("value")):
        return None
    sure = match["word"] or not PRICED.match(match["label"]) or re.search("[A-Z]", value) or len(re.sub(r"\D", "", value)) > 4
    return match.span("value") if sure else None


def _street(match: re.Match[str]) -> Span | None:
    """A road, and no other noun with the particle 로."""
    return None if MEANS.search(match["road"]) else match.span()


def _profile(match: re.Match[str]) -> Span | None:
    """A person's profile: on most sites companies have theirs, too, so that it must be said whose it is."""
    if match["place"] is None and match["site"] is None:
        return match.span()
    around = match.string[max(0, match.start() - AROUND) : match.start()] + " " + match.string[match.end() : match.end() + AROUND]
    return match.span() if MINE.search(around) else None


def _is_spelt(match: re.Match[str]) -> bool:
    """A telephone number has seven digits or more, and most of them aren't “do”, “um”, “ek”, which mean other things."""
    words = re.findall(r"[^\W_]+", match.group().lower())
    digits = sum(len(word) if word.isdigit() else 1 for word in words)
    return (
        digits >= 7
        and sum(word not in ("do", "um", "ek", "one", "char", "teen") for word in words) * 2 > len(words)
        and not all(word.isdigit() for word in words)
    )


DIGIT_HINTS = (
    "zero", " oh ", "double", "seven", "eight ", "nine ", "null", "zwo", "sieben", "sete ", "oito", "nove ", "meia", "saat", "aath",
    "shunya", "paanch",
)  # fmt: skip
DOOR_HINTS = (
    "door", "gate ", "gate-", "entry", "entrance", "building", "lobby", "garage", "key box", "keybox", "lock box", "lockbox", "buzzer",
    "alarm", "tür", "eingang", "torcode", "portão", "portaria", "portail", "porte ", "digicode", "门",
)  # fmt: skip
LABEL_HINTS = (
    "flyer", "loyal", "patient", "employee", "staff", "personn", "student", "pupil", "contract", "polic", "insur", "serial",
    "meter", "tax", "steuer", "gift", "bic", "swift", "versicher", "vertrag", "mitglied", "personal", "matr", "zähler",
    "serien", "contrato", "apólice", "medidor", "imei",
)  # fmt: skip
KEYS = (
    Kind("password", KEY, hints=("_live_", "_test_", "ghp_", "gho_", "ghs_", "ghu_", "akia", "aiza", "sk-", "eyj", "glpat", "xox")),
    Kind("password", IN_ADDRESS, hints=("=",)),
    Kind("account", WALLET, hints=("bc1", "wallet", "bitcoin", "btc")),
)
IDENTIFIERS = (
    Kind("code", DOOR, _door, SOME, DOOR_HINTS),
    Kind("number", NUMBERED, _numbered, digits=SOME, hints=LABEL_HINTS),
    Kind("account", BIC, hints=("bic", "swift")),
    Kind("device", MAC, digits=SOME, hints=(":", "-"), needs=re.compile(r"[:-][0-9A-Fa-f]{2}[:-]")),
    Kind("birthday", BORN, hints=("born",)),
    Kind("birthday", BORN_BEHIND, digits=SOME, hints=("geboren", "welt", "出生", "生まれ", "生日", "nasci", "né")),
)
PROFILES = (
    Kind("handle", PROFILE, _profile, hints=("live:", "linkedin", "paypal", "wa.me", "t.me", ".com/", ".net/")),
    Kind("handle", TAGGED, hints=("discord",), digits=SOME),
)
PLACES = (
    Kind("address", COORDINATES, digits=5, hints=(".",)),
    Kind("address", WORDS_OF_A_PLACE, hints=("///",)),
    Kind("address", KOREAN_STREET, _street, digits=SOME, hints=("로", "길")),
    Kind("address", JAPANESE_STREET, digits=SOME, hints=("都", "道", "府", "県")),
    Kind("address", RUSSIAN_STREET, digits=SOME, hints=("ул", "пр", "пер", "наб", "ш. ", "ш ", "шоссе", "площадь")),
)
SPELT = (
    Kind("email", SPACED, hints=(" @ ",)),
    Kind("phone", SPELT_NUMBER, where(_is_spelt), hints=DIGIT_HINTS),
    Kind("phone", CHINESE_DIGITS, hints=("零", "一", "幺", "三", "〇")),
)
