"""What a browser or a messenger makes a link of: addresses with a scheme, Markdown's links, and hosts that stand there by themselves."""

import re
import unicodedata

from data.both_scripts import compiled

# An address that a company's link may have: no user before the host, no second address behind it, nothing that some read otherwise.
ADDRESS = re.compile(
    r"https?://(?P<host>[a-z0-9.-]{1,253})(?::\d{1,5})?(?:[/?#](?!.*(?::|%3a)(?:[/\\]|%2f|%5c))[\w!$%&'+,./:;=?@~#-]*)?", re.IGNORECASE
)
MAIL = re.compile(r"mailto:[\w.+-]{1,64}@(?P<host>[a-z0-9.-]{1,253})(?:\?[\w%&+.=-]*)?", re.IGNORECASE | re.ASCII)
MARKDOWN = re.compile(
    r"!?\[(?P<label>[^\[\]\n]{0,300})\]\(\s{0,9}<?(?P<target>[^()\s<>]{1,2000}(?:\([^()\s<>]{0,200}\)[^()\s<>]{0,2000})?)>?"
    r"(?:\s{1,9}[\"'(][^()\n]{0,300})?\s{0,9}\)"
)
# Writing without spaces between words: a host may follow a word at once.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff"
STOPS = "\u3000-\u3004\u3008-\u303f，；！？（）“”‘’"
SCHEME = r"(?P<scheme>(?<![a-z0-9])[a-z][a-z0-9+.-]{0,20}:[/\\]{1,9}|(?<![a-z0-9])(?:https?|mailto):)"
URL = re.compile(rf"{SCHEME}(?P<rest>[^\s<>\"(){{}}|*`\[\]{STOPS}]*)", re.IGNORECASE)
# What may be a host without a scheme; where it ends, a domain's name does. Of a sentence that follows a full stop at once, the capital
# letter tells, unless domains end so, too.
DOMAINS = (
    "com net org info biz app dev shop store online site xyz top club live link click page web cloud tech support help services "
    "website space world life work today news email digital agency finance bank money pay cash download zip mov example test invalid"
)
NATIONAL = "中国|中國|公司|网络|商城|网店|在线|рф|бел|укр"
DOMAIN_DOT = compiled(
    rf"(?<=[\w-])\.(?=(?:(?-i:[a-z]{{2,24}}|[A-Z]{{2,24}})|[a-z]{{2}}|{'|'.join(DOMAINS.split())}|xn--[a-z0-9-]{{1,59}}|{NATIONAL})"
    rf"(?:(?![\w-])|(?=[{UNSPACED}])))",
    re.IGNORECASE,
)
RUN = rf"(?P<run>(?:(?![{UNSPACED}])[\w.-]){{4,}})"
NATIONAL_DOT = rf"(?<=[{UNSPACED}])\.(?=[a-z]{{2,24}}(?![a-z0-9-])|{NATIONAL})"
URL_OR_RUN = compiled(f"{URL.pattern}|{NATIONAL_DOT}|{RUN}", re.IGNORECASE)
FILES = frozenset("pdf png jpg jpeg gif webp svg doc docx xls xlsx ppt pptx csv txt html htm xml json js css exe dmg apk mp3 mp4".split())
DOTS = re.compile(r"(?<=[a-z0-9])[。．｡](?=[a-z0-9])", re.IGNORECASE)
WORD = re.compile(rf"[^\s{UNSPACED}{STOPS}]{{4,2000}}")


def as_read(text: str) -> str:
    """The text with addresses in full width, mathematical letters or the like as a browser reads them."""
    return text if text.isascii() else WORD.sub(lambda found: _folded(found[0]), DOTS.sub(".", text))


def is_file_name(run: str) -> bool:
    """Whether it is a file's name rather than a host's."""
    stem, _, ending = run.strip(".-_").rpartition(".")
    return bool(stem) and "." not in stem and ending.lower() in FILES


def _folded(word: str) -> str:
    if word.isascii():
        return word
    folded = DOTS.sub(".", unicodedata.normalize("NFKC", word))
    return folded if folded != word and (URL.search(folded) or DOMAIN_DOT.search(folded)) else word
