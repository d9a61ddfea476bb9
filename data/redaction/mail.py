"""E-mail addresses: plain, with letters of any script, and with their signs spelt out against harvesters."""

import re

from data.both_scripts import compiled
from data.languages import HAN_RANGE
from data.redaction.kinds import Kind, where

LATIN = r"A-Za-z0-9._%+'’\u00c0-\u024f-"
# Chinese runs on without a blank: of “发到王伟12@” only the name belongs to the address.
HAN_LOCAL = rf"(?:(?![是为到给在寄发往成址箱件])[{HAN_RANGE}]){{1,4}}[{LATIN}]{{0,40}}"
# Signs that no address has, and scripts without blanks between words. Indian vowel signs are no letters to `re`, so this says what is out.
OUT = rf"\s@<>()\[\]{{}},;:\"'“”‘’`´/\\?&=#!|，。；：！？、（）।{HAN_RANGE}\u3040-\u30ff\u0e00-\u0eff"
OTHER_LOCAL = rf"[^{OUT}]{{1,64}}"
LABEL = rf"[^{OUT}._]{{1,63}}|[{HAN_RANGE}\u3040-\u30ff]{{1,12}}"
# A top-level domain in Han characters is one of these; others end where a letter doesn't follow.
HAN_TOP = "中国|中國|公司|网络|網絡|网址|香港|台湾|台灣|新加坡|在线|商城"
OTHER = r"\u00c0-\u0dff\uac00-\ud7af"
TOP = rf"(?:xn--[a-z0-9-]{{2,59}}|{HAN_TOP}|[a-z]{{2,24}}|[{OTHER}][a-z{OTHER}]{{1,23}})"
HOST = rf"(?:(?:{LABEL})\.){{1,6}}{TOP}"
EMAIL = compiled(rf"(?:[{LATIN}]{{1,64}}|{HAN_LOCAL}|{OTHER_LOCAL})@{HOST}", re.IGNORECASE)

COMMON_TOP = (
    r"(?:com|net|org|edu|gov|info|biz|io|me|app|dev|shop|store|online|example|co|uk|de|fr|es|it|nl|be|at|ch|eu|cn|tw|hk|jp|kr|in|au|nz|ca"
    r"|us|ru|ua|br|pt|mx|ar|cl|pl|cz|se|no|dk|fi|ie|gr|tr|il|za|sg|my|th|vn|ph|pk|test)(?![A-Za-z0-9_])"
)
WORD = rf"[{LATIN.replace('._%', '_%')}]{{1,40}}"
DOT = (
    r"(?: ?[\[({<] ?(?:dot|d0t|punkt|ponto|punto|point|点|點|डॉट|\.) ?[\])}>] ?| (?:dot|punkt|ponto|punto|point|点|點|डॉट|точка|nokta) "
    r"| ?\. ?)"
)
SPELT_DOT = (
    r"(?: ?[\[({<] ?(?:dot|d0t|punkt|ponto|punto|point|点|點|डॉट|\.) ?[\])}>] ?| (?:dot|punkt|ponto|punto|point|点|點|डॉट|точка|nokta) )"
)
IN_BRACKETS = r" ?[\[({<] ?(?:at|ät|arroba|arobase|chez|chiocciola|艾特|एट|ऐट|@) ?[\])}>] ?"
# These words mean nothing else; “at” does, so a spelt-out dot must follow it.
MEANS_AT = r" ?(?:arroba|arobase|chiocciola|klammeraffe|艾特|एट|ऐट|собака) ?"
PROVIDER = r"(?:gmail|googlemail|hotmail|yahoo|outlook|icloud|gmx|web|aol|qq|163|126|protonmail|uol|rediffmail)"
SPELT_EMAIL = compiled(
    rf"(?<![A-Za-z0-9_%+-]){WORD}(?:(?:{SPELT_DOT}|\.){WORD}){{0,4}}(?:"
    rf"{IN_BRACKETS}{WORD}(?:{DOT}{WORD}){{0,4}}{DOT}(?:{COMMON_TOP}|[a-z]{{2,12}}(?![A-Za-z0-9_]))"
    rf"|{MEANS_AT}{WORD}(?:{DOT}{WORD}){{0,4}}{DOT}{COMMON_TOP}"
    rf"| ?@ ?{WORD}(?: ?\. ?{WORD}){{0,3}}(?: ?\.(?-i:{COMMON_TOP})| \. (?-i:{COMMON_TOP})|\. (?:com|net|org|edu|cn|uk)(?![A-Za-z0-9_]))"
    rf"| (?:at|ät) {WORD}(?:{DOT}{WORD}){{0,4}}{SPELT_DOT}{COMMON_TOP}"
    rf"| at {PROVIDER}(?:{DOT}{WORD}){{0,2}}{DOT}{COMMON_TOP})",
    re.IGNORECASE,
)
SPELT_HINTS = (
    "dot", "d0t", "punkt", "ponto", "punto", " point ", "点", "點", "डॉट", "точка", "nokta", "(at", "[at", "{at", "<at", "( at",
    "[ at", "(ät", "(@", "[@", "@ ", " @", "arroba", "arobase", "chiocciola", "klammeraffe", "艾特", "एट", "ऐट", "собака", "(chez",
    " at gmail", " at googlemail", " at hotmail", " at yahoo", " at outlook", " at icloud", " at gmx", " at web", " at aol", " at qq",
    " at 163", " at protonmail", " at uol",
)  # fmt: skip


def _is_spelt(match: re.Match[str]) -> bool:
    """“arrived at this point in time” has the words, too."""
    return re.search(r" at (?:this|that|the|a|an|some|which|what|one|any) ", match.group(), re.IGNORECASE) is None


MAIL = (
    Kind("email", EMAIL, hints=("@",), needs=re.compile(r"@[^\s@]{1,63}\.\S")),
    Kind("email", SPELT_EMAIL, where(_is_spelt), hints=SPELT_HINTS),
)
